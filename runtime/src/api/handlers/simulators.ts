import type { Handlers } from '../handler.ts'
import type { Services } from '../services.ts'

/** The simulators that run on this machine. */
export function simulatorHandlers({ simulators }: Services) {
  return {
    listSimulators: async () => ({ simulators: await simulators.list() }),
    setFaults: ({ params, body }) => simulators.setFaults(params.name, body),
  } satisfies Partial<Handlers>
}
