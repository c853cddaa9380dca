import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { definition as readDefinition } from '#nodes/csv-read/definition.ts'
import { run as readRun } from '#nodes/csv-read/run.ts'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { decodeBytes } from '#shared/vietnam/encodings/convert.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

let folder: string
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'lt-csv-')))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (rows: unknown, settings: object = {}) =>
  testNode({ definition, run }, settings, realPartners([handle('folder', { folder }, {}, 'kho')]))
    .send({ rows })
    .catch(toErrorData)
const textOf = async (rows: unknown, settings: object = {}): Promise<string> => {
  const sent = await write(rows, settings)
  if (!('kind' in sent) || sent.kind !== 'emit') throw new Error(JSON.stringify(sent))
  return String(sent.message.body)
}

test('a file opens right in Excel: mark, semicolons, CRLF, zeros kept, every field that any row has', async () => {
  expect(
    await textOf([
      { Mã: '00123', Tên: 'Đỗ; "A"' },
      { Mã: '7', Thêm: 1 },
    ]),
  ).toBe('\ufeffMã;Tên;Thêm\r\n00123;"Đỗ; ""A""";\r\n7;;1\r\n')
})

test('cells that look like formulas are guarded, refused or left; numbers are no formulas', async () => {
  const rows = [{ a: '=1+1' }, { a: '+84 912 345 678' }, { a: '-5' }, { a: '@SUM(A1)' }, { a: '-2+3' }, { a: '\tx' }]
  const settings = { header: false, mark: false, lineEnd: 'lf' }
  expect(await textOf(rows, settings)).toBe(
    `'=1+1\n+84 912 345 678\n-5\n'@SUM(A1)\n'-2+3\n"'\tx"\n`.replace(`"'\tx"`, "'\tx"),
  )
  expect(await write(rows, { ...settings, formulas: 'refuse' })).toMatchObject({
    code: 'table.unwritable',
    message: { vi: expect.stringContaining('dòng 1') },
  })
  expect(await textOf(rows, { ...settings, formulas: 'keep' })).toContain('=1+1\n')
})

test('columns say order, titles and forms', async () => {
  const columns = [
    { name: 'ngay', title: 'Ngày', type: 'date' },
    { name: 'tien', title: 'Tiền', type: 'number' },
    { name: 'ma', title: 'Mã', type: 'digits', width: 5 },
  ]
  const rows = [
    { ma: 7, tien: 1250.5, ngay: '2026-01-05' },
    { ma: '00012', tien: '3', ngay: '1975' },
    { ngay: '2026-01-05T08:30:00+07:00' },
  ]
  expect(await textOf(rows, { columns, mark: false, delimiter: 'tab', lineEnd: 'lf', quotes: 'all' })).toBe(
    '"Ngày"\t"Tiền"\t"Mã"\n"05/01/2026"\t"1250,5"\t"00007"\n"1975"\t"3"\t"00012"\n"05/01/2026 08:30:00"\t""\t""\n',
  )
  for (const wrong of [{ ngay: 'x' }, { tien: 'x' }, { ma: 'x' }, { ma: '123456' }, { ma: { a: 1 } }])
    expect(await write([wrong], { columns })).toMatchObject({ code: 'table.unwritable' })
})

test('an old character set is written as it is read, and a letter that it does not have is an error with its row', async () => {
  const base64 = await textOf([{ a: 'Nguyễn Thị Hường' }], { as: 'base64', charset: 'cp1258' })
  expect(decodeBytes(Buffer.from(base64, 'base64'), 'cp1258')).toBe('a\r\nNguyễn Thị Hường\r\n')
  expect(await write([{ a: 'x' }, { a: '漢' }], { as: 'base64', charset: 'tcvn3' })).toMatchObject({
    code: 'table.unwritable',
    message: { vi: expect.stringContaining('dòng 3') },
  })
})

test('a file is written whole; one that is there stays or leaves by its port', async () => {
  const settings = { as: 'file', connection: 'kho', path: 'ra/báo cáo.csv' }
  expect(await write([{ a: '01' }], settings)).toMatchObject({
    port: 'out',
    message: { body: { connection: 'kho', path: 'ra/báo cáo.csv', size: 10 } },
  })
  expect(readFileSync(join(folder, 'ra/báo cáo.csv'), 'utf8')).toBe('\ufeffa\r\n01\r\n')
  writeFileSync(join(folder, 'ra/báo cáo.csv'), 'khác')
  expect(await write([{ a: '01' }], { ...settings, ifExists: 'keep' })).toMatchObject({ port: 'exists' })
  expect(await write([{ a: '01' }], settings)).toMatchObject({ code: 'file.exists' })
})

test('what is no list of objects is refused', async () => {
  for (const rows of ['x', [1], [['a']], [null]])
    expect(await write(rows)).toMatchObject({ code: 'message.wrong-shape' })
})

test('what is written comes back the same, formulas, quotes and line ends included', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '0', '=', "'", '"', ';', '\n', '-', 'ễ', ' '), maxLength: 8 })
  const reader = testNode(
    { definition: readDefinition, run: readRun },
    { content: { expr: '$' }, trim: false, delimiter: 'semicolon' },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ x: cell, y: cell }), { minLength: 1, maxLength: 5 }), async (rows) => {
      const kept = rows.filter((it) => it.x.trim() !== '' || it.y.trim() !== '')
      const sent = await reader.send(await textOf(rows.length === 0 ? [] : rows))
      expect(sent.kind === 'emit' ? Reflect.get(Object(sent.message.body), 'rows') : sent).toEqual(kept)
    }),
    { numRuns: 200 },
  )
})
