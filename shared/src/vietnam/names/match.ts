import { ExpressionError } from '../../expression/errors.ts'
import type { Text } from '../../text/text.ts'
import { foldText, normaliseText } from '../text/normalise.ts'
import { placeTones } from '../text/tone-place.ts'
import { nameSimilarity } from './similarity.ts'
import { splitName } from './split.ts'

/** Whether two names are of one person as far as names tell: yes, a person has to look, no. */
export type NameVerdict = 'khop' | 'can-nguoi-xem' | 'khac'

/** How two names compare. `code` says why, for conditions; `reason` says it for people. */
export interface NameMatch {
  readonly diem: number
  readonly ketLuan: NameVerdict
  readonly code: keyof typeof REASONS
  readonly reason: string
  readonly reasonEn: string
}

/** From `match` on names are the same, below `differ` they are not, and between them a person looks. */
export interface NameBounds {
  readonly match: number
  readonly differ: number
}

/** The bounds unless a flow sets its own. */
export const NAME_BOUNDS: NameBounds = { match: 0.93, differ: 0.7 }

const REASONS = {
  same: { vi: 'Hai tên như nhau', en: 'The names are the same' },
  'no-accents': { vi: 'Một bên viết không dấu', en: 'One of them is written without accents' },
  accents: { vi: 'Giống nhau nếu bỏ dấu, nhưng dấu khác nhau', en: 'The same without accents, but the accents differ' },
  order: { vi: 'Cùng các từ, khác thứ tự', en: 'The same words in another order' },
  middle: { vi: 'Cùng họ và tên, khác chữ đệm', en: 'Same family and given name, other middle names' },
  spelling: { vi: 'Khác vài chữ cái, có thể gõ nhầm', en: 'A few letters differ, perhaps a typing slip' },
  different: { vi: 'Hai tên khác nhau', en: 'The names differ' },
  empty: { vi: 'Một bên không có tên', en: 'One of the names is empty' },
} as const satisfies Record<string, Text>

/** Compares two names of persons; the same in both directions. Throws `domain.name-bounds`, and `expression.too-large` beyond 300 letters. */
export function matchNames(a: string, b: string, bounds: NameBounds = NAME_BOUNDS): NameMatch {
  const { match, differ } = bounds
  if (!(differ >= 0 && differ <= match && match <= 1)) throw new ExpressionError('domain.name-bounds')
  const [code, score] = compared(comparable(a), comparable(b))
  const diem = Math.round(score * 100) / 100
  const ketLuan =
    code === 'empty' || (diem < match && diem >= differ) ? 'can-nguoi-xem' : diem >= match ? 'khop' : 'khac'
  return { diem, ketLuan, code, reason: REASONS[code].vi, reasonEn: REASONS[code].en }
}

/** Small letters, one style of tones, no punctuation. */
function comparable(name: string): string {
  if (name.length > 2000) throw new ExpressionError('expression.too-large')
  return placeTones(
    normaliseText(name)
      .toLowerCase()
      .replace(/[.,;’'"-]+/g, ' '),
    'cu',
  )
    .replace(/\s+/g, ' ')
    .trim()
}

function compared(a: string, b: string): readonly [NameMatch['code'], number] {
  if (a === '' || b === '') return ['empty', 0]
  if (a === b) return ['same', 1]
  const [left, right] = [foldText(a), foldText(b)]
  if (left === right) return left === a || right === b ? ['no-accents', 0.96] : ['accents', 0.85]
  if (sorted(left) === sorted(right)) return ['order', 0.88]
  return byParts(left, right)
}

const sorted = (name: string): string => name.split(' ').sort().join(' ')

/** The given name weighs most: people share family and middle names. */
function byParts(a: string, b: string): readonly [NameMatch['code'], number] {
  const [left, right] = [splitName(a), splitName(b)]
  const family = nameSimilarity(left.ho, right.ho)
  const given = nameSimilarity(left.ten, right.ten)
  const oneLacks = (left.chuDem === '') !== (right.chuDem === '')
  const middle = oneLacks ? 0.4 : nameSimilarity(left.chuDem, right.chuDem)
  const score = 0.35 * family + 0.2 * middle + 0.45 * given
  if (family === 1 && given === 1) return ['middle', score]
  // One slip in a short word is a large part of it, so the whole name tells a slip from another name.
  const whole = nameSimilarity(a, b)
  if (whole >= 0.85 && left.ho.charAt(0) === right.ho.charAt(0))
    return ['spelling', Math.max(0.75, Math.min(score, 0.9))]
  return ['different', Math.min(score, 0.69)]
}
