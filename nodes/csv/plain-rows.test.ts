import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parserOptions } from './parse.ts'
import { scanRows } from './plain-rows.ts'

const dialects = fc.record({ delimiter: fc.constantFrom(',', ';'), quote: fc.constantFrom('"', "'", '') } as const)

/** Ends of rows as the scan tells them, the bytes given in pieces; undefined when the form is not the plain one. */
function scanned(bytes: Buffer, dialect: Parameters<typeof scanRows>[0], piece: number): readonly number[] | undefined {
  const ends: number[] = []
  const scan = scanRows(dialect, 1_000_000, (until) => ends.push(until))
  for (let at = 0; at < bytes.length; at += piece) if (!scan.push(bytes.subarray(at, at + piece))) return undefined
  return scan.end() ? ends : undefined
}

function parsed(bytes: Buffer, dialect: Parameters<typeof scanRows>[0]): readonly number[] {
  const found = parse(bytes, { ...parserOptions(dialect), encoding: 'latin1', info: true })
  return found.map((one: unknown) => Number(Reflect.get(Object(Reflect.get(Object(one), 'info')), 'bytes')))
}

test('whatever the bytes are, ends of rows that are told are those of the parser', () => {
  const text = fc.array(fc.constantFrom('a', ' ', ',', ';', '"', "'", '\n', '\r\n', '\r', 'ệ'), { maxLength: 30 })
  fc.assert(
    fc.property(text, dialects, fc.integer({ min: 1, max: 7 }), (signs, dialect, piece) => {
      const bytes = Buffer.from(signs.join(''))
      const ends = scanned(bytes, dialect, piece)
      if (ends !== undefined) expect(ends).toEqual(parsed(bytes, dialect))
    }),
    { numRuns: 20_000 },
  )
})

test('a file as programs write it is of the plain form, with line ends and quotes inside values', () => {
  const cell = fc.array(fc.constantFrom('a', ' ', ',', ';', '"', "'", '\n', '\r', 'ệ'), { maxLength: 6 })
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(
      table,
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.integer({ min: 1, max: 7 }),
      (rows, end, last, piece) => {
        const quoted = (it: readonly string[]): string => `"${it.join('').replaceAll('"', '""')}"`
        const text = rows.map((row) => row.map(quoted).join(',')).join(end) + (last ? end : '')
        const bytes = Buffer.from(text)
        const dialect = { delimiter: ',', quote: '"' } as const
        expect(scanned(bytes, dialect, piece)).toEqual(parsed(bytes, dialect))
      },
    ),
  )
})

test('a row that is too long, a quote that stays open and a lone carriage return are left to the parser', () => {
  const dialect = { delimiter: ',', quote: '"' } as const
  const scan = scanRows(dialect, 10, () => undefined)
  expect(scan.push(Buffer.from('a,b\n12345678901'))).toBe(false)
  for (const odd of ['a,"b\n', 'a\rb\n', 'a\nb\r\n', 'a"b,c\n', '"a"b,c\n'])
    expect(scanned(Buffer.from(odd), dialect, 100)).toBeUndefined()
})
