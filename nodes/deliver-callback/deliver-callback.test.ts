import { expect, test } from 'vitest'
import type { Message } from '#shared/message/message.ts'
import type { StepContext } from '#shared/node/run.ts'
import { testNode, toMessage } from '#shared/node/testing.ts'
import type { DeliveryOutcome } from '#shared/node/wait.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

type Callback = Parameters<StepContext['deliver']>[0]

const body = { MaHoSo: '001', GiaoDich: 'G1' }
const message: Message = { ...toMessage(body), headers: { a: 'b' }, keys: { ma: '001' } }

/** Delivers to an engine that answers with this outcome; gives what it was handed and what left. */
async function delivered(settings: Record<string, unknown>, outcome: DeliveryOutcome = 'delivered', input = message) {
  const handed: Callback[] = []
  const node = testNode({ definition, run }, { topic: 'ket-qua', key: 'MaHoSo', ...settings })
  const deliver = async (callback: Callback) => {
    handed.push(callback)
    return outcome === 'delivered' ? { outcome, run: 'R1' } : { outcome }
  }
  return { emission: await node.send(input, { deliver }), handed: handed[0] }
}

test('hands over body and headers under the key, to be kept for seven days', async () => {
  const { handed } = await delivered({})
  expect(handed).toMatchObject({ topic: 'ket-qua', key: '001', message: { body, headers: { a: 'b' }, keys: {} } })
  expect(handed?.parkMs).toBe(7 * 86_400_000)
  expect((await delivered({ park: 'PT1H' })).handed?.parkMs).toBe(3_600_000)
  expect((await delivered({ unknown: 'refuse' })).handed?.parkMs).toBe(0)
})

test.each([
  ['delivered', 200, 'out'],
  ['duplicate', 200, 'out'],
  ['parked', 202, 'out'],
  ['nobody', 404, 'nobody'],
] as const)('what is %s answers the caller with %i and leaves through %s', async (outcome, status, port) => {
  const { emission } = await delivered({}, outcome)
  expect(emission).toMatchObject({
    kind: 'reply',
    port,
    reply: { status, body: { outcome } },
    message: { body: { outcome } },
  })
  expect((await delivered({ answer: false }, outcome)).emission).toMatchObject({ kind: 'emit', port })
})

test('two callbacks are the same when their content is, or when the officer’s expression says so', async () => {
  const other = { ...message, body: { ...body, them: 1 } }
  const digest = async (settings: Record<string, unknown>, input = message) =>
    (await delivered(settings, 'delivered', input)).handed?.digest
  expect(await digest({})).toBe(await digest({}, { ...message, headers: {} }))
  expect(await digest({})).not.toBe(await digest({}, other))
  expect(await digest({ dedupe: 'GiaoDich' })).toBe(await digest({ dedupe: 'GiaoDich' }, other))
})

test('a callback without a key is refused', async () => {
  await expect(delivered({ key: 'KhongCo' })).rejects.toMatchObject({ data: { code: 'message.wrong-shape' } })
})
