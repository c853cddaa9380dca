import { createHash } from 'node:crypto'
import type { Engine } from '#runtime/engine/engine.ts'

/** Slots of one millisecond, so that tokens that were made in the same one are told apart. */
const SLOTS_A_MS = 1000

/**
 * Says of a token whether it is shown for the first time, to one caller only whichever worker asks and also after a crash: the engine gives a slot
 * of a schedule once and forgets those that lie 35 days back, in the units below 50 minutes, so that no token may be older than 25 minutes.
 * The digest of the token picks schedule and slot, 26 bits beside the time of its making.
 */
export function createTokenClaims(engine: Pick<Engine, 'fire'>) {
  return (trigger: string, token: string, created: number): Promise<boolean> => {
    const digest = createHash('sha256').update(token).digest()
    const slot = Math.floor(created) * SLOTS_A_MS + (digest.readUInt32BE(2) % SLOTS_A_MS)
    return engine.fire(`token:${trigger}:${digest.readUInt16BE(0)}`, slot)
  }
}
