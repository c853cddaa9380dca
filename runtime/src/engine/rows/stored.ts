/** How the bytes of a stored payload are to be read (design D19). */
export const ENCODING = { json: 0, blobOfJson: 1 } as const
/** The key of payloads that are not encrypted. */
export const PLAIN = 0

/** A payload as a row holds it: bytes + encoding + key id. JSON text is bound as text, which the tables keep as UTF-8. */
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

/** Longer values of business keys are kept with the run but cannot be searched for (the API takes 200 characters). */
export const LONGEST_KEY = 200

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
