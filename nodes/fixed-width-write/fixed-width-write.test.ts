import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { definition as readDefinition } from '#nodes/fixed-width-read/definition.ts'
import { run as readRun } from '#nodes/fixed-width-read/run.ts'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const columns = [
  { name: 'tien', start: 20, length: 6, align: 'right', pad: '0', type: 'number' },
  { name: 'ma', start: 1, length: 5, required: true },
  { name: 'ten', start: 8, length: 10 },
]
const write = (rows: unknown, settings: object = {}, tools = {}) =>
  testNode({ definition, run }, { columns, lineEnd: 'lf', ...settings }, tools)
    .send({ rows })
    .catch(toErrorData)

test('each value stands at its place, gaps are spaces, in whatever order columns are named', async () => {
  expect(await write([{ ma: '00123', ten: 'Trần Ân', tien: 150 }, { ma: '7' }])).toMatchObject({
    message: { body: '00123  Trần Ân     000150\n7                        \n' },
  })
})

test('what does not fit is an error with its row, by characters or by bytes, and nothing is cut', async () => {
  for (const row of [{ ma: '123456' }, { ten: 'x' }, { ma: '1', ten: 'a\nb' }, { ma: '1', tien: 'x' }])
    expect(await write([{ ma: '1' }, row])).toMatchObject({
      code: 'table.unwritable',
      message: { vi: expect.stringContaining('dòng 2') },
    })
  expect(await write([{ ma: '1', ten: 'ễễễễ' }])).toMatchObject({ port: 'out' })
  expect(await write([{ ma: '1', ten: 'ễễễễ' }], { unit: 'bytes' })).toMatchObject({ code: 'table.unwritable' })
  expect(await write([{ ma: '漢' }], { unit: 'bytes', charset: 'tcvn3', as: 'base64' })).toMatchObject({
    code: 'table.unwritable',
  })
})

test('a file is written in the chosen character set; one that is there stays and leaves by its port', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lt-fixed-')))
  const partners = realPartners([handle('folder', { folder }, {}, 'kho')])
  const settings = { as: 'file', connection: 'kho', path: 'a.txt', charset: 'tcvn3', unit: 'bytes' }
  expect(await write([{ ma: '1', ten: 'Đỗ' }], settings, partners)).toMatchObject({ port: 'out' })
  expect(readFileSync(join(folder, 'a.txt'))).toHaveLength(26)
  writeFileSync(join(folder, 'a.txt'), 'khác')
  expect(await write([{ ma: '1' }], { ...settings, ifExists: 'keep' }, partners)).toMatchObject({ port: 'exists' })
  rmSync(folder, { recursive: true })
})

for (const unit of ['characters', 'bytes'])
  test(`what is written by ${unit} comes back the same`, async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'ễ', 'Đ', '0', ' '), maxLength: 3 }).map((it) => it.trim())
    const form = {
      unit,
      columns: [
        { name: 'a', start: 1, length: 9 },
        { name: 'b', start: 12, length: 9, align: 'right' },
      ],
    }
    const reader = testNode({ definition: readDefinition, run: readRun }, { ...form, content: { expr: '$' } })
    const writer = testNode({ definition, run }, form)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ a: text, b: text }), { minLength: 1, maxLength: 4 }), async (rows) => {
        const written = await writer.send({ rows })
        const sent = await reader.send(written.kind === 'emit' ? written.message.body : written)
        const kept = rows.filter(({ a, b }) => a !== '' || b !== '')
        expect(sent.kind === 'emit' ? Reflect.get(Object(sent.message.body), 'rows') : sent).toEqual(kept)
      }),
      { numRuns: 60 },
    )
  })
