const CHUNK = 8192

/** A text from its UTF-16 units; lone surrogates stay as they are, which a `TextDecoder` would destroy. */
export function textOfUnits(units: Uint16Array, length: number): string {
  if (length <= CHUNK) return spelt(units.subarray(0, length))
  const pieces: string[] = []
  for (let at = 0; at < length; at += CHUNK) pieces.push(spelt(units.subarray(at, Math.min(at + CHUNK, length))))
  return pieces.join('')
}

function spelt(units: Uint16Array): string {
  return String(Reflect.apply(String.fromCharCode, null, units))
}

/** A table of all UTF-16 units in which each unit stands for itself. */
export function identityTable(): Uint16Array {
  const table = new Uint16Array(0x10000)
  for (let unit = 0; unit < table.length; unit++) table[unit] = unit
  return table
}

/** Makes a value when it is first asked for: the tables are large, and most flows never meet an old encoding. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
