import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Flow, FlowNode } from './flow.ts'
import { cycles, reachable, wiresOf } from './graph.ts'

const flow = (nodes: Record<string, FlowNode>): Flow => ({ format: 1, id: 'x', title: 'x', nodes })

test('wires are those of every port, and the error branch unless it is the inbox', () => {
  const node: FlowNode = { use: 'x@1', to: { a: ['b', 'c'], d: [] }, onError: { then: 'e' } }
  expect(wiresOf('n', node)).toEqual([
    { from: 'n', port: 'a', to: 'b', kind: 'wire' },
    { from: 'n', port: 'a', to: 'c', kind: 'wire' },
    { from: 'n', port: 'error', to: 'e', kind: 'error' },
  ])
  expect(wiresOf('n', { use: 'x@1', onError: { then: 'hop-loi' } })).toEqual([])
})

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'] as const
/** Flows of seven nodes with any wires, some to nowhere, some over error branches. */
const anyFlow = fc
  .tuple(
    ...names.map(() =>
      fc.tuple(
        fc.array(fc.constantFrom(...names, 'mat'), { maxLength: 2 }),
        fc.option(fc.constantFrom(...names, 'hop-loi')),
      ),
    ),
  )
  .map((rows) =>
    flow(
      Object.fromEntries(
        rows.map(([out, then], i) => [
          names[i] ?? '',
          { use: 'x@1', to: { out }, ...(then ? { onError: { then } } : {}) },
        ]),
      ),
    ),
  )

/** Reachability by its definition: closes the wire relation over itself until nothing is added. */
function closure(it: Flow, allowed: ReadonlySet<string>): ReadonlySet<string> {
  const pairs = new Set<string>()
  for (const [id, node] of Object.entries(it.nodes))
    for (const { to } of wiresOf(id, node)) if (allowed.has(id) && allowed.has(to)) pairs.add(`${id}>${to}`)
  for (let before = -1; before !== pairs.size; ) {
    before = pairs.size
    for (const x of names)
      for (const y of names)
        for (const z of names) if (pairs.has(`${x}>${y}`) && pairs.has(`${y}>${z}`)) pairs.add(`${x}>${z}`)
  }
  return pairs
}

test('reachable nodes are those of the closed wire relation', () => {
  fc.assert(
    fc.property(anyFlow, fc.subarray([...names]), (it, from) => {
      const pairs = closure(it, new Set(names))
      const expected = names.filter((to) => from.includes(to) || from.some((start) => pairs.has(`${start}>${to}`)))
      expect([...reachable(it, from)].filter((id) => id !== 'mat').sort()).toEqual(expected)
    }),
    { numRuns: 300 },
  )
})

test('loops are the groups of nodes that reach each other, without the nodes to ignore', () => {
  fc.assert(
    fc.property(anyFlow, fc.subarray([...names], { maxLength: 3 }), (it, ignored) => {
      const allowed = new Set<string>(names.filter((id) => !ignored.includes(id)))
      const pairs = closure(it, allowed)
      const looping = names.filter((id) => pairs.has(`${id}>${id}`))
      const found = cycles(it, (id) => ignored.includes(id as (typeof names)[number]))
      expect(found.flat().sort()).toEqual(looping)
      for (const group of found)
        for (const x of names)
          for (const y of group)
            expect(group.includes(x)).toBe(x === y || (pairs.has(`${x}>${y}`) && pairs.has(`${y}>${x}`)))
    }),
    { numRuns: 300 },
  )
})
