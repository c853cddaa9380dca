import { expect, test } from 'vitest'
import { drop, emit } from '#shared/node/run.ts'
import { testNode, toMessage } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

test('what meets the condition goes on unchanged', async () => {
  const message = toMessage({ TrangThai: '10', CCCD: '001199000123' })
  expect(await testNode({ definition, run }, { when: 'TrangThai = "10"' }).send(message)).toEqual(emit('out', message))
})

test('the rest ends here, or leaves through its port when so chosen', async () => {
  const message = toMessage({ TrangThai: '4' })
  expect(await testNode({ definition, run }, { when: 'TrangThai = "10"' }).send(message)).toEqual(drop())
  const kept = testNode({ definition, run }, { when: 'TrangThai = "10"', rejected: 'port' })
  expect(await kept.send(message)).toEqual(emit('rejected', message))
})

test('truth is that of JSONata: nothing, zero, blank and empty lists are false', async () => {
  const node = testNode({ definition, run }, { when: 'x' })
  for (const x of [undefined, null, 0, '', [], {}, [0, '']]) expect(await node.send({ x })).toEqual(drop())
  for (const x of [1, 'a', [0, 1], { a: 0 }, true]) expect(await node.send({ x })).toMatchObject({ port: 'out' })
})

test('headers and business keys can be asked', async () => {
  const node = testNode({ definition, run }, { when: "$headers.`x-nguon` = 'mot-cua' and $keys.maHoSo = '01'" })
  const message = { body: {}, headers: { 'x-nguon': 'mot-cua' }, keys: { maHoSo: '01' } }
  expect(await node.send(message)).toEqual(emit('out', message))
  expect(await node.send({ ...message, keys: { maHoSo: '1' } })).toEqual(drop())
})
