import type { User } from '#shared/api/platform.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { type Caller, userOf } from '../../accounts/caller.ts'
import type { Handlers } from '../handler.ts'
import type { Services } from '../services.ts'

/** Signing in and out, the own password, and the first-run tour. */
export function sessionHandlers({ accounts, sessions, signIn, tours, outside, baseUrl }: Services) {
  const shown = (caller: Caller): User => {
    const view = outside.viewOf(caller, baseUrl())
    return view ? { ...userOf(caller), outside: view } : userOf(caller)
  }
  return {
    signIn: async ({ caller, body, address, reply }) => {
      const token = await signIn(body, address)
      // A new session for a new sign-in: an id that somebody planted before is worth nothing afterwards.
      if (caller?.session !== undefined) sessions.close(caller.session)
      const opened = accounts.callerOf(token)
      if (!opened) throw permanent('api.bad-credentials')
      reply.openSession(token)
      return userOf(opened)
    },
    whoAmI: ({ caller }) => shown(caller),
    signOut: ({ caller, reply }) => {
      if (caller.session !== undefined) sessions.close(caller.session)
      reply.closeSession()
      return undefined
    },
    setPassword: async ({ caller, body, reply }) => {
      reply.openSession(await accounts.setPassword(caller, body.current, body.password))
      return undefined
    },
    getTour: ({ caller }) => tours.of(caller),
    saveTour: ({ caller, body }) => tours.save(caller, body),
  } satisfies Partial<Handlers>
}
