/** How the numbers of a cell format are shown: as days, with leading zeros to a width, or plainly. */
export type NumberLook =
  | { readonly as: 'plain' }
  | { readonly as: 'day'; readonly clock: boolean }
  | { readonly as: 'digits'; readonly width: number }
  | { readonly as: 'text' }

const DAYS: ReadonlySet<number> = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58,
])

/** The look of a built-in format number or of a format code of the workbook. */
export function lookOf(id: number, code: string | undefined): NumberLook {
  if (code === undefined)
    return DAYS.has(id) ? { as: 'day', clock: id === 22 } : id === 49 ? { as: 'text' } : { as: 'plain' }
  // Only the part for positive numbers counts; words in it, colours and conditions are no pattern.
  const bare = (code.split(';')[0] ?? '').replace(/"[^"]*"|\\.|\[[^\]]*\]|_./g, '')
  if (bare === '@') return { as: 'text' }
  if (/[dy]/i.test(bare)) return { as: 'day', clock: /[hs]/i.test(bare) }
  return /^0{2,}$/.test(bare) ? { as: 'digits', width: bare.length } : { as: 'plain' }
}

const DAY_MS = 86_400_000

/** A stored number as text the way its format shows it; undefined when it is no number. `clock`: days with the time that their format shows. */
export function numberText(stored: string, look: NumberLook, from1904: boolean, clock = false): string | undefined {
  const value = Number(stored)
  if (stored.trim() === '' || !Number.isFinite(value)) return undefined
  if (look.as === 'day' && value >= 1 && value < 2_958_466)
    return dayText(value, from1904) + (clock && look.clock ? clockText(value) : '')
  const plain = plainText(stored, value)
  return look.as === 'digits' && /^\d+$/.test(plain) ? plain.padStart(look.width, '0') : plain
}

/** Spreadsheets believe in 29 February 1900, so days before it are one off. */
function dayText(serial: number, from1904: boolean): string {
  const days = Math.floor(serial)
  const since = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30)
  return new Date(since + days * DAY_MS).toISOString().slice(0, 10)
}

/** The time of a day in Vietnam, to the second. */
function clockText(serial: number): string {
  const seconds = Math.min(86_399, Math.round((serial - Math.floor(serial)) * 86_400))
  return `T${new Date(seconds * 1000).toISOString().slice(11, 19)}+07:00`
}

/** Long whole numbers in full; others with the 15 digits that spreadsheets show. */
function plainText(stored: string, value: number): string {
  if (/^-?\d+$/.test(stored)) return stored
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return BigInt(value).toString()
  return String(Number(value.toPrecision(15)))
}
