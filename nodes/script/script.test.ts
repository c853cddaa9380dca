import { expect, test } from 'vitest'
import { inIsolate } from '#nodes/testing/isolate.ts'
import { emit } from '#shared/node/run.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const script = (code: string) => testNode({ definition, run }, { code }, { script: inIsolate })
const message = { body: { a: 2, ma: '001' }, headers: { x: 'y' }, keys: { maHoSo: '01' } }

test('what the code returns is the new body; headers and keys stay', async () => {
  expect(await script('return { kep: message.body.a * 2, ma: message.body.ma }').send(message)).toEqual(
    emit('out', { body: { kep: 4, ma: '001' }, headers: { x: 'y' }, keys: { maHoSo: '01' } }),
  )
})

test('a whole message can be returned; names of headers become lower-case and values text', async () => {
  expect(await script("return { body: 'x', headers: { 'X-So': 5 }, keys: { maHoSo: '02' } }").send(message)).toEqual(
    emit('out', { body: 'x', headers: { 'x-so': '5' }, keys: { maHoSo: '02' } }),
  )
  expect(await script('return { body: message.keys.maHoSo, khac: 1 }').send(message)).toMatchObject({
    message: { body: { body: '01', khac: 1 } },
  })
})

test.each(['const a = 1', 'return null', 'return { body: 1, headers: 5 }', 'return { body: 1, headers: { a: {} } }'])(
  'the result of %j is refused',
  async (code) => {
    await expect(script(code).send(message)).rejects.toMatchObject({ data: { code: 'message.wrong-shape' } })
  },
)

test('code, input and limits reach the sandbox as they are', async () => {
  const calls: unknown[] = []
  const node = testNode(
    { definition, run },
    { code: ['return', ' 1'], ms: 50 },
    {
      script: async (...call) => {
        calls.push(call)
        return 1
      },
    },
  )
  await node.send(message)
  expect(calls).toEqual([['return\n 1', message, { ms: 50, mb: 64 }]])
})

test('a message is not changed by a script that writes into it', async () => {
  await script('message.body.a = 99; return message.body').send(message)
  expect(message.body.a).toBe(2)
})
