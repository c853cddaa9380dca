import type { Area } from './sheet-fault.ts'

/** The area of a reference such as `A5:H200` or `A5`; none when it is no reference. */
export function areasOf(reference: string | undefined): readonly Area[] {
  const [, from = '', top, to = from, bottom = top] =
    /^\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?$/.exec((reference ?? '').toUpperCase()) ??
    []
  const [left, right] = [columnOf(`${from}1`), columnOf(`${to}1`)]
  if (left === undefined || right === undefined || top === undefined) return []
  return [{ top: Number(top), left, bottom: Number(bottom), right }]
}

/** `AB12` → 27; undefined without a place. */
export function columnOf(place: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(place ?? '')?.[0]
  if (letters === undefined) return undefined
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}
