import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { definition as readDefinition } from '#nodes/excel-read/definition.ts'
import { run as readRun } from '#nodes/excel-read/run.ts'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

let folder: string
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'lt-excel-')))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (rows: unknown, settings: object = {}) =>
  testNode({ definition, run }, settings, realPartners([handle('folder', { folder }, {}, 'kho')]))
    .send({ rows })
    .catch(toErrorData)
const back = async (rows: unknown, settings: object = {}, reading: object = {}) => {
  const sent = await write(rows, settings)
  if (!('kind' in sent) || sent.kind !== 'emit') throw new Error(JSON.stringify(sent))
  const read = await testNode({ definition: readDefinition, run: readRun }, reading).send({
    content: sent.message.body,
  })
  return read.kind === 'emit' ? Reflect.get(Object(read.message.body), 'rows') : read
}

const columns = [
  { name: 'ma', title: 'Mã', type: 'digits', width: 5 },
  { name: 'ten', title: 'Tên' },
  { name: 'tien', title: 'Tiền', type: 'number' },
  { name: 'sinh', title: 'Sinh', type: 'date' },
]

test('codes keep zeros, numbers and days are real, and a partial date is not filled up', async () => {
  const rows = [
    { ma: 4, ten: '=1+1', tien: 1250.5, sinh: '2026-01-05' },
    { ma: '00007', ten: '0912345678', tien: '12345678901234567', sinh: '1975' },
    { ma: '', ten: 'x_x000D_y', tien: null, sinh: '2026-01-05T08:30:15+07:00' },
  ]
  expect(await back(rows, { columns })).toEqual([
    { Mã: '00004', Tên: '=1+1', Tiền: '1250.5', Sinh: '2026-01-05' },
    { Mã: '00007', Tên: '0912345678', Tiền: '12345678901234567', Sinh: '1975' },
    { Mã: '', Tên: 'x_x000D_y', Tiền: '', Sinh: '2026-01-05T08:30:15+07:00' },
  ])
})

test.skipIf(process.env.CI !== 'true' && ['xmllint', 'unzip'].some((it) => spawnSync(it, ['-v']).error !== undefined))(
  'unzip finds the archive whole and xmllint every part well-formed',
  async () => {
    const settings = { columns, as: 'file', connection: 'kho', path: 'bao-cao.xlsx' }
    expect(await write([{ ma: 4, ten: 'Nguyễn <&>', tien: 3, sinh: '2026-01-05' }], settings)).toMatchObject({
      port: 'out',
    })
    expect(spawnSync('unzip', ['-q', 'bao-cao.xlsx', '-d', 'x'], { cwd: folder }).status).toBe(0)
    const parts = ['[Content_Types].xml', 'xl/workbook.xml', 'xl/styles.xml', 'xl/worksheets/sheet1.xml', '_rels/.rels']
    for (const part of parts)
      expect(spawnSync('xmllint', ['--noout', join('x', part)], { cwd: folder }).status, part).toBe(0)
    const sheet = readFileSync(join(folder, 'x/xl/worksheets/sheet1.xml'), 'utf8')
    expect(sheet).toContain('state="frozen"')
    expect(sheet).toContain('<c r="D2" s="3"><v>46027</v></c>')
    expect(sheet).toContain('<c r="C2" s="0"><v>3</v></c>')
  },
)

test('the same rows give the same bytes, and a file that is there stays when so chosen', async () => {
  const rows = [{ a: '01' }]
  expect(await write(rows)).toEqual(await write(rows))
  writeFileSync(join(folder, 'a.xlsx'), 'khác')
  const settings = { as: 'file', connection: 'kho', path: 'a.xlsx', ifExists: 'keep' }
  expect(await write(rows, settings)).toMatchObject({ port: 'exists' })
})

test('what cannot be a cell is an error with its row', async () => {
  expect(await write([{ a: 'x' }, { a: 'x'.repeat(40_000) }])).toMatchObject({
    code: 'table.unwritable',
    message: { vi: expect.stringContaining('dòng 3') },
  })
  expect(await write([{ sinh: 'hôm qua' }], { columns })).toMatchObject({ code: 'table.unwritable' })
  expect(await write('x')).toMatchObject({ code: 'message.wrong-shape' })
})

test('any text comes back the same', async () => {
  const cell = fc.string({ unit: fc.constantFrom(...'0=+-@<&"\'ắ_x000D', '\n', '\u0007'), minLength: 1, maxLength: 12 })
  const trimmed = cell.map((it) => it.trim()).filter((it) => it !== '')
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ x: trimmed, y: trimmed }), { minLength: 1, maxLength: 4 }), async (rows) => {
      expect(await back(rows)).toEqual(rows)
    }),
    { numRuns: 40 },
  )
})
