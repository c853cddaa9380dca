import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emit } from '#shared/node/run.ts'
import { testNode, toMessage } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const splitter = (settings: unknown = {}) => testNode({ definition, run }, settings)

test('each item becomes a message with its place in the headers and the keys of the whole', async () => {
  const message = { body: { DS: ['a', 'b'] }, headers: { 'x-nguon': 'mot-cua' }, keys: { maHoSo: '01' } }
  expect(await splitter({ over: 'DS' }).send(message)).toEqual({
    kind: 'each',
    port: 'out',
    inOrder: true,
    messages: [
      { body: 'a', headers: { 'x-nguon': 'mot-cua', 'split-index': '0', 'split-count': '2' }, keys: { maHoSo: '01' } },
      { body: 'b', headers: { 'x-nguon': 'mot-cua', 'split-index': '1', 'split-count': '2' }, keys: { maHoSo: '01' } },
    ],
  })
})

test('batches keep every item once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer(), { minLength: 1, maxLength: 50 }),
      fc.integer({ min: 2, max: 12 }),
      async (items, size) => {
        const sent = await splitter({ size }).send(items)
        const bodies = sent.kind === 'each' ? sent.messages.map((it) => it.body) : []
        expect(bodies.flat()).toEqual(items)
        for (const body of bodies.slice(0, -1)) expect(body).toHaveLength(size)
      },
    ),
    { numRuns: 60 },
  )
})

test('a list of one is split too, and a list inside the list stays whole', async () => {
  expect(await splitter().send([['a', 'b']])).toMatchObject({ messages: [{ body: ['a', 'b'] }] })
})

test('an empty list leaves through its own port as the whole message', async () => {
  const message = toMessage({ DS: [] })
  expect(await splitter({ over: 'DS' }).send(message)).toEqual(emit('empty', message))
})

test('what is no list is refused with its place, or taken as one or none when so chosen', async () => {
  for (const body of [{ DS: { Ten: 'x' } }, { DS: 'abc' }, {}])
    await expect(splitter({ over: 'DS' }).send(body)).rejects.toMatchObject({ data: { code: 'message.wrong-shape' } })
  const lenient = splitter({ over: 'DS', single: true })
  expect(await lenient.send({ DS: { Ten: 'x' } })).toMatchObject({ messages: [{ body: { Ten: 'x' } }] })
  expect(await lenient.send({})).toMatchObject({ port: 'empty' })
})

test('together instead of one after the other when so chosen', async () => {
  expect(await splitter({ inOrder: false }).send([1, 2])).toMatchObject({ kind: 'each', inOrder: false })
})
