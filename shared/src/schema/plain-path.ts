import { textOf } from '../flow/lines.ts'
import { segmentsOf } from '../mapping/field-path.ts'

/** The names of a text that is nothing but a field path of the body (`ChuHoSo.HoTen`, `` `a-b`.c ``, `$`); undefined for any other. */
export function pathOfText(value: unknown): readonly string[] | undefined {
  const text = textOf(value)
  if (typeof text !== 'string' || !PATH.test(text.trim()) || WORDS.has(text.trim())) return undefined
  const trimmed = text.trim()
  if (trimmed === '$') return []
  const segments = segmentsOf(trimmed.replace(/^\$\./, ''))
  return segments.filter((it): it is string => typeof it === 'string')
}

const WORDS: ReadonlySet<string> = new Set(['true', 'false', 'null', 'and', 'or', 'in'])

// Words that are names; a position in a list does not change what its items look like.
const PART = '(?:[\\p{L}_][\\p{L}\\p{N}_]*|`[^`]+`)(?:\\[-?\\d{1,9}\\])?'
const PATH = new RegExp(`^(?:\\$|(?:\\$\\.)?${PART}(?:\\.${PART})*)$`, 'u')
