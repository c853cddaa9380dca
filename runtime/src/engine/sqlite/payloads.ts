import { permanent } from '#shared/errors/flow-error.ts'
import { ENCODING, inline, type Payloads, PLAIN } from '../rows/stored.ts'
import type { Blobs } from './blobs.ts'

/** Larger payloads live in blob files, so that the database file stays small (design D13). */
export const INLINE_BYTES = 65_536

/** Payloads over these blobs. */
export function createPayloads(blobs: Blobs): Payloads {
  return {
    store(value) {
      const text = JSON.stringify(value)
      // UTF-8 takes at most 3 bytes a UTF-16 unit, so most payloads need no counting.
      if (text.length * 3 <= INLINE_BYTES || Buffer.byteLength(text) <= INLINE_BYTES) return inline(text)
      return blobs
        .write(Buffer.from(text))
        .then((hash) => ({ body: hash, encoding: ENCODING.blobOfJson, key_id: PLAIN }))
    },
    async load(stored) {
      if (stored.key_id !== PLAIN)
        throw permanent('engine.storage', { reason: `payload key ${stored.key_id} is unknown` })
      if (stored.encoding === ENCODING.json) return JSON.parse(stored.body.toString())
      if (stored.encoding === ENCODING.blobOfJson && typeof stored.body !== 'string')
        return JSON.parse((await blobs.read(stored.body)).toString())
      throw permanent('engine.storage', { reason: `payload encoding ${stored.encoding} is unknown` })
    },
  }
}
