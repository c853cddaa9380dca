import { expect, test } from 'vitest'
import { TEST_INSTANT, testNode, toMessage } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const choices = [{ id: 'dong-y', label: 'Đồng ý' }, { id: 'tu-choi' }]
const node = (more: Record<string, unknown> = {}) =>
  testNode({ definition, run }, { title: 'Duyệt', choices, deadline: 'P2D', ...more })

test('asks a person with what the message says, until the deadline', async () => {
  const message = toMessage({ MaHoSo: '001', Phi: 50_000, Kem: [{ Ten: 'Đơn', Ban: 1 }, 'Giấy phép'] })
  const fields = [
    { label: 'Mã', value: { field: 'MaHoSo' } },
    { label: 'Phí', value: { expr: 'Phi * 2' } },
    { label: 'Kèm', value: { field: 'Kem' } },
    { label: 'Trống', value: { expr: 'KhongCo' } },
  ]
  expect(await node({ title: { expr: '"Duyệt " & MaHoSo' }, fields, role: 'admin' }).send(message)).toEqual({
    kind: 'await',
    waits: {
      for: 'person',
      task: {
        title: 'Duyệt 001',
        fields: [
          { label: 'Mã', value: '001' },
          { label: 'Phí', value: '100000' },
          { label: 'Kèm', value: 'Ten: Đơn; Ban: 1\nGiấy phép' },
          { label: 'Trống', value: '' },
        ],
        choices: [
          { id: 'dong-y', label: 'Đồng ý' },
          { id: 'tu-choi', label: 'tu-choi' },
        ],
        role: 'admin',
        commentRequired: false,
      },
    },
    until: Date.parse(TEST_INSTANT) + 2 * 86_400_000,
    port: 'dong-y',
    late: 'timeout',
    message,
  })
})

test('a long value is shown cut, so that a list of tasks stays readable', async () => {
  const emission = await node({ fields: [{ label: 'x', value: { field: 'x' } }] }).send({ x: 'y'.repeat(9000) })
  const shown = emission.kind === 'await' && emission.waits.for === 'person' ? emission.waits.task.fields[0]?.value : ''
  expect(shown).toHaveLength(2000)
  expect(shown?.endsWith('…')).toBe(true)
})

test('a field that should be there and is not stops the message', async () => {
  const asked = node({ fields: [{ label: 'Mã', value: { field: 'MaHoSo' } }] })
  await expect(asked.send({})).rejects.toMatchObject({ data: { code: 'mapping.missing' } })
})

test('decisions have different ids that are no other port, and there is at least one', () => {
  const ok = (list: unknown) => definition.settings.safeParse({ title: 'x', choices: list, deadline: 'P1D' }).success
  expect(ok(choices)).toBe(true)
  expect(ok([])).toBe(false)
  expect(ok([{ id: 'timeout' }])).toBe(false)
  expect(ok([{ id: 'a' }, { id: 'a' }])).toBe(false)
})

test('counted in working days the deadline passes over days off, and must be whole days', async () => {
  const friday = Date.parse('2026-01-09T09:00:00+07:00')
  const task = testNode({ definition, run }, { title: 'Duyệt', choices, deadline: 'P2D', counting: 'working-days' })
  const emission = await task.send({}, { now: () => friday })
  expect(emission.kind === 'await' && emission.until).toBe(Date.parse('2026-01-13T09:00:00+07:00'))
  const hours = { title: 'x', choices, deadline: 'PT8H', counting: 'working-days' }
  expect(definition.settings.safeParse(hours).success).toBe(false)
})
