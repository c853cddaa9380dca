import type { UnitTest } from './tree.ts'

/** Ranges of UTF-16 units, both ends included. */
export type UnitRanges = readonly (readonly [number, number])[]

const digit: UnitRanges = [[48, 57]]
const word: UnitRanges = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
]
const space: UnitRanges = [
  [9, 13],
  [32, 32],
  [160, 160],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
]
const lineEnds: UnitRanges = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
]

/** The class escapes `\d \D \w \W \s \S`; undefined for any other letter. */
export function classEscape(letter: string): UnitRanges | undefined {
  switch (letter) {
    case 'd':
      return digit
    case 'D':
      return complement(digit)
    case 'w':
      return word
    case 'W':
      return complement(word)
    case 's':
      return space
    case 'S':
      return complement(space)
    default:
      return undefined
  }
}

/** What `.` matches without the `s` flag. */
export const anyUnit: UnitTest = (unit) => !inRanges(lineEnds, unit)

/** True for a unit that ends a line (for `^` and `$` with the `m` flag). */
export const isLineEnd: UnitTest = (unit) => inRanges(lineEnds, unit)

/** True for a unit of `\w` (for `\b`). */
export const isWord: UnitTest = (unit) => inRanges(word, unit)

/** Everything outside the ranges. */
export function complement(ranges: UnitRanges): UnitRanges {
  const gaps: [number, number][] = []
  let from = 0
  for (const [low, high] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (low > from) gaps.push([from, low - 1])
    from = Math.max(from, high + 1)
  }
  if (from <= 0xffff) gaps.push([from, 0xffff])
  return gaps
}

/** Tests a unit against ranges, as a character class of a regular expression does. */
export function testOf(ranges: UnitRanges, negated: boolean, ignoreCase: boolean): UnitTest {
  const direct: UnitTest = (unit) => inRanges(ranges, unit)
  const positive = ignoreCase ? foldedTest(direct) : direct
  return negated ? (unit) => !positive(unit) : positive
}

function inRanges(ranges: UnitRanges, unit: number): boolean {
  for (const [low, high] of ranges) if (unit >= low && unit <= high) return true
  return false
}

/** ECMA-262 Canonicalize without the u flag: upper case, if that is one unit and does not fall into ASCII from outside. */
function canonical(unit: number): number {
  const upper = String.fromCharCode(unit).toUpperCase()
  if (upper.length !== 1) return unit
  const code = upper.charCodeAt(0)
  return unit >= 128 && code < 128 ? unit : code
}

function foldedTest(direct: UnitTest): UnitTest {
  return (unit) => {
    if (direct(unit)) return true
    const own = canonical(unit)
    const text = String.fromCharCode(unit)
    for (const other of [text.toUpperCase(), text.toLowerCase(), text.toUpperCase().toLowerCase()]) {
      if (other.length !== 1) continue
      const code = other.charCodeAt(0)
      if (canonical(code) === own && direct(code)) return true
    }
    return false
  }
}
