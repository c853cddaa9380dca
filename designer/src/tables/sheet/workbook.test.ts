import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Sheet, SheetFault } from '#shared/sheet/sheet-fault.ts'
import { openArchive } from '#shared/sheet/unzip.ts'
import { guessPlan, readRows } from '../table-text.ts'
import { readSheet } from './read-sheet.ts'
import { xlsxOf } from './write-xlsx.ts'

const file = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(new URL(`../../../../shared/src/sheet/samples/${name}`, import.meta.url)))
const cellsOf = (sheet: Sheet) => sheet.rows.map(({ number, cells }) => [number, ...cells])
const faultOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
  try {
    await readSheet(bytes, {})
  } catch (thrown) {
    if (thrown instanceof SheetFault) return thrown.text.vi
    throw thrown
  }
  return 'accepted'
}

test('a workbook as office programs write it keeps codes, shared and inline texts, days and numbers with leading zeros', async () => {
  const sheet = await readSheet(file('danh-muc.xlsx'), {})
  expect(sheet.sheets).toEqual(['Xã', 'Trang hai'])
  expect(cellsOf(sheet)).toEqual([
    [1, 'Mã xã', 'Tên xã', 'Từ ngày', 'Số'],
    [2, '00001', 'Phường Phúc Xá', '2025-07-01', '1234567890123'],
    [3, '00004', 'Trúc Bạch & <b>', '2025-07-01', '0.3'],
    [5, '00007', '=1+1', '2024-02-29', '-5'],
    [6, '8', 'công thức đã tính', '', '#N/A'],
  ])
  expect(sheet.bare[0]).toBe(1)
  const { rows, bad } = readRows(sheet, guessPlan(sheet.rows))
  expect(bad).toEqual([])
  expect(rows[0]).toEqual({ code: '00001', name: 'Phường Phúc Xá', from: '2025-07-01', extra: { Số: '1234567890123' } })
  expect(cellsOf(await readSheet(file('danh-muc.xlsx'), { sheet: 1 }))).toEqual([[3, '', 'x']])
})

test('what is exported comes back the same, formulas, zeros and odd signs included', async () => {
  const cell = fc
    .string({ unit: fc.constantFrom(...'0=+-@<&"\'ắ_x000D', '\n', '\u0007'), maxLength: 12 })
    .map((it) => it.trim())
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
      async (lines) => {
        const { rows } = await readSheet(xlsxOf('Danh mục: [thử]', lines), {})
        const shape = (cells: readonly string[]) => cells.join('¦').replace(/¦+$/, '')
        expect(rows.map((it) => shape(it.cells))).toEqual(lines.map(shape).filter((it) => it !== ''))
      },
    ),
    { numRuns: 60 },
  )
})

test('a part that unpacks to more than the budget is refused while it unpacks', async () => {
  const bomb = file('bom.xlsx')
  const read = async () => {
    let size = 0
    for await (const chunk of openArchive(bomb, 5 * 1024 * 1024).read('xl/worksheets/sheet1.xml')) size += chunk.length
    return size
  }
  await expect(read()).rejects.toThrow('unpacks to more than 5 MB')
})

test('old, damaged and foreign files are refused in words', async () => {
  expect(await faultOf(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0))).toContain('.xls')
  expect(await faultOf(Uint8Array.of(0x50, 0x4b, 3, 4))).toContain('hỏng')
  expect(await faultOf(new Uint8Array(21 * 1024 * 1024))).toContain('20 MB')
  expect(await faultOf(new TextEncoder().encode('Mã;Tên\n1;"a\n2;b'))).toContain('dòng 2')
  const whole = file('danh-muc.xlsx')
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), async (at, byte) => {
      const broken = whole.slice()
      broken[at] = byte
      await faultOf(broken)
    }),
    { numRuns: 80 },
  )
})

test('a text in an old encoding and with a chosen separator is read', async () => {
  const bytes = Uint8Array.from(
    [...'01|X', 0xb7, ...' Ph', 0xf3, 'c'].map((it) => (typeof it === 'string' ? it.charCodeAt(0) : it)),
  )
  const sheet = await readSheet(Uint8Array.from([...bytes, 10, 0x30, 0x32, 0x7c, 0xa7, 0xd4]), {
    separator: '|',
    encoding: 'tcvn3',
  })
  expect(cellsOf(sheet)).toEqual([
    [1, '01', 'Xã Phúc'],
    [2, '02', 'Đễ'],
  ])
})
