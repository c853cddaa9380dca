import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packZip } from '#nodes/archives/zip.ts'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { workbookParts } from '#shared/sheet/workbook-parts.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const sample = (name: string): Buffer =>
  readFileSync(new URL(`../../shared/src/sheet/samples/${name}`, import.meta.url))
const read = (bytes: Buffer, settings: object = {}) =>
  testNode({ definition, run }, settings)
    .send({ content: bytes.toString('base64') })
    .catch(toErrorData)
const rowsOf = async (bytes: Buffer, settings: object = {}) => {
  const sent = await read(bytes, settings)
  return 'kind' in sent && sent.kind === 'emit' ? Reflect.get(Object(sent.message.body), 'rows') : sent
}

/** A workbook as others may write it: our parts with another sheet. */
function workbook(data: string, after = ''): Buffer {
  const parts = workbookParts({ name: 'Trang', rows: [], widths: [] }).map(([name, text]) => ({
    name,
    content: Buffer.from(
      name.endsWith('sheet1.xml')
        ? text.replace(/<sheetData>.*<\/sheetData>/, () => `<sheetData>${data}</sheetData>${after}`)
        : text,
    ),
  }))
  return packZip(parts)
}
const textCell = (place: string, text: string): string => `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`

test('a workbook of an office program keeps codes with zeros, days, numbers and stored values of formulas', async () => {
  const sent = await read(sample('danh-muc.xlsx'))
  expect(sent).toMatchObject({ port: 'out', message: { body: { sheets: ['Xã', 'Trang hai'], count: 4 } } })
  expect(await rowsOf(sample('danh-muc.xlsx'))).toEqual([
    { 'Mã xã': '00001', 'Tên xã': 'Phường Phúc Xá', 'Từ ngày': '2025-07-01', Số: '1234567890123' },
    { 'Mã xã': '00004', 'Tên xã': 'Trúc Bạch & <b>', 'Từ ngày': '2025-07-01', Số: '0.3' },
    { 'Mã xã': '00007', 'Tên xã': '=1+1', 'Từ ngày': '2024-02-29', Số: '-5' },
    { 'Mã xã': '8', 'Tên xã': 'công thức đã tính', 'Từ ngày': '', Số: '#N/A' },
  ])
})

test('columns give types whatever the cell is stored as, and bad cells are told by the row that Excel shows', async () => {
  const columns = [
    { column: 'Mã xã', name: 'ma', type: 'digits', width: 5 },
    { column: 'Từ ngày', name: 'tu', type: 'date', pattern: 'dd/MM/yyyy' },
    { column: 'Số', name: 'so', type: 'number' },
  ]
  expect(await read(sample('danh-muc.xlsx'), { columns, onBad: 'port' })).toMatchObject({
    kind: 'fan',
    outputs: [
      {
        port: 'out',
        message: {
          body: {
            rows: [
              { ma: '00001', tu: '2025-07-01', so: 1_234_567_890_123 },
              { ma: '00004', tu: '2025-07-01', so: 0.3 },
              { ma: '00007', tu: '2024-02-29', so: -5 },
            ],
          },
        },
      },
      { port: 'invalid', message: { body: { invalid: [{ row: 6, reason: expect.stringContaining('cột "Số"') }] } } },
    ],
  })
})

test('a number that is stored with a dot is never taken for thousands', async () => {
  const bytes = workbook(
    `<row r="1">${textCell('A1', 'Tiền')}</row><row r="2"><c r="A2"><v>123.456</v></c></row><row r="3">${textCell('A3', '123.456')}</row>`,
  )
  expect(await rowsOf(bytes, { columns: [{ column: 'Tiền', type: 'number' }] })).toEqual([
    { Tiền: 123.456 },
    { Tiền: 123_456 },
  ])
})

test('a sheet is chosen by name or place, and its range and header rows by number', async () => {
  for (const sheet of ['2', 'trang hai'])
    expect(
      await rowsOf(sample('danh-muc.xlsx'), { sheet, headerRow: 0, columns: [{ column: 'a' }, { column: 'b' }] }),
    ).toEqual([{ a: '', b: 'x' }])
  for (const sheet of ['3', 'Khác'])
    expect(await read(sample('danh-muc.xlsx'), { sheet })).toMatchObject({
      code: 'table.unreadable',
      message: { vi: expect.stringContaining('"Trang hai"') },
    })
  expect(await rowsOf(sample('danh-muc.xlsx'), { range: 'B2:C3', headerRow: 2 })).toEqual([
    { 'Phường Phúc Xá': 'Trúc Bạch & <b>', '2025-07-01': '2025-07-01' },
  ])
  expect(await read(sample('danh-muc.xlsx'), { headerRow: 9 })).toMatchObject({ code: 'table.unreadable' })
})

test('merged cells of a header of two rows name every column that they cover', async () => {
  const data = `<row r="1">${textCell('A1', 'DANH SÁCH')}</row><row r="3">${textCell('A3', 'Họ tên')}${textCell('B3', 'Địa chỉ')}</row><row r="4">${textCell('B4', 'Xã')}${textCell('C4', 'Tỉnh')}</row><row r="5">${textCell('A5', 'An')}${textCell('B5', '00123')}${textCell('C5', '01')}</row>`
  const bytes = workbook(data, '<mergeCells count="2"><mergeCell ref="A3:A4"/><mergeCell ref="B3:C3"/></mergeCells>')
  expect(await rowsOf(bytes, { headerRow: 3, headerRows: 2 })).toEqual([
    { 'Họ tên': 'An', 'Địa chỉ / Xã': '00123', 'Địa chỉ / Tỉnh': '01' },
  ])
})

test('old workbooks, passwords, bombs, damage and too many rows are refused with their reason', async () => {
  const old = Buffer.alloc(2048)
  old.set([0xd0, 0xcf, 0x11, 0xe0])
  expect(await read(old)).toMatchObject({ code: 'table.unreadable', message: { vi: expect.stringContaining('.xls') } })
  const locked = Buffer.from(old)
  locked.set(Buffer.from('EncryptedPackage', 'utf16le'), 1024)
  expect(await read(locked)).toMatchObject({ message: { vi: expect.stringContaining('mật khẩu') } })
  expect(await read(sample('bom.xlsx'))).toMatchObject({
    code: 'table.unreadable',
    message: { vi: expect.stringContaining('MB') },
  })
  expect(await read(sample('danh-muc.xlsx').subarray(0, 900))).toMatchObject({ code: 'table.unreadable' })
  expect(await read(Buffer.from('không phải'))).toMatchObject({ code: 'table.unreadable' })
  expect(await read(sample('danh-muc.xlsx'), { maxRows: 2 })).toMatchObject({ code: 'table.too-large' })
})

test('a file at a connection is read', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lt-excel-')))
  writeFileSync(join(folder, 'a.xlsx'), sample('danh-muc.xlsx'))
  const partners = realPartners([handle('folder', { folder }, {}, 'kho')])
  const node = testNode({ definition, run }, { source: 'file', connection: 'kho', to: 'bang' }, partners)
  expect(await node.send({ path: 'a.xlsx' })).toMatchObject({
    message: { body: { path: 'a.xlsx', bang: { count: 4, file: { name: 'a.xlsx' } } } },
  })
  rmSync(folder, { recursive: true })
})
