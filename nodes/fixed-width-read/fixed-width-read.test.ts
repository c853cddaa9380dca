import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { encodeBytes } from '#shared/vietnam/encodings/convert.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const columns = [
  { name: 'ma', start: 1, length: 5 },
  { name: 'ten', start: 6, length: 10 },
  { name: 'tien', start: 16, length: 6, align: 'right', pad: '0', type: 'number' },
]
const node = (settings: object = {}) => testNode({ definition, run }, { columns, ...settings })
const read = (content: string, settings: object = {}) => node(settings).send({ content }).catch(toErrorData)

test('columns stand at their places in characters; zeros stay in text and go in numbers', async () => {
  expect(await read('00123Trần Ân   000150\r\n     Đỗ        000000\n')).toMatchObject({
    port: 'out',
    message: {
      body: {
        rows: [
          { ma: '00123', ten: 'Trần Ân', tien: 150 },
          { ma: '', ten: 'Đỗ', tien: 0 },
        ],
      },
    },
  })
})

test('decomposed letters take one place', async () => {
  expect(await read('00123Trần Ân   000150\n'.normalize('NFD'))).toMatchObject({
    message: { body: { rows: [{ ten: 'Trần Ân', tien: 150 }] } },
  })
})

for (const charset of ['utf-8', 'tcvn3', 'cp1258'] as const)
  test(`columns stand at their places in bytes of ${charset}`, async () => {
    const encoded = (text: string) => Buffer.from(charset === 'utf-8' ? Buffer.from(text) : encodeBytes(text, charset))
    const name = encoded('Hường Ân')
    const line = Buffer.concat([
      Buffer.from('00123'),
      name,
      Buffer.alloc(14 - name.length, 32),
      Buffer.from('000150\n'),
    ])
    const wide = [
      { name: 'ma', start: 1, length: 5 },
      { name: 'ten', start: 6, length: 14 },
      { name: 'tien', start: 20, length: 6 },
    ]
    const sent = await read(Buffer.concat([line, line]).toString('base64'), {
      source: 'base64',
      unit: 'bytes',
      charset,
      columns: wide,
    })
    expect(sent).toMatchObject({
      message: { body: { rows: Array(2).fill({ ma: '00123', ten: 'Hường Ân', tien: '000150' }) } },
    })
  })

test('lines that are short, long or wrong are told by their number, in the order of the file', async () => {
  const text = 'TIÊU ĐỀ\n00123Trần Ân   000150\n00124\n00125Lê        00x150\n00126Lê        000150 thừa\n'
  const sent = await read(text, { skip: 1, onBad: 'port' })
  expect(sent).toMatchObject({
    kind: 'fan',
    outputs: [
      { port: 'out', message: { body: { count: 1 } } },
      {
        port: 'invalid',
        message: {
          body: {
            invalid: [
              { row: 3, reason: 'Dòng 3: dài 5, cần 21' },
              { row: 4, reason: expect.stringContaining('cột "tien"') },
              { row: 5, reason: 'Dòng 5: dài 26, cần 21' },
            ],
          },
        },
      },
    ],
  })
  expect(await read('00124\n', { short: true })).toMatchObject({
    message: { body: { rows: [{ ma: '00124', ten: '', tien: null }] } },
  })
})

test('a broken letter in one line does not stop the others; UTF-16 by bytes, overlaps and too many lines are refused', async () => {
  const bytes = Buffer.concat([
    Buffer.from('00123An        000150\n00124'),
    Buffer.from([0xe1, 0xba]),
    Buffer.from('        000150\n'),
  ])
  const base64 = bytes.toString('base64')
  const settings = { source: 'base64', unit: 'bytes', charset: 'utf-8', onBad: 'list' }
  expect(await read(base64, settings)).toMatchObject({ message: { body: { count: 1, invalid: [{ row: 2 }] } } })
  expect(await read(base64, { ...settings, charset: 'utf-16le' })).toMatchObject({ code: 'table.unreadable' })
  expect(await read('00123An        000150\n'.repeat(3), { maxRows: 2 })).toMatchObject({ code: 'table.too-large' })
  expect(() =>
    node({
      columns: [
        { name: 'a', start: 1, length: 5 },
        { name: 'b', start: 5, length: 2 },
      ],
    }),
  ).toThrow()
})

test('a file at a connection is read', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lt-fixed-')))
  writeFileSync(join(folder, 'a.txt'), '00123An        000150\n')
  const partners = realPartners([handle('folder', { folder }, {}, 'kho')])
  const fromFile = testNode({ definition, run }, { columns, source: 'file', connection: 'kho' }, partners)
  expect(await fromFile.send({ path: 'a.txt' })).toMatchObject({
    message: { body: { count: 1, file: { name: 'a.txt' } } },
  })
  rmSync(folder, { recursive: true })
})
