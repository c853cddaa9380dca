import { expect, test } from 'vitest'
import { testNode, toMessage } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

test('asks the executor to run the other flow with the message, waiting unless told otherwise', async () => {
  const message = toMessage({ MaHoSo: '01' })
  const call = { kind: 'call', flow: 'gui-tin-nhan', message, port: 'out' }
  expect(await testNode({ definition, run }, { flow: 'gui-tin-nhan' }).send(message)).toEqual({ ...call, wait: true })
  expect(await testNode({ definition, run }, { flow: 'gui-tin-nhan', wait: false }).send(message)).toEqual({
    ...call,
    wait: false,
  })
})

test('the flow is named by its id', () => {
  expect(definition.settings.safeParse({ flow: 'Gửi tin nhắn' }).success).toBe(false)
  expect(definition.settings.safeParse({}).success).toBe(false)
})
