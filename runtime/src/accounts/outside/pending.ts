import { z } from 'zod'
import type { Clock } from '../../security/ports.ts'
import type { Sealer } from '../../security/sealing.ts'

/** What this server must remember between sending a browser to the provider and its return. */
const pendingSchema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  to: z.string(),
  until: z.number(),
})
export type Pending = z.infer<typeof pendingSchema>

/** How long somebody may take at the provider, milliseconds. */
export const PENDING_MS = 10 * 60_000
const PLACE = 'sign-in that waits for its provider 1'
const MOST_SPENT = 10_000

/** Sign-ins that wait for their provider. They lie sealed in a cookie of the browser, so that strangers who begin many fill nothing here. */
export interface PendingSignIns {
  /** Text for the cookie. */
  seal(pending: Omit<Pending, 'until'>): string
  /** What a cookie holds, once; undefined when it is not ours, too old, of another `state` or used before. */
  take(cookie: string | undefined, state: string | undefined): Pending | undefined
}

/** Sealed under the master key: the browser can neither read nor change it. */
export function createPendingSignIns(sealer: Sealer, clock: Clock): PendingSignIns {
  const spent = new Map<string, number>()

  function open(cookie: string): Pending | undefined {
    const [nonce, cipher, tag] = cookie.split('.', 3).map((part) => Buffer.from(part, 'base64url'))
    if (!nonce || !cipher || !tag) return undefined
    try {
      return pendingSchema.parse(JSON.parse(sealer.open({ nonce, cipher, tag, keyId: sealer.keyId }, PLACE)))
    } catch {
      // Of another key, cut or made up: all the same to whoever sent it.
      return undefined
    }
  }

  return {
    seal(pending) {
      const { nonce, cipher, tag } = sealer.seal(JSON.stringify({ ...pending, until: clock() + PENDING_MS }), PLACE)
      return [nonce, cipher, tag].map((it) => it.toString('base64url')).join('.')
    },
    take(cookie, state) {
      const now = clock()
      for (const [old, until] of spent) if (until < now || spent.size > MOST_SPENT) spent.delete(old)
      const pending = cookie === undefined || cookie.length > 4000 ? undefined : open(cookie)
      if (!pending || pending.until < now || pending.state !== state || spent.has(pending.state)) return undefined
      spent.set(pending.state, pending.until)
      return pending
    },
  }
}
