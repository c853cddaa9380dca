import { permanent } from '#shared/errors/flow-error.ts'
import type { Blobs } from './blobs.ts'

/** Larger payloads live in blob files, so that the database file stays small (design D13). */
export const INLINE_BYTES = 65_536

/** How the bytes of a stored payload are to be read (design D19). */
export const ENCODING = { json: 0, blobOfJson: 1 } as const
/** The key of payloads that are not encrypted. */
const PLAIN = 0

/** A payload as a row holds it: bytes + encoding + key id. JSON text is bound as text, which SQLite keeps as UTF-8. */
export interface Stored {
  readonly body: string | Buffer
  readonly encoding: number
  readonly key_id: number
}

/** Turns values into stored payloads and back. */
export interface Payloads {
  /** At once for an ordinary payload; a promise when a blob must first be on the disk. Throws what JSON cannot hold. */
  store(value: unknown): Stored | Promise<Stored>
  load(stored: Stored): Promise<unknown>
}

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

/** A payload known to be small, such as an error. */
export function inline(text: string): Stored {
  return { body: text, encoding: ENCODING.json, key_id: PLAIN }
}

/** Stores several values; at once when all are ordinary. */
export function storeAll(
  payloads: Payloads,
  values: readonly unknown[],
): readonly Stored[] | Promise<readonly Stored[]> {
  const stored = values.map((value) => payloads.store(value))
  return stored.every((each) => !(each instanceof Promise)) ? (stored as readonly Stored[]) : Promise.all(stored)
}
