import { notFound } from '../../deployments/names.ts'
import type { Handlers } from '../handler.ts'
import type { Services } from '../services.ts'

/** Bearer tokens for automation. */
export function tokenHandlers({ apiTokens }: Services) {
  return {
    listTokens: ({ caller }) => ({ tokens: [...apiTokens.list(caller.unit)] }),
    addToken: ({ caller, body }) => apiTokens.add({ ...body, unit: caller.unit, by: caller.name }),
    deleteToken: ({ caller, params }) => {
      if (!apiTokens.remove(caller.unit, params.id)) throw notFound('token', params.id)
      return undefined
    },
  } satisfies Partial<Handlers>
}
