import { expect, test } from 'vitest'
import type { JoinEmission } from '#shared/node/run.ts'
import { testNode, toMessage } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const collect = (settings: unknown = {}) => testNode({ definition, run }, { key: 'ma', ...Object(settings) })

async function joining(settings: unknown, body: unknown): Promise<JoinEmission> {
  const emission = await collect(settings).send(body)
  if (emission.kind !== 'join') throw new Error(`it was ${emission.kind}`)
  return emission
}

test('a message joins the group of its key with what closes it', async () => {
  expect(await joining({ count: 'tong', timeout: 'PT5M', timeoutFrom: 'last' }, { ma: 7, tong: 3 })).toEqual({
    kind: 'join',
    key: '7',
    message: toMessage({ ma: 7, tong: 3 }),
    count: 3,
    timeout: { ms: 300_000, from: 'last' },
    late: 'error',
    rememberMs: 0,
    most: { parts: 100, bytes: 16_777_216 },
  })
  expect(await joining({ late: 'port', remember: 'P1D' }, { ma: 'a' })).toMatchObject({
    late: 'port',
    rememberMs: 86_400_000,
  })
})

test('the condition sees the bodies so far, and the message at hand as its root', async () => {
  const { when } = await joining({ when: '$sum($parts.phi) >= muc' }, { ma: '1', muc: 10, phi: 4 })
  const parts = (...fees: number[]) => fees.map((phi) => toMessage({ phi }))
  expect(await when?.(parts(5, 4))).toBe(false)
  expect(await when?.(parts(6, 4))).toBe(true)
})

test('the run of a group gives one message; the business keys and headers of the group stay', async () => {
  const message = { body: [], headers: { 'group-key': 'a', 'group-closed-by': 'time' }, keys: { ma: 'a' } }
  const parts = [toMessage({ ma: 'a', n: 1 }), toMessage({ ma: 'a', n: 2 })]
  expect(await collect().send(message, { parts })).toEqual({
    kind: 'emit',
    port: 'out',
    message: {
      ...message,
      body: [
        { ma: 'a', n: 1 },
        { ma: 'a', n: 2 },
      ],
      headers: { ...message.headers, 'parts-count': '2' },
    },
  })
})

test.each([
  [{}, {}],
  [{}, { ma: '' }],
  [{}, { ma: ['a'] }],
  [{}, { ma: 'a'.repeat(201) }],
  [{ count: 'tong' }, { ma: 'a' }],
  [{ count: '0' }, { ma: 'a' }],
  [{ count: '1.5' }, { ma: 'a' }],
])('settings %j refuse the message %j', async (settings, body) => {
  await expect(collect(settings).send(body)).rejects.toMatchObject({ data: { code: 'message.wrong-shape' } })
})

test("a part that comes late leaves through 'late' when the settings say so, decided by the group", async () => {
  expect((await joining({ late: 'port' }, { ma: 'a' })).late).toBe('port')
  expect((await joining({ late: 'error' }, { ma: 'a' })).late).toBe('error')
})
