const CHUNK = 8192
const LONG = 65_536

/** A text from its UTF-16 units; lone surrogates stay as they are, which a `TextDecoder` alone would destroy. */
export function textOfUnits(units: Uint16Array<ArrayBuffer>, length: number): string {
  const used = units.subarray(0, length)
  if (length <= CHUNK) return spelt(used)
  if (length >= LONG && !hasSurrogates(used)) return utf16().decode(used)
  const pieces: string[] = []
  for (let at = 0; at < length; at += CHUNK) pieces.push(spelt(used.subarray(at, at + CHUNK)))
  return pieces.join('')
}

function spelt(units: Uint16Array): string {
  return String(Reflect.apply(String.fromCharCode, null, units))
}

function hasSurrogates(units: Uint16Array): boolean {
  let found = 0
  for (let i = 0; i < units.length; i++) if (((units[i] ?? 0) & 0xf800) === 0xd800) found = 1
  return found === 1
}

/** The order of bytes in a `Uint16Array` is the machine's; every machine that this runs on is little-endian. */
const utf16 = once(() => new TextDecoder('utf-16le', { ignoreBOM: true }))

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
