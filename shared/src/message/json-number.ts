/** No number that keeps its digits is longer: 309 digits, a sign, a point and an exponent. */
const LONGEST = 400
const PARTS = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/

/**
 * True when the JSON number at `[start, end)` of the text comes out as the number that was written. From 2^53 on a number must be exact or it is
 * refused, because account and dossier numbers are sent like that; below, decimals are rounded to 17 digits as every reader of JSON does (RFC 8259 §6).
 */
export function survivesJson(text: string, start: number, end: number): boolean {
  // 15 digits are always exact; with an exponent a short number can be large.
  if (end - start <= 15 && !hasExponent(text, start, end)) return true
  const written = text.slice(start, end)
  const read = Number(written)
  // What is no number at all is the parser's to refuse.
  if (Number.isNaN(read)) return true
  if (Math.abs(read) < 2 ** 53) return true
  return Number.isFinite(read) && written.length <= LONGEST && decimal(written) === decimal(String(read))
}

function hasExponent(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if ((text.charCodeAt(i) | 32) === 101) return true
  return false
}

/** Digits without zeros at either end, and the power of ten: equal for equal numbers. */
function decimal(text: string): string {
  const [, whole = '', fraction = '', exponent = '0'] = PARTS.exec(text) ?? []
  const all = (whole + fraction).replace(/^0+/, '')
  let end = all.length
  while (all.charCodeAt(end - 1) === 48) end--
  return `${all.slice(0, end)}e${Number(exponent) - fraction.length + all.length - end}`
}
