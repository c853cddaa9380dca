import { appendFileSync, createWriteStream, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { encodeBytes } from '#shared/vietnam/encodings/convert.ts'
import { SENTENCES } from '#shared/vietnam/encodings/sentences.fixture.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

let folder: string
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'lt-csv-')))
})
afterEach(() => rmSync(folder, { recursive: true }))

const partners = () => realPartners([handle('folder', { folder }, {}, 'kho')])
const node = (settings: object = {}) => testNode({ definition, run }, settings, partners())
const read = (content: unknown, settings: object = {}) => node(settings).send({ content }).catch(toErrorData)
const fromFile = (body: unknown, settings: object = {}) =>
  node({ source: 'file', connection: 'kho', ...settings })
    .send(body)
    .catch(toErrorData)
const rowsOf = async (content: unknown, settings: object = {}) => {
  const sent = await read(content, settings)
  return 'kind' in sent && sent.kind === 'emit' ? Reflect.get(Object(sent.message.body), 'rows') : sent
}

test('leading zeros, long numbers and dates of every value stay as they were written', async () => {
  expect(await rowsOf('Mã;Số;Ngày\n00123;012345678901234567890;05/01/2026\n4.0;1e5;\n')).toEqual([
    { Mã: '00123', Số: '012345678901234567890', Ngày: '05/01/2026' },
    { Mã: '4.0', Số: '1e5', Ngày: '' },
  ])
})

for (const [name, text] of [
  ['comma', 'a,b\n1,2\n'],
  ['semicolon with a comma inside', 'a;b\n1;2,5\n3;4,5\n'],
  ['tab', 'a\tb\n1\t2, 3; 4\n'],
  ['pipe', 'a|b\r\n1|2\r\n'],
  ['a line that names it', 'sep=|\na|b\n1;9|2;9\n'],
  ['old line ends', 'a,b\r1,2\r'],
] as const)
  test(`the separator is found: ${name}`, async () => {
    const rows = await rowsOf(text)
    expect(Object.keys(rows[0])).toEqual(['a', 'b'])
  })

test('quotes hold separators, line ends and quotes; row numbers count rows as a spreadsheet does', async () => {
  expect(await rowsOf('a,b\n"x, ""y""","1\n2"\nCông ty "ABC",3\n')).toEqual([
    { a: 'x, "y"', b: '1\n2' },
    { a: 'Công ty "ABC"', b: '3' },
  ])
  expect(await read('a,b\n"1\n2",x\n\n3\n')).toMatchObject({
    code: 'table.bad-rows',
    message: { vi: expect.stringContaining('Dòng 4: có 1 ô, cần 2 ô') },
  })
})

test('columns give types: codes get zeros, numbers their mark, dates their form, and bad values name row and column', async () => {
  const columns = [
    { column: 'mã  XÃ', name: 'maXa', type: 'digits', width: 5, required: true },
    { column: 'Lệ phí', name: 'lePhi', type: 'number' },
    { column: 'USD', type: 'number', decimal: 'dot' },
    { column: 'Sinh', name: 'sinh', type: 'date' },
  ]
  const text = `Mã xã\tLệ phí\tUSD\tSinh\tThừa
4.0\t1.250.000,5\t1,250.75\t1975\tx
00007\t-15\t-0.5\t05/1975\t
\t1.5\t1,5\t31/02/2026\t
123456\t12345678901234567\t\t20260105\t
`
  const sent = await read(text, { columns, onBad: 'port' })
  expect(sent).toMatchObject({
    kind: 'fan',
    outputs: [
      {
        port: 'out',
        message: {
          body: {
            count: 2,
            rows: [
              { maXa: '00004', lePhi: 1_250_000.5, USD: 1250.75, sinh: '1975' },
              { maXa: '00007', lePhi: -15, USD: -0.5, sinh: '1975-05' },
            ],
          },
        },
      },
      { port: 'invalid', message: { body: { count: 2, invalid: [{ row: 4 }, { row: 5 }] } } },
    ],
  })
  const reasons = JSON.stringify(sent)
  for (const part of [
    'Dòng 4: cột \\"Mã xã\\": còn trống',
    'cột \\"Lệ phí\\"',
    'cột \\"USD\\"',
    'cột \\"Sinh\\"',
    'quá 5',
    '15 chữ số',
  ])
    expect(reasons).toContain(part)
})

