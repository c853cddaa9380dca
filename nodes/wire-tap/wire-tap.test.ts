import { expect, test } from 'vitest'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

test('the message leaves through out and an equal copy through tap, in this order', async () => {
  const message = { body: { MaHoSo: '01' }, headers: { a: 'b' }, keys: { maHoSo: '01' } }
  expect(await testNode({ definition, run }).send(message)).toEqual({
    kind: 'fan',
    outputs: [
      { port: 'out', message },
      { port: 'tap', message },
    ],
  })
})
