import { expect, test } from 'vitest'
import { emit } from '#shared/node/run.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const part = (body: unknown, index: number, count: number) => ({
  body,
  headers: { 'split-index': String(index), 'split-count': String(count) },
  keys: {},
})
const whole = { body: { DS: [1, 2, 3] }, headers: { 'x-nguon': 'mot-cua' }, keys: { maHoSo: '01' } }

test('makes one message of the bodies, with headers and keys of the message before the split', async () => {
  const node = testNode({ definition, run })
  const parts = [part({ ma: '01' }, 0, 2), part({ ma: '02' }, 1, 2)]
  expect(await node.send(whole, { parts })).toEqual(
    emit('out', {
      body: [{ ma: '01' }, { ma: '02' }],
      headers: { 'x-nguon': 'mot-cua', 'parts-count': '2', 'parts-missing': '0' },
      keys: { maHoSo: '01' },
    }),
  )
})

test('counts the parts that ended on the way', async () => {
  const sent = await testNode({ definition, run }).send(whole, { parts: [part('a', 0, 3)] })
  expect(sent).toMatchObject({ message: { body: ['a'], headers: { 'parts-count': '1', 'parts-missing': '2' } } })
})

test('copies that a recipient list made of one item do not hide another item that ended on the way', async () => {
  const parts = [part('thuế', 0, 3), part('tư pháp', 0, 3), part('đất đai', 0, 3), part('thuế', 2, 3)]
  const sent = await testNode({ definition, run }).send(whole, { parts })
  expect(sent).toMatchObject({ message: { headers: { 'parts-count': '4', 'parts-missing': '1' } } })
})

test('an expression sees the bodies as $parts and the other names as usual', async () => {
  const settings = {
    combine: 'expression',
    expression: '{ "tong": $sum($parts.phi), "ma": $keys.maHoSo, "dau": $parts[0].phi }',
  }
  const parts = [part({ phi: 5 }, 0, 2), part({ phi: 7 }, 1, 2)]
  expect(await testNode({ definition, run }, settings).send(whole, { parts })).toMatchObject({
    message: { body: { tong: 12, ma: '01', dau: 5 } },
  })
})

test('an expression that gives nothing is an error, not an empty message', async () => {
  const node = testNode({ definition, run }, { combine: 'expression', expression: '$parts.khongCo' })
  await expect(node.send(whole, { parts: [part({}, 0, 1)] })).rejects.toMatchObject({
    data: { code: 'message.wrong-shape' },
  })
})

test('outside of a split the message is its only part', async () => {
  expect(await testNode({ definition, run }).send('a')).toMatchObject({ port: 'out', message: { body: ['a'] } })
})