test('what was left out is an error, not a silent blank: columns, header, a closing quote, too many rows', async () => {
  expect(await read('a,b\n1,2\n', { columns: [{ column: 'c' }] })).toMatchObject({
    code: 'table.no-column',
    message: { vi: 'Dòng tiêu đề không có cột "c"' },
  })
  expect(await read('a,a\n1,2\n')).toMatchObject({ code: 'table.unreadable' })
  expect(await read('a,b\n', { headerRow: 5 })).toMatchObject({ code: 'table.unreadable' })
  expect(await read('a,b\n1,"2\n3,4\n')).toMatchObject({ code: 'table.unreadable' })
  expect(await read('a\n1\n2\n3\n', { maxRows: 2 })).toMatchObject({
    code: 'table.too-large',
    message: { vi: expect.stringContaining('có hơn 2 dòng') },
  })
  expect(await read(`a\n"${'x'.repeat(1_100_000)}"\n`)).toMatchObject({ code: 'table.unreadable' })
  expect(await read(7)).toMatchObject({ code: 'message.wrong-shape' })
  expect(await read('x'.repeat(2000), { maxBytes: 1000 })).toMatchObject({ code: 'file.too-large' })
  expect(() => node({ headerRow: 0 })).toThrow()
  expect(() => node({ source: 'file' })).toThrow()
})

test('titles above the header are left out; without a header columns are in order', async () => {
  expect(await rowsOf('DANH SÁCH HỒ SƠ;\n;\nMã;Tên\n01;An\n', { headerRow: 3 })).toEqual([{ Mã: '01', Tên: 'An' }])
  const columns = [
    { column: '1', name: 'ma' },
    { column: '2', name: 'ten' },
  ]
  expect(await rowsOf('01;An\n', { headerRow: 0, columns })).toEqual([{ ma: '01', ten: 'An' }])
})

for (const charset of ['tcvn3', 'vni', 'viscii', 'cp1258'] as const)
  test(`a file in ${charset} is read, found by itself and named`, async () => {
    const text = `Ma;Ghi chu\n${SENTENCES.map((it, i) => `0${i};${it.replaceAll(';', ',')}`).join('\n')}\n`
    const base64 = Buffer.from(encodeBytes(text, charset)).toString('base64')
    for (const named of ['auto', charset]) {
      const rows = await rowsOf(base64, { source: 'base64', charset: named, delimiter: 'semicolon' })
      expect(rows[1]).toEqual({ Ma: '01', 'Ghi chu': SENTENCES[1]?.replaceAll(';', ',') })
    }
  })

test('UTF-8 with and without mark, decomposed letters and UTF-16 come as composed Unicode; broken bytes are told', async () => {
  const text = 'Tên\nNguyễn\n'
  for (const bytes of [
    Buffer.from(`\ufeff${text}`),
    Buffer.from(text.normalize('NFD')),
    Buffer.from(`\ufeff${text}`, 'utf16le'),
  ])
    expect(await rowsOf(bytes.toString('base64'), { source: 'base64' })).toEqual([{ Tên: 'Nguyễn' }])
  const broken = Buffer.concat([Buffer.from(text), Buffer.from([0xe1, 0xba, 0x0a])])
  expect(await read(broken.toString('base64'), { source: 'base64', charset: 'utf-8' })).toMatchObject({
    code: 'table.unreadable',
  })
  expect(await read('không phải', { source: 'base64' })).toMatchObject({ code: 'message.wrong-shape' })
})

/** Follows the references of a file through a second node, as a flow does. */
async function throughBatches(path: string, settings: object): Promise<readonly object[]> {
  const cut = await fromFile({ path }, { deliver: 'batches', ...settings })
  if (!('kind' in cut)) throw new Error(cut.message.vi)
  if (cut.kind !== 'each') return []
  const rows: object[] = []
  for (const message of cut.messages) {
    const sent = await fromFile(message.body, settings)
    if (!('kind' in sent) || sent.kind !== 'emit') throw new Error(JSON.stringify(sent))
    rows.push(...Reflect.get(Object(sent.message.body), 'rows'))
  }
  return rows
}

test('batches of a file give the very rows that the whole file gives, whatever stands in it', async () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', 'ễ', '0', '"', ',', '\n', '\r\n', ' ', 'Đ'),
    minLength: 1,
    maxLength: 8,
  })
  const quoted = (it: string) => `"${it.replaceAll('"', '""')}"`
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      async (lines, batchRows, end, mark) => {
        const text = `${mark ? '\ufeff' : ''}"Mã",Tên${end}${lines.map((it) => it.map(quoted).join(',')).join(end)}${end}`
        writeFileSync(join(folder, 'a.csv'), text)
        const whole = await fromFile({ path: 'a.csv' }, { delimiter: 'comma', onBad: 'list' })
        const expected =
          'kind' in whole && whole.kind === 'emit' ? Reflect.get(Object(whole.message.body), 'rows') : whole
        expect(await throughBatches('a.csv', { delimiter: 'comma', batchRows, onBad: 'list' })).toEqual(expected)
      },
    ),
    { numRuns: 60 },
  )
})

