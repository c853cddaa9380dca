import { permanent } from '../errors/flow-error.ts'
import { duplicateKeys } from '../flow/duplicate-keys.ts'
import { survivesJson } from './json-number.ts'
import { malformedAt } from './malformed-at.ts'

/** Keys that could reach a prototype; a message that carries one is refused (reliability rule 16). */
const FORBIDDEN = /"(?:__proto__|constructor|prototype)"\s*:/

/** The deepest nesting accepted in a message or a flow file. */
export const MAX_DEPTH = 200

/** What a reader makes of a field that stands twice in one object. */
export type Duplicates = 'refuse' | 'last'

/**
 * Parses JSON from outside, or refuses it: nothing is changed or lost on the way in (I-JSON, RFC 7493). Throws `json.malformed` or `json.number`
 * with line and column, `json.too-deep`, `json.forbidden-key`, and `json.duplicate-key` or `json.half-character` with the path.
 * The checks run on the text, so ordinary messages pay one scan and one walk and no reviver (a reviver costs about 5 times the parse).
 */
export function parseJson(text: string, duplicates: Duplicates = 'refuse'): unknown {
  const { members, badNumber } = scan(text)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw permanent('json.malformed', { place: placeOf(text, malformedAt(text)) })
  }
  if (badNumber >= 0)
    throw permanent('json.number', { number: numberAt(text, badNumber), place: placeOf(text, badNumber) })
  // An escaped spelling ("\u005f_proto__") passes the text scan, so text with escapes in it is walked with more care.
  if (FORBIDDEN.test(text) || text.includes('\\u')) refuseBadText(value, [])
  if (duplicates === 'refuse' && countMembers(value) < members)
    throw permanent('json.duplicate-key', { place: duplicateKeys(text)[0] ?? '' })
  return value
}

/** How many members the text writes down, and where the first number stands that would come out as another one (-1 = nowhere). */
function scan(text: string): { readonly members: number; readonly badNumber: number } {
  let depth = 0
  let members = 0
  let badNumber = -1
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 34) i = endOfString(text, i)
    else if (c === 58) members++
    else if (c === 91 || c === 123) {
      if (++depth > MAX_DEPTH) throw permanent('json.too-deep', { depth: MAX_DEPTH })
    } else if (c === 93 || c === 125) depth--
    else if ((c >= 48 && c <= 57) || c === 45) {
      const end = endOfNumber(text, i)
      if (badNumber < 0 && !survivesJson(text, i, end)) badNumber = i
      i = end - 1
    }
  }
  return { members, badNumber }
}

/** The closing quote of the string that opens at `start`; the end of the text when there is none. */
function endOfString(text: string, start: number): number {
  let i = start + 1
  for (; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 92) i++
    else if (c === 34) return i
  }
  return i
}

function endOfNumber(text: string, start: number): number {
  let i = start + 1
  for (; i < text.length; i++) {
    const c = text.charCodeAt(i)
    // Digits, sign, point, exponent.
    if (!((c >= 48 && c <= 57) || c === 43 || c === 45 || c === 46 || c === 69 || c === 101)) break
  }
  return i
}

/** Recursion is safe: nothing is deeper than `MAX_DEPTH` here. */
function countMembers(value: unknown): number {
  let count = 0
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') count += countMembers(item)
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) count += typeof item === 'object' ? 1 + countMembers(item) : 1
  }
  return count
}

/** Forbidden keys, and halves of surrogate pairs: no file, database or XML can hold those. */
function refuseBadText(value: unknown, path: string[]): void {
  if (typeof value === 'string' && !value.isWellFormed())
    throw permanent('json.half-character', { place: path.join('.') })
  if (typeof value !== 'object' || value === null) return
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype')
      throw permanent('json.forbidden-key', { key })
    if (!key.isWellFormed()) throw permanent('json.half-character', { place: path.join('.') })
    path.push(key)
    refuseBadText(item, path)
    path.pop()
  }
}

function numberAt(text: string, start: number): string {
  const number = text.slice(start, endOfNumber(text, start))
  return number.length <= 40 ? number : `${number.slice(0, 40)}…`
}

function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return `${line}:${offset - before.lastIndexOf('\n')}`
}
