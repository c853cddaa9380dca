import type { Listener } from '#shared/api/flows.ts'
import type { KernelApi, ListenerState } from '../worker/protocol.ts'

/** How the triggers that listen to queues stand, as the workers tell it. */
export interface Listening {
  told(told: Parameters<KernelApi['listening']>[0]): void
  /** A worker has died. */
  forget(member: string): void
  /** The listeners of a flow, those in trouble first. */
  of(flow: string): readonly Listener[]
}

const URGENCY: readonly ListenerState['state'][] = ['lost', 'full', 'connecting', 'listening']

/** Makes an empty record. */
export function createListening(): Listening {
  const byMember = new Map<string, readonly ListenerState[]>()
  return {
    told({ member, states }) {
      byMember.set(member, states)
    },
    forget: (member) => void byMember.delete(member),
    of: (flow) =>
      [...byMember.values()]
        .flat()
        .filter((it) => it.flow === flow)
        .sort((a, b) => URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state))
        .map(({ node, state, since, error }) => ({
          node,
          state,
          since: new Date(since).toISOString(),
          ...(error ? { error: { ...error } } : {}),
        })),
  }
}
