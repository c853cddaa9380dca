import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { examplesIn, runExample } from '#nodes/testing/examples.ts'
import { handle } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const KEY = 'khoá ẩn danh của đơn vị thử'
const mask = (fields: readonly object[], more: object = {}, sharedKey = KEY) =>
  testNode(
    { definition, run },
    { fields, ...more },
    { connection: async () => handle('signing', {}, { sharedKey }, 'khoa') },
  )
const bodyOf = async (node: ReturnType<typeof mask>, body: unknown): Promise<unknown> => {
  const emission = await node.send(body)
  return emission.kind === 'emit' ? emission.message.body : emission
}
const keyed = { keyed: true, connection: 'khoa' }

test('fields are masked, replaced or dropped in every item of lists, and the rest stays in its order', async () => {
  const node = mask([{ path: 'ds.so' }, { path: 'ds.ma', how: 'hash' }, { path: 'bo', how: 'drop' }], keyed)
  const body = { a: '01', bo: { x: 1 }, ds: [{ so: '001199000123', ma: 'Đ1' }, { so: null }, { khac: 1 }] }
  const before = structuredClone(body)
  const made = await bodyOf(node, body)
  expect(made).toEqual({
    a: '01',
    ds: [{ so: '********0123', ma: createHmac('sha256', KEY).update('Đ1').digest('hex') }, { so: null }, { khac: 1 }],
  })
  expect(body).toEqual(before)
})

test('a value that is short, a number, a name or a list of numbers never stays whole', async () => {
  const node = mask([{ path: 'a' }])
  expect(await bodyOf(node, { a: '123' })).toEqual({ a: '***' })
  expect(await bodyOf(node, { a: 912345678 })).toEqual({ a: '*****5678' })
  expect(await bodyOf(node, { a: 'Nguyễn Thị Thử' })).toEqual({ a: '****** **ị Thử' })
  expect(await bodyOf(node, { a: ['0912345678', 1] })).toEqual({ a: ['******5678', '*'] })
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), async (a) => {
      fc.pre(/[\p{L}\p{Nd}]/u.test(a))
      expect(await bodyOf(mask([{ path: 'a', keep: 0 }]), { a })).not.toEqual({ a })
    }),
  )
})

test('what cannot be masked stops the message instead of leaving in full', async () => {
  for (const a of [{ b: 'bí mật' }, true])
    expect(
      await mask([{ path: 'a' }])
        .send({ a })
        .catch(toErrorData),
    ).toMatchObject({ code: 'message.wrong-shape' })
  expect(await bodyOf(mask([{ path: 'a.b.c' }]), { a: 'chữ' })).toEqual({ a: 'chữ' })
})

test('the same value gives the same code, also in another Unicode form; another key gives another code', async () => {
  const codes = async (value: string, key = KEY) => bodyOf(mask([{ path: 'a', how: 'hash' }], keyed, key), { a: value })
  const code = await codes('Đặng Thử')
  expect(await codes('Đặng Thử'.normalize('NFD'))).toEqual(code)
  expect(await codes('Đặng Thử', 'một khoá khác đủ dài')).not.toEqual(code)
})

test('one-way codes need a key that is long enough', async () => {
  expect(() => mask([{ path: 'a', how: 'hash' }])).toThrow()
  expect(() => mask([{ path: 'a', how: 'hash' }], { keyed: true })).toThrow()
  const failed = await mask([{ path: 'a', how: 'hash' }], keyed, 'ngắn')
    .send({ a: '1' })
    .catch(toErrorData)
  expect(failed).toMatchObject({ code: 'encrypt.wrong-key' })
  expect(JSON.stringify(failed)).not.toContain('ngắn"')
})

test('the worked example of its README gives what it states', async () => {
  const [example] = examplesIn(readFileSync(new URL('README.md', import.meta.url), 'utf8'))
  if (!example) throw new Error('no example')
  expect(await runExample({ definition, run }, example)).toMatchObject({ ...example.output, port: 'out' })
})
