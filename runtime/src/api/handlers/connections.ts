import type { Handlers } from '../handler.ts'
import type { Services } from '../services.ts'

/** Connections; their secrets go in and never come out. */
export function connectionHandlers({ connections }: Services) {
  return {
    listConnections: ({ caller }) => ({ connections: connections.list(caller) }),
    getConnection: ({ caller, params }) => connections.get(caller, params.id),
    saveConnection: ({ caller, params, body }) => connections.save(caller, params.id, body),
    deleteConnection: async ({ caller, params }) => {
      await connections.remove(caller, params.id)
      return undefined
    },
    tryConnectionNow: ({ caller, params }) => connections.tryNow(caller, params.id),
    testConnection: ({ caller, params }) => connections.test(caller, params.id),
  } satisfies Partial<Handlers>
}
