import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Flow, FlowNode } from '../flow.ts'
import { related } from '../testing/generated.ts'
import { applyEdits, diffFlows, plainFlow } from './edits.ts'
import { mergeFlows } from './merge.ts'
import { isSame } from './parts.ts'

const row = (id: string, when: string) => ({ id, when })
const flow = (settings: Record<string, unknown>, more: Partial<FlowNode> = {}, nodes: Flow['nodes'] = {}): Flow => ({
  format: 1,
  id: 'thu',
  title: 'Thử',
  nodes: { re: { use: 're@1', settings, ...more }, ...nodes },
})

test('the edits between two flows lead from one to the other, and back', () => {
  fc.assert(
    fc.property(related, ([a, b]) => {
      expect(plainFlow(applyEdits(a, diffFlows(a, b)))).toEqual(plainFlow(b))
      expect(plainFlow(applyEdits(b, diffFlows(b, a)))).toEqual(plainFlow(a))
    }),
    { numRuns: 400 },
  )
})

test('there are no edits between two flows exactly when they say the same', () => {
  fc.assert(
    fc.property(related, ([a, b]) => {
      expect(diffFlows(a, a)).toEqual([])
      expect(diffFlows(a, b).length === 0).toBe(isSame(plainFlow(a), plainFlow(b)))
    }),
    { numRuns: 200 },
  )
})

test('a change of one side alone is taken as it is, whichever side', () => {
  fc.assert(
    fc.property(related, ([base, next]) => {
      for (const [mine, theirs] of [
        [next, base],
        [base, next],
        [next, next],
      ] as const) {
        const { flow: merged, conflicts } = mergeFlows(base, mine, theirs)
        expect(conflicts).toEqual([])
        expect(isSame(plainFlow(merged), plainFlow(next))).toBe(true)
      }
    }),
    { numRuns: 200 },
  )
})

test('edits of different places become both', () => {
  fc.assert(
    fc.property(related, fc.infiniteStream(fc.boolean()), ([base, next], coins) => {
      const edits = diffFlows(base, next)
      // Rows that are new or gone belong with the order of their list.
      const side = new Map<string, boolean>()
      const sideOf = (it: (typeof edits)[number]): boolean => {
        const place = it.path.slice(0, 3).join(' ')
        if (!side.has(place)) side.set(place, coins.next().value)
        return side.get(place) ?? false
      }
      const mine = edits.filter((it) => sideOf(it))
      const theirs = edits.filter((it) => !sideOf(it))
      const { flow: merged, conflicts } = mergeFlows(base, applyEdits(base, mine), applyEdits(base, theirs))
      expect(conflicts).toEqual([])
      expect(plainFlow(merged)).toEqual(plainFlow(next))
    }),
    { numRuns: 300 },
  )
})

test('it does not matter for conflicts and outcome who is called mine', () => {
  fc.assert(
    fc.property(related, related, ([base, mine], [, other]) => {
      const theirs = { ...other, id: base.id }
      const one = mergeFlows(base, mine, theirs, () => 'mine')
      const swapped = mergeFlows(base, theirs, mine, () => 'theirs')
      const turned = swapped.conflicts.map(({ mine: m, theirs: t, ...it }) => ({
        ...it,
        ...(t === undefined ? {} : { mine: t }),
        ...(m === undefined ? {} : { theirs: m }),
      }))
      expect(one.conflicts).toEqual(turned)
      expect(plainFlow(one.flow)).toEqual(plainFlow(swapped.flow))
    }),
    { numRuns: 300 },
  )
})

test('a row put in front of others changes none of them', () => {
  const before = flow({ rows: [row('a', '1'), row('b', '2')] })
  const after = flow({ rows: [row('c', '3'), row('a', '1'), row('b', '9')] })
  expect(diffFlows(before, after)).toEqual([
    { path: ['nodes', 're', 'settings', 'rows', 'id=b', 'when'], before: '2', after: '9' },
    { path: ['nodes', 're', 'settings', 'rows', 'id=c'], after: row('c', '3') },
    {
      path: ['nodes', 're', 'settings', 'rows'],
      order: { before: ['id=a', 'id=b'], after: ['id=c', 'id=a', 'id=b'] },
    },
  ])
})

test('two people may add rows to one list and change different rows of it', () => {
  const base = flow({ rows: [row('a', '1'), row('b', '2')] })
  const mine = flow({ rows: [row('a', '1'), row('m', '5'), row('b', '2')] })
  const theirs = flow({ rows: [row('a', '7'), row('b', '2'), row('t', '6')] })
  const { flow: merged, conflicts } = mergeFlows(base, mine, theirs)
  expect(conflicts).toEqual([])
  expect(merged.nodes.re?.settings?.rows).toEqual([row('a', '7'), row('m', '5'), row('b', '2'), row('t', '6')])
})

test('the same field changed in two ways is a conflict at that field, and each side can be chosen', () => {
  const base = flow({ times: 3, name: 'x' })
  const mine = flow({ times: 5, name: 'y' })
  const theirs = flow({ times: 8, name: 'x' })
  const { flow: merged, conflicts } = mergeFlows(base, mine, theirs)
  expect(conflicts).toEqual([{ path: ['nodes', 're', 'settings', 'times'], base: 3, mine: 5, theirs: 8 }])
  expect(merged.nodes.re?.settings).toEqual({ times: 5, name: 'y' })
  expect(mergeFlows(base, mine, theirs, () => 'theirs').flow.nodes.re?.settings).toEqual({ times: 8, name: 'y' })
  expect(mergeFlows(base, mine, theirs, () => 'base').flow.nodes.re?.settings).toEqual({ times: 3, name: 'y' })
})

test('a node that one has deleted and the other has changed is a conflict of the whole node', () => {
  const base = flow({ times: 3 }, {}, { b: { use: 'la@1' } })
  const { re: _gone, ...left } = base.nodes
  const { conflicts } = mergeFlows(base, { ...base, nodes: left }, flow({ times: 4 }, {}, { b: { use: 'la@1' } }))
  expect(conflicts.map((it) => it.path)).toEqual([['nodes', 're']])
})

test('wires that two people draw from one port are both kept', () => {
  const others = { b: { use: 'la@1' }, c: { use: 'la@1' }, d: { use: 'la@1' } }
  const of = (...targets: string[]) => flow({}, { to: { out: targets } }, others)
  const { flow: merged, conflicts } = mergeFlows(of('b'), of('b', 'd'), of('b', 'c'))
  expect(conflicts).toEqual([])
  expect(merged.nodes.re?.to).toEqual({ out: ['b', 'c', 'd'] })
})

test('rows put in different orders are a conflict of the order alone', () => {
  const of = (...ids: string[]) => flow({ rows: ids.map((id) => row(id, id)) })
  const { conflicts, flow: merged } = mergeFlows(
    of('a', 'b', 'c'),
    of('b', 'a', 'c'),
    of('c', 'b', 'a'),
    () => 'theirs',
  )
  expect(conflicts).toHaveLength(1)
  expect(conflicts[0]).toMatchObject({ order: true, mine: ['id=b', 'id=a', 'id=c'] })
  expect(plainFlow(merged)).toEqual(plainFlow(of('c', 'b', 'a')))
})
