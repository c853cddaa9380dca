import type { Codec, LegacyEncoding } from './codec.ts'
import { cp1258 } from './cp1258.ts'
import { tcvn3 } from './tcvn3.ts'
import { utf8In1252 } from './utf8-1252.ts'
import { viqr } from './viqr.ts'
import { viscii } from './viscii.ts'
import { vni } from './vni.ts'

/** Every old encoding, the likeliest first. */
export const codecs: readonly Codec[] = [tcvn3, vni, viscii, cp1258, utf8In1252, viqr]

/** The names of the encodings as settings and expressions write them. */
export const ENCODINGS = ['tcvn3', 'vni', 'viscii', 'cp1258', 'utf8-1252', 'viqr'] as const satisfies LegacyEncoding[]

/** The encoding of a name, written in either case; undefined when there is no such encoding. */
export function codecNamed(name: string): Codec | undefined {
  const wanted = name.trim().toLowerCase()
  return codecs.find((codec) => codec.id === wanted)
}
