import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { codeTableSchema } from '#shared/api/platform.ts'
import type { CodeTables } from '#shared/expression/scope.ts'
import { testNode } from '#shared/node/testing.ts'
import { oldProvinces } from '#shared/vietnam/units/provinces.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const tableFile = (name: string) =>
  codeTableSchema.parse(JSON.parse(readFileSync(new URL(`../../flows/danh-muc/${name}.json`, import.meta.url), 'utf8')))
const provinces = tableFile('tinh-2004-sang-2025')
const sample = tableFile('xa-chuyen-ma-mau')
const all = [provinces, sample]
const tables: CodeTables = {
  lookup(table, code, asOf = '2026-01-05') {
    const rows = all.find((it) => it.id === table)?.rows ?? []
    const row = rows.find((it) => it.code === code && (it.from ?? '') <= asOf && asOf <= (it.to ?? '9999'))
    return row && { code: row.code, name: row.name, ...(row.extra ? { extra: row.extra } : {}) }
  },
}
const node = (settings: Record<string, unknown> = {}) =>
  testNode(
    { definition, run },
    { table: provinces.id, from: { field: 'ma' }, to: 'moi.ma', nameTo: 'moi.ten', ...settings },
    { tables },
  )

test('every province of before 1 July 2025 becomes exactly one of today', async () => {
  expect(provinces.rows).toHaveLength(63)
  for (const { code, name, since2025 } of oldProvinces)
    expect(await node({ name: { field: 'ten' } }).send({ ma: code, ten: name }), name).toMatchObject({
      port: 'exact',
      message: { body: { moi: { ma: since2025 } } },
    })
})

test('a number that means another province today is uncovered by the name', async () => {
  const named = node({ name: { field: 'ten' } })
  expect(await named.send({ ma: '52', ten: 'Bình Định' })).toMatchObject({
    port: 'exact',
    message: { body: { moi: { ma: '52', ten: 'Gia Lai' } } },
  })
  const wrong = await named.send({ ma: '52', ten: 'Tỉnh Gia Lai' })
  expect(wrong).toMatchObject({
    port: 'unknown',
    message: { body: { ma: '52', KetQuaChuyenMa: { ketQua: 'unknown', tenCu: 'Bình Định' } } },
  })
  expect(wrong).not.toHaveProperty('message.body.moi')
})

test('a split commune goes to a person with all that is possible, and no code is chosen', async () => {
  const split = sample.rows.find((row) => String(row.extra?.maMoi).includes(';'))
  const sent = await node({ table: sample.id }).send({ ma: split?.code })
  expect(sent).toMatchObject({ port: 'review', message: { body: { KetQuaChuyenMa: { ketQua: 'split' } } } })
  expect(sent).not.toHaveProperty('message.body.moi')
})

test('an unknown or blank code leaves through its port, and so does one that did not hold yet', async () => {
  for (const ma of ['99', '', ' ', null, '1'])
    expect(await node().send({ ma })).toMatchObject({
      port: 'unknown',
      message: { body: { KetQuaChuyenMa: { ketQua: 'unknown' } } },
    })
  expect(await node({ asOf: '"2025-06-30"' }).send({ ma: '24' })).toMatchObject({ port: 'unknown' })
  expect(await node({ asOf: '"2025-07-01"' }).send({ ma: '24' })).toMatchObject({ port: 'exact' })
})

test('wrong types, missing fields and a row without new code are errors', async () => {
  const code = async (sent: Promise<unknown>) => expect(sent).rejects
  await (await code(node().send({}))).toMatchObject({ data: { code: 'mapping.missing' } })
  await (await code(node().send({ ma: ['24'] }))).toMatchObject({ data: { code: 'message.wrong-shape' } })
  await (await code(node({ name: { field: 'ten' } }).send({ ma: '24', ten: 7 }))).toMatchObject({
    data: { code: 'message.wrong-shape' },
  })
  const empty = { lookup: () => ({ code: '24', name: 'x' }) }
  await (await code(node().send({ ma: '24' }, { tables: empty }))).toMatchObject({ data: { code: 'mapping.missing' } })
})

test('what comes with the program says in its title that it is not the official list', () => {
  for (const { title } of all) expect(title).toContain('không phải danh mục chính thức')
})
