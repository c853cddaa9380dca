import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { emit } from '#shared/node/run.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { keptTree, onlyKept, renamed, without } from './edits.ts'
import { run } from './run.ts'

const edit = (edits: readonly object[], more: object = {}) => testNode({ definition, run }, { edits, ...more })
const bodyOf = async (node: ReturnType<typeof edit>, body: unknown): Promise<unknown> => {
  const emission = await node.send(body)
  return emission.kind === 'emit' ? emission.message.body : emission
}

test('the order of fields stays: a replaced or renamed field keeps its place, a new one comes last', async () => {
  const node = edit([
    { do: 'rename', path: 'b', name: 'B' },
    { path: 'a', value: 'mới' },
    { path: 'd.e', value: '007' },
  ])
  expect(JSON.stringify(await bodyOf(node, { a: '1', b: '02', c: 3 }))).toBe(
    '{"a":"mới","B":"02","c":3,"d":{"e":"007"}}',
  )
})

test('headers and keys stay and the input is never changed', async () => {
  const body = { a: { b: '01', c: [{ d: 1 }] } }
  const before = structuredClone(body)
  const message = { body, headers: { x: 'y' }, keys: { maHoSo: '01' } }
  const node = edit([
    { do: 'remove', path: 'a.c.d' },
    { do: 'move', path: 'a.b', to: 'ma.so' },
  ])
  expect(await node.send(message)).toEqual(emit('out', { ...message, body: { a: { c: [{}] }, ma: { so: '01' } } }))
  expect(body).toEqual(before)
})

test('changes follow one another, while formulas and conditions see the body as it arrived', async () => {
  const node = edit([
    { do: 'rename', path: 'a', name: 'b' },
    { do: 'rename', path: 'b', name: 'c' },
    { path: 'd', value: { expr: 'a & "!"' } },
    { path: 'e', value: 1, when: '$exists(c)' },
  ])
  expect(await bodyOf(node, { a: 'x' })).toEqual({ c: 'x', d: 'x!' })
})

test('a formula on the slow path gives the same as one on the fast path', async () => {
  const node = edit([
    { path: 'first', value: { expr: '$reduce([1,2,3], function($x, $y) { $x + $y })' } },
    { do: 'remove', path: 'a' },
    { path: 'last', value: { expr: 'a' } },
  ])
  expect(await bodyOf(node, { a: 'x' })).toEqual({ first: 6, last: 'x' })
})

test('a missing source is an error with its place, or the row is skipped', async () => {
  for (const row of [
    { path: 'x', value: { field: 'khong.co' } },
    { path: 'x', value: { expr: 'khong.co' } },
    { do: 'rename', path: 'khong', name: 'x' },
    { do: 'move', path: 'khong', to: 'x' },
  ]) {
    const failed = await edit([row]).send({ a: 1 }).catch(toErrorData)
    expect(failed).toMatchObject({ code: 'mapping.missing', message: { vi: expect.stringContaining('"x"') } })
    expect(await bodyOf(edit([row], { missing: 'skip' }), { a: 1 })).toEqual({ a: 1 })
  }
  expect(await bodyOf(edit([{ do: 'remove', path: 'khong.co' }]), { a: 1 })).toEqual({ a: 1 })
})

test('nothing is overwritten by a rename or a move, and nothing is written through a list or a text', async () => {
  const cases = [
    [
      { do: 'rename', path: 'a', name: 'b' },
      { a: 1, b: 2 },
    ],
    [
      { do: 'move', path: 'a', to: 'c.d' },
      { a: 1, c: { d: null } },
    ],
    [{ do: 'move', path: 'ds.a', to: 'x' }, { ds: [{ a: 1 }] }],
    [{ path: 'ds.a', value: 1 }, { ds: [{ a: 1 }] }],
    [{ path: 'a.b', value: 1 }, { a: 'chữ' }],
  ] as const
  for (const [row, body] of cases)
    expect(await edit([row]).send(body).catch(toErrorData), JSON.stringify(row)).toMatchObject({
      code: 'message.wrong-shape',
    })
})

test('only the listed fields and those that the table wrote stay, item by item in lists', async () => {
  const node = edit([{ path: 'moi', value: 'x' }], { keep: 'only', only: [{ path: 'ds.ten' }, { path: 'b' }] })
  const body = { a: 1, ds: [{ ten: 'Đơn', so: 1 }, { so: 2 }], b: { c: '01', d: null } }
  expect(await bodyOf(node, body)).toEqual({ ds: [{ ten: 'Đơn' }, {}], b: { c: '01', d: null }, moi: 'x' })
  const text = edit([], { keep: 'only', only: [{ path: 'a' }] }).send('chữ')
  expect(await text.catch(toErrorData)).toMatchObject({ code: 'message.wrong-shape' })
  expect(() => edit([{ do: 'remove', path: 'a' }], { keep: 'only' })).toThrow()
})

test('names that reach a prototype, a new name with a dot, and rows without what they need are refused', () => {
  for (const row of [
    { path: '__proto__.x', value: 1 },
    { do: 'rename', path: 'a', name: 'constructor' },
    { do: 'rename', path: 'a', name: 'b.c' },
    { do: 'rename', path: 'a' },
    { do: 'move', path: 'a' },
    { do: 'set', path: 'a' },
  ])
    expect(() => edit([row]), JSON.stringify(row)).toThrow()
})

test('for generated bodies: rename there and back, remove and keep-only agree', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd')
  const tree = fc.letrec((tie) => ({
    any: fc.oneof({ maxDepth: 3 }, fc.string(), fc.integer(), tie('fields'), fc.array(tie('fields'), { maxLength: 3 })),
    fields: fc.dictionary(name, tie('any'), { maxKeys: 4 }),
  })).fields
  fc.assert(
    fc.property(tree, fc.array(name, { minLength: 1, maxLength: 3 }), (body, path) => {
      const there = renamed(body, path, 'z')
      expect(JSON.stringify(renamed(there, [...path.slice(0, -1), 'z'], path.at(-1) ?? ''))).toBe(JSON.stringify(body))
      const gone = without(body, path)
      expect(without(gone, path)).toEqual(gone)
      expect(onlyKept(onlyKept(body, keptTree([path])), keptTree([path]))).toEqual(onlyKept(body, keptTree([path])))
    }),
  )
})