test('an old encoding is read in batches, and each batch knows the number of its rows', async () => {
  const text = `Ma;Ghi\n${SENTENCES.map((it, i) => `0${i};${it.replaceAll(';', ',')}`).join('\n')}\nthua;o;nay\n`
  writeFileSync(join(folder, 'cu.csv'), encodeBytes(text, 'tcvn3'))
  const settings = { delimiter: 'semicolon', batchRows: 2, onBad: 'list' }
  const rows = await throughBatches('cu.csv', settings)
  expect(rows).toHaveLength(SENTENCES.length)
  expect(rows[0]).toEqual({ Ma: '00', Ghi: SENTENCES[0]?.replaceAll(';', ',') })
  const cut = await fromFile({ path: 'cu.csv' }, { deliver: 'batches', ...settings })
  const last = 'kind' in cut && cut.kind === 'each' ? cut.messages.at(-1) : undefined
  expect(await fromFile(last?.body, settings)).toMatchObject({
    message: { body: { invalid: [{ row: SENTENCES.length + 2 }] } },
  })
})

test('a file that changed since it was cut, UTF-16, a damaged reference and a missing file are refused', async () => {
  writeFileSync(join(folder, 'a.csv'), 'a,b\n1,2\n3,4\n')
  const cut = await fromFile({ path: 'a.csv' }, { deliver: 'batches', batchRows: 1 })
  const first = 'kind' in cut && cut.kind === 'each' ? cut.messages[0]?.body : undefined
  expect(first).toMatchObject({ slice: { row: 2, rows: 1, header: ['a', 'b'] } })
  appendFileSync(join(folder, 'a.csv'), '5,6\n')
  expect(await fromFile(first)).toMatchObject({ code: 'file.changed' })
  expect(await fromFile({ ...Object(first), slice: { from: -1 } })).toMatchObject({ code: 'table.unreadable' })
  writeFileSync(join(folder, 'u.csv'), Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'))
  expect(await fromFile({ path: 'u.csv' }, { deliver: 'batches' })).toMatchObject({ code: 'table.unreadable' })
  writeFileSync(join(folder, 'q.csv'), 'a,b\n1,"2\n')
  expect(await fromFile({ path: 'q.csv' }, { deliver: 'batches' })).toMatchObject({ code: 'table.unreadable' })
  writeFileSync(join(folder, 'trong.csv'), 'a,b\n')
  expect(await fromFile({ path: 'trong.csv' }, { deliver: 'batches' })).toMatchObject({
    message: { body: { count: 0 } },
  })
  expect(await fromFile({ path: 'khong-co.csv' })).toMatchObject({ code: 'file.not-found' })
})

/** Bytes that are in use, without what only waits to be collected. */
function heldBytes(): number {
  collectGarbage()
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return arrayBuffers + heapUsed
}

test('a file beyond the memory of one message is cut without being held', async () => {
  const path = join(folder, 'lon.csv')
  const file = createWriteStream(path)
  file.write('Ma;Ten;GhiChu\n')
  for (let i = 0; i < 200_000; i++)
    if (!file.write(`0${i};Nguyễn Văn An;${'ghi chú '.repeat(40)}\n`))
      await new Promise<void>((done) => file.once('drain', () => done()))
  await new Promise<void>((done) => file.end(() => done()))
  let most = 0
  let looks = 0
  const before = heldBytes()
  const watch = setInterval(() => {
    looks += 1
    most = Math.max(most, heldBytes() - before)
  }, 100)
  const cut = await fromFile({ path: 'lon.csv' }, { deliver: 'batches', batchRows: 5000 })
  clearInterval(watch)
  const messages = 'kind' in cut && cut.kind === 'each' ? cut.messages : []
  expect(messages).toHaveLength(40)
  // The file has about 90 MB.
  expect(looks).toBeGreaterThan(0)
  expect(most).toBeLessThan(32_000_000)
  const last = await fromFile(messages.at(-1)?.body)
  expect(last).toMatchObject({ message: { body: { count: 5000, firstRow: 195_002 } } })
})
