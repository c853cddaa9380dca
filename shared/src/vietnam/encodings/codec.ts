import type { Text } from '../../text/text.ts'

/** The encodings that texts come in, by the names that settings and expressions use. */
export type LegacyEncoding = 'tcvn3' | 'vni' | 'viqr' | 'viscii' | 'cp1258' | 'utf8-1252'

/** A character that an encoding cannot hold, with its offset in UTF-16 units. */
export interface Unencodable {
  readonly at: number
  readonly character: string
}

/** The outcome of writing text in an old encoding. */
export type Encoded = { readonly ok: true; readonly text: string } | ({ readonly ok: false } & Unencodable)

/**
 * One old encoding. Old text is a string with one character a byte (read as Latin-1 or Windows-1252), which is how it sits in
 * databases, JSON and XML whose writer knew nothing of it.
 */
export interface Codec {
  readonly id: LegacyEncoding
  readonly title: Text
  /** Old text to Unicode (NFC); undefined when this text cannot be in the encoding. Characters that are no codes of it stay. */
  decode(text: string): string | undefined
  encode(text: string): Encoded
}

/** Writes letter by letter; a character that means something else in the encoding cannot be written. */
export function encodeBy(text: string, codeOf: (letter: string, at: number) => string | undefined): Encoded {
  const composed = text.normalize('NFC')
  const out: string[] = []
  let at = 0
  for (const letter of composed) {
    const code = codeOf(letter, at)
    if (code === undefined) return { ok: false, at, character: letter }
    out.push(code)
    at += letter.length
  }
  return { ok: true, text: out.join('') }
}
