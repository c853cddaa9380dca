import { expect, test } from 'vitest'
import { TEST_INSTANT, testNode, toMessage } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const node = (key = 'MaHoSo', timeout = 'P3D') =>
  testNode({ definition, run }, { topic: 'ket-qua-thanh-toan', key, timeout })

test('waits for the key of the message until the time is up', async () => {
  const message = toMessage({ MaHoSo: '000.00.00.H22-260105-0001' })
  expect(await node().send(message)).toEqual({
    kind: 'await',
    waits: { for: 'callback', topic: 'ket-qua-thanh-toan', key: '000.00.00.H22-260105-0001' },
    until: Date.parse(TEST_INSTANT) + 3 * 86_400_000,
    port: 'out',
    late: 'timeout',
    message,
  })
})

test('a number is a key, and text is the same key however its accents are composed', async () => {
  expect(await node().send({ MaHoSo: 17 })).toMatchObject({ waits: { key: '17' } })
  expect(await node().send({ MaHoSo: 'hồ sơ'.normalize('NFD') })).toMatchObject({ waits: { key: 'hồ sơ' } })
})

test.each([undefined, null, '', 'x'.repeat(201), { a: 1 }, true])('refuses %j as key', async (MaHoSo) => {
  await expect(node().send({ MaHoSo })).rejects.toMatchObject({ data: { code: 'message.wrong-shape' } })
})

test('the time-out must be given, and end within a year', () => {
  const settings = { topic: 'a', key: 'b' }
  expect(definition.settings.safeParse(settings).success).toBe(false)
  for (const timeout of ['PT0S', 'P367D', '3 ngày'])
    expect(definition.settings.safeParse({ ...settings, timeout }).success).toBe(false)
  expect(definition.settings.safeParse({ ...settings, timeout: 'P366D' }).success).toBe(true)
})
