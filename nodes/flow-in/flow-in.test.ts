import { expect, test } from 'vitest'
import { emit } from '#shared/node/run.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

test('the message of the caller enters the flow with its headers and keys', async () => {
  const message = { body: { a: '01' }, headers: { x: 'y' }, keys: { maHoSo: '01' } }
  expect(await testNode({ definition, run }).send(message)).toEqual(emit('out', message))
})

test('nothing can be wired into it', () => {
  expect(definition.input).toBe(false)
})
