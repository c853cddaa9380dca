import { DELIMITER_SIGNS } from './dialect-fields.ts'

/** How a file separates and quotes its values. `quote` is blank when it has none. */
export interface Dialect {
  readonly delimiter: string
  readonly quote: '"' | "'" | ''
}

/** The signs behind the names of quotes in settings. */
const QUOTES = { double: '"', single: "'", none: '' } as const

/** How many characters at the beginning of a file are looked at. */
const HEAD = 65_536
const LINES = 20

/** The dialect of a text; a delimiter that is not given is the one that most of the first lines have most often. */
export function dialectOf(
  text: string,
  given: {
    readonly delimiter: 'auto' | keyof typeof DELIMITER_SIGNS
    readonly quote: keyof typeof QUOTES
    readonly headerRow: number
  },
): Dialect {
  const quote = QUOTES[given.quote]
  if (given.delimiter !== 'auto') return { delimiter: DELIMITER_SIGNS[given.delimiter], quote }
  const named = /^\ufeff?sep=([,;\t|])\r?\n/i.exec(text)?.[1]
  return { delimiter: named ?? found(text.slice(0, HEAD), quote, given.headerRow), quote }
}

/** Whether the first line only names the separator, as Excel does. */
export function namesSeparator(cells: readonly string[]): boolean {
  return /^sep=?$/i.test(cells[0] ?? '') || /^sep=[,;\t|]$/i.test(cells.join(''))
}

function found(head: string, quote: string, headerRow: number): string {
  const bare = quote === '' ? head : head.replaceAll(quote === '"' ? /"[^"]*"/g : /'[^']*'/g, '')
  const lines = bare
    .split(/\r\n|\n|\r/)
    .slice(Math.max(0, headerRow - 1))
    .filter((line) => line.trim() !== '')
    .slice(0, LINES)
  const score = (sign: string): readonly [number, number] => {
    const counts = lines.map((line) => line.split(sign).length - 1)
    return [counts.filter((count) => count > 0 && count === counts[0]).length, counts[0] ?? 0]
  }
  const ranked = Object.values(DELIMITER_SIGNS)
    .map((sign) => ({ sign, score: score(sign) }))
    .sort((a, b) => b.score[0] - a.score[0] || b.score[1] - a.score[1])
  return ranked[0]?.sign ?? ','
}
