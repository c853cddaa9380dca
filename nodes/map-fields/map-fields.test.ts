import { expect, test } from 'vitest'
import { emit } from '#shared/node/run.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const mapper = (settings: unknown) => testNode({ definition, run }, settings)
const mapping = [
  { target: 'code', value: { field: 'MaHoSo' } },
  { target: 'applicant', fields: [{ target: 'id', value: { field: 'ChuHoSo.CCCD' }, as: 'text' }] },
  { target: 'papers', each: { over: 'GiayTo', fields: [{ target: 'name', value: { field: 'Ten' } }] } },
]
const dossier = { MaHoSo: '000.01', ChuHoSo: { CCCD: '001199000123' }, GiayTo: { Ten: 'Đơn' } }

test('builds the target; headers and keys stay; a list of one is a list', async () => {
  const message = { body: dossier, headers: { a: 'b' }, keys: { maHoSo: '000.01' } }
  expect(await mapper({ mapping }).send(message)).toEqual(
    emit('out', {
      ...message,
      body: { code: '000.01', applicant: { id: '001199000123' }, papers: [{ name: 'Đơn' }] },
    }),
  )
})

test('keeps the input when so chosen: objects are merged, lists and leaves replaced, the input untouched', async () => {
  const body = { a: { x: 1, y: 2 }, ds: [1, 2], z: 'cũ' }
  const settings = {
    keep: 'all',
    mapping: [
      { target: 'a', fields: [{ target: 'y', value: 3 }] },
      { target: 'ds', each: { over: 'ds', value: { expr: '$ * 2' } } },
      { target: 'z', value: 'mới' },
    ],
  }
  const frozen = JSON.stringify(body)
  expect(await mapper(settings).send(body)).toMatchObject({
    message: { body: { a: { x: 1, y: 3 }, ds: [2, 4], z: 'mới' } },
  })
  expect(JSON.stringify(body)).toBe(frozen)
})

test('text cannot be kept as the start of an object', async () => {
  await expect(mapper({ keep: 'all', mapping: [] }).send('<a/>')).rejects.toMatchObject({
    data: { code: 'message.wrong-shape' },
  })
})

test('a missing required field stops the message with the whole path', async () => {
  await expect(mapper({ mapping }).send({ MaHoSo: '1', ChuHoSo: {} })).rejects.toMatchObject({
    data: { code: 'mapping.missing', message: { vi: expect.stringContaining('"applicant.id"') } },
  })
})

test('slow and fast expressions together give one body', async () => {
  const slow = { expr: '$reduce(so, function($a, $b) { $a + $b })' }
  expect(
    await mapper({
      mapping: [
        { target: 'tong', value: slow },
        { target: 'dau', value: { expr: 'so[0]' } },
      ],
    }).send({ so: [1, 2, 3] }),
  ).toMatchObject({
    message: { body: { tong: 6, dau: 1 } },
  })
})
