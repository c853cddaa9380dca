import { expect, test } from 'vitest'
import type { CodeTables } from '#shared/expression/scope.ts'
import { emit } from '#shared/node/run.ts'
import { testNode, toMessage } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const rows = [
  { code: '04', name: 'Đang xử lý', extra: { maDich: '2' }, from: '2020-01-01', to: '2025-06-30' },
  { code: '04', name: 'Đang giải quyết', extra: { maDich: '5' }, from: '2025-07-01', to: '9999-12-31' },
  { code: '10', name: 'Đã trả kết quả', from: '2020-01-01', to: '9999-12-31' },
]
const tables: CodeTables = {
  lookup: (table, code, asOf = '2026-01-05') =>
    table === 'trang-thai' ? rows.find((row) => row.code === code && row.from <= asOf && asOf <= row.to) : undefined,
}
const mapper = (settings: Record<string, unknown> = {}) =>
  testNode(
    { definition, run },
    { table: 'trang-thai', from: { field: 'TrangThai' }, to: 'TenTrangThai', ...settings },
    { tables },
  )

test('writes the name of the code beside the rest of the body', async () => {
  const body = { TrangThai: '04', a: 1 }
  expect(await mapper().send(body)).toEqual(emit('out', toMessage({ ...body, TenTrangThai: 'Đang giải quyết' })))
  expect(body).toEqual({ TrangThai: '04', a: 1 })
})

test('the date decides which row counts', async () => {
  const node = mapper({ asOf: 'Ngay' })
  expect(await node.send({ TrangThai: '04', Ngay: '2025-06-30T23:00:00+07:00' })).toMatchObject({
    message: { body: { TenTrangThai: 'Đang xử lý' } },
  })
  await expect(node.send({ TrangThai: '04', Ngay: '30/06/2025' })).rejects.toMatchObject({
    data: { code: 'message.wrong-shape' },
  })
})

test('another column or the whole row can be taken, into a nested field', async () => {
  expect(
    await mapper({ take: 'extra', extra: 'maDich', to: 'a.b.ma' }).send({ TrangThai: '04', a: { x: 1 } }),
  ).toMatchObject({
    message: { body: { a: { x: 1, b: { ma: '5' } } } },
  })
  expect(await mapper({ take: 'row', to: 'TrangThai' }).send({ TrangThai: '04' })).toMatchObject({
    message: { body: { TrangThai: { code: '04', name: 'Đang giải quyết', maDich: '5' } } },
  })
  await expect(mapper({ take: 'extra', extra: 'maDich' }).send({ TrangThai: '10' })).rejects.toMatchObject({
    data: { code: 'mapping.missing' },
  })
})

test('an unknown code stops, stays, takes a default or leaves through its port', async () => {
  const body = { TrangThai: '4' }
  await expect(mapper().send(body)).rejects.toMatchObject({ data: { code: 'code-table.unknown-code' } })
  expect(await mapper({ unknown: 'keep' }).send(body)).toMatchObject({ message: { body: { TenTrangThai: '4' } } })
  expect(await mapper({ unknown: 'default', default: 'Khác' }).send(body)).toMatchObject({
    message: { body: { TenTrangThai: 'Khác' } },
  })
  expect(await mapper({ unknown: 'port' }).send(body)).toEqual(emit('unknown', toMessage(body)))
})

test('a missing field is an error with its place; blank is an unknown code', async () => {
  await expect(mapper({ unknown: 'keep' }).send({})).rejects.toMatchObject({ data: { code: 'mapping.missing' } })
  expect(await mapper({ unknown: 'port' }).send({ TrangThai: '' })).toMatchObject({ port: 'unknown' })
})

test('does not write through lists and text, nor to names that reach a prototype', async () => {
  await expect(mapper({ to: 'a.b' }).send({ TrangThai: '04', a: [1] })).rejects.toMatchObject({
    data: { code: 'message.wrong-shape' },
  })
  await expect(mapper({ from: '04' }).send('text')).rejects.toMatchObject({ data: { code: 'message.wrong-shape' } })
  for (const to of ['__proto__.x', 'a.constructor', 'a..b', '']) expect(() => mapper({ to })).toThrow()
})
