import { letterParts } from '../text/letters.ts'
import { isSyllable } from '../text/syllable.ts'
import type { LegacyEncoding } from './codec.ts'
import { codecs } from './codecs.ts'

/** What a text seems to be written in. */
export interface Detected {
  readonly encoding: LegacyEncoding | 'unicode'
  /** From 0 to 1: `SURE` and more may be converted without anybody looking. */
  readonly confidence: number
  /** Set when a text in Unicode also holds words in this old encoding. */
  readonly mixedWith?: LegacyEncoding
}

/** From this confidence on a detection stands by itself. */
export const SURE = 0.8

/** Letters of Vietnamese that no old encoding can be mistaken for, and combining tones. */
const UNICODE_ONLY = /[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]|\u0300|\u0301|\u0303|\u0309|\u0323/
const NOT_ASCII = /[^\0-\x7f]/
/** A vowel with VIQR signs, or dd: what makes it worth while to try that reading at all. */
const VIQR_SIGN = /[aAeEoO]\^|[aA]\(|[oOuU][+*]|[aeiouyAEIOUY][`~'?.]|[dD]d/

/** True when a text has letters that only Unicode has, so that it must never be decoded as a whole. */
export function isSurelyUnicode(text: string): boolean {
  return UNICODE_ONLY.test(text)
}

/**
 * Finds out what a text is written in: each reading is judged by how many of its marked words are spelt like Vietnamese. Looks at
 * no more than some 30,000 characters; give it several fields of one message together, because one short word proves little.
 */
export function detectEncoding(text: string): Detected {
  const sample = sampleOf(text)
  if (!NOT_ASCII.test(sample) && !NOT_ASCII.test(text)) return asciiOnly(sample)
  if (isSurelyUnicode(text)) return withRemains(text)
  const wrongUtf8 = codecs.find((codec) => codec.id === 'utf8-1252')?.decode(sample)
  if (wrongUtf8 !== undefined && UNICODE_ONLY.test(wrongUtf8)) return { encoding: 'utf8-1252', confidence: 0.99 }
  return bestReading(sample)
}

/** How a reading fares. */
interface Reading {
  readonly encoding: LegacyEncoding | 'unicode'
  readonly text: string
  readonly valid: number
  readonly marked: number
}

const merit = ({ valid, marked }: Reading): number => 3 * valid - 2 * marked

function bestReading(sample: string): Detected {
  const readings = [readingOf('unicode', sample.normalize('NFC'))]
  for (const codec of codecs) {
    const decoded = codec.id === 'viqr' ? undefined : codec.decode(sample)
    if (decoded !== undefined) readings.push(readingOf(codec.id, decoded))
  }
  readings.sort((a, b) => merit(b) - merit(a))
  const [best = readingOf('unicode', sample)] = readings
  const other = readings.find((it) => it.text !== best.text)
  return { encoding: best.encoding, confidence: rounded(confidenceIn(best, other?.valid ?? 0)) }
}

/** The share of good words, less when few of them set this reading apart from the next. */
function confidenceIn(best: Reading, others: number): number {
  const apart = 1 - 0.2 ** Math.max(0, best.valid - others)
  if (best.encoding !== 'unicode') return best.marked === 0 ? 0 : (best.valid / best.marked) ** 2 * apart
  // Nothing speaks for an old encoding: a foreign name, a sign such as °, or plain Vietnamese.
  return others === 0 ? 0.95 : Math.max(0.6, apart)
}

function asciiOnly(sample: string): Detected {
  if (!VIQR_SIGN.test(sample)) return { encoding: 'unicode', confidence: 1 }
  const decoded = codecs.find((codec) => codec.id === 'viqr')?.decode(sample) ?? sample
  const reading = readingOf('viqr', decoded)
  // A full stop or question mark behind a vowel is ordinary punctuation, so other signs have to be there too.
  const proofs = sample.match(/[aAeEoO]\^|[aA]\(|[oOuU][+*]|[aeiouyAEIOUY][`~]|\b[dD]d/g)?.length ?? 0
  if (proofs < 2 || reading.valid * 2 < reading.marked)
    return { encoding: 'unicode', confidence: proofs > 0 ? 0.7 : 0.95 }
  return { encoding: 'viqr', confidence: rounded(confidenceIn(reading, 0)) }
}

/** Text that is Unicode for sure: are there words in it that make sense in an old encoding only? */
function withRemains(text: string): Detected {
  const odd = wordsOf(sampleOf(text)).filter(
    (word) => NOT_ASCII.test(word) && !UNICODE_ONLY.test(word) && !fits(word.normalize('NFC')),
  )
  if (odd.length === 0) return { encoding: 'unicode', confidence: 1 }
  const remains = odd.join(' ')
  const { encoding, confidence } = bestReading(remains)
  if (encoding === 'unicode' || (odd.length > 1 && confidence < SURE)) return { encoding: 'unicode', confidence: 0.95 }
  return { encoding: 'unicode', confidence: 0.5, mixedWith: encoding }
}

function readingOf(encoding: Reading['encoding'], text: string): Reading {
  let valid = 0
  let marked = 0
  for (const word of wordsOf(text)) {
    if (!NOT_ASCII.test(word)) continue
    // A lone sign (©, °) is a letter in some old encoding; it proves nothing.
    if (word.length === 1) continue
    marked++
    if (fits(word) || (encoding === 'unicode' && SIGNS.test(word))) valid++
  }
  return { encoding, text, valid, marked }
}

/** Signs that stand in ordinary text behind a word or a number; none ends a word in TCVN3. */
const SIGNS = /^(?:[A-Za-z]*[°²³§©®™€£¥±×÷½¼¾º]+|°[CF])$/

function fits(word: string): boolean {
  const small = word.toLowerCase()
  if (word !== small && word !== word.toUpperCase() && word.slice(1) !== small.slice(1)) return false
  for (const letter of small) if (letter > '\u007f' && !letterParts.has(letter)) return false
  return isSyllable(small)
}

/** What stands between ASCII signs, digits, spaces and the usual quotes; characters that are no letters stay in the word. */
function wordsOf(text: string): readonly string[] {
  return text.split(/[\s!-@[-`{-~“”‘’–—…•]+/).filter((word) => word !== '')
}

const SLICE = 8_000
const SLICES = 4

/** Pieces from the whole length of a long text, cut at spaces. */
function sampleOf(text: string): string {
  if (text.length <= SLICE * SLICES) return text
  const step = Math.floor((text.length - SLICE) / (SLICES - 1))
  const pieces = Array.from({ length: SLICES }, (_, i) => text.slice(i * step, i * step + SLICE))
  return pieces.map((piece) => piece.replace(/^\S{0,100}\s|\s\S{0,100}$/g, ' ')).join('\n')
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
