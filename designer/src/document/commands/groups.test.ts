import { expect, test } from 'vitest'
import type { Flow } from '#shared/flow/flow.ts'
import { testCatalogue } from '../catalogue.fixture.ts'
import type { Command } from '../command.ts'
import { applyChange, type Document } from '../document.ts'
import { copyFragment, fragmentText, parseFragment } from '../fragment.ts'
import { foldedNodes, membersOf } from '../groups.ts'
import { changeGroup, collapseGroups } from './change-group.ts'
import { addNote, changeNote, removeNotes } from './change-notes.ts'
import { groupNodes, moveToGroup, ungroup } from './group-nodes.ts'
import { pasteNodes } from './paste-nodes.ts'
import { removeNodes } from './remove-nodes.ts'

const flow: Flow = {
  format: 1,
  id: 'thu',
  title: 'Thử',
  nodes: Object.fromEntries(['a', 'b', 'c', 'd'].map((id) => [id, { use: 'map@1' }])),
}
const empty: Document = { flow, layout: { format: 1, at: { a: [0, 0], b: [300, 0], c: [600, 0], d: [900, 0] } } }

/** Runs commands one after the other; each must lead back to where it came from. */
function after(...commands: readonly Command[]): Document {
  return commands.reduce((doc, command) => {
    const done = command.execute(doc, testCatalogue)
    if ('refused' in done) throw new Error(done.refused.vi)
    const next = applyChange(doc, done.change)
    const back = applyChange(next.doc, next.inverse).doc
    expect(back.flow).toEqual(doc.flow)
    expect({ groups: {}, notes: {}, ...back.layout }).toEqual({ groups: {}, notes: {}, ...doc.layout })
    return next.doc
  }, empty)
}

test('grouping touches the layout only, and each step can be undone', () => {
  const doc = after(
    groupNodes(['a', 'b'], 'Tiếp nhận'),
    changeGroup('nhom', { description: 'Nhận và kiểm tra', colour: 'blue' }),
  )
  expect(doc.flow).toBe(flow)
  expect(doc.layout.groups).toEqual({
    nhom: { title: 'Tiếp nhận', description: 'Nhận và kiểm tra', colour: 'blue', nodes: ['a', 'b'] },
  })
})

test('a group around a group nests, a third level is refused, and ungrouping leaves the inner one', () => {
  const two = after(groupNodes(['a', 'b'], 'Trong'), groupNodes(['a', 'b', 'c'], 'Ngoài'))
  expect(two.layout.groups).toEqual({
    nhom: { title: 'Trong', nodes: ['a', 'b'], in: 'nhom-2' },
    'nhom-2': { title: 'Ngoài', nodes: ['c'] },
  })
  expect(membersOf(two.layout, 'nhom-2')).toEqual(['c', 'a', 'b'])
  expect(groupNodes(['a', 'b', 'c', 'd'], 'Quá').execute(two, testCatalogue)).toHaveProperty('refused')
  expect(groupNodes(['a'], 'Quá').execute(two, testCatalogue)).toHaveProperty('refused')
  const one = after(groupNodes(['a', 'b'], 'Trong'), groupNodes(['a', 'b', 'c'], 'Ngoài'), ungroup('nhom-2'))
  expect(one.layout.groups).toEqual({ nhom: { title: 'Trong', nodes: ['a', 'b'] } })
})

test('part of a group becomes a group inside it, and a node moves between groups', () => {
  const doc = after(groupNodes(['a', 'b', 'c'], 'Ngoài'), groupNodes(['a'], 'Trong'), moveToGroup(['d', 'b'], 'nhom-2'))
  expect(doc.layout.groups?.['nhom-2']).toEqual({ title: 'Trong', in: 'nhom', nodes: ['a', 'd', 'b'] })
  expect(doc.layout.groups?.nhom?.nodes).toEqual(['c'])
})

test('what lies in a collapsed group is folded into the outermost collapsed one', () => {
  const doc = after(groupNodes(['a'], 'Trong'), groupNodes(['a', 'b'], 'Ngoài'), collapseGroups(['nhom'], true))
  expect([...foldedNodes(doc.layout)]).toEqual([['a', 'nhom']])
  const both = after(
    groupNodes(['a'], 'Trong'),
    groupNodes(['a', 'b'], 'Ngoài'),
    collapseGroups(['nhom', 'nhom-2'], true),
  )
  expect(Object.fromEntries(foldedNodes(both.layout))).toEqual({ a: 'nhom-2', b: 'nhom-2' })
})

test('a group goes with its last node', () => {
  expect(after(groupNodes(['a', 'b'], 'G'), removeNodes(['a'])).layout.groups?.nhom?.nodes).toEqual(['b'])
  expect(after(groupNodes(['a', 'b'], 'G'), removeNodes(['a', 'b'])).layout.groups).toEqual({})
})

test('copied text keeps whole groups, and pasting gives them ids of their own', () => {
  const doc = after(groupNodes(['a'], 'Trong'), groupNodes(['a', 'b'], 'Ngoài'), collapseGroups(['nhom-2'], true))
  const fragment = parseFragment(fragmentText(copyFragment(doc, ['a', 'b']).fragment))
  if (!fragment) throw new Error('no fragment')
  const done = pasteNodes(fragment, [0, 400]).execute(doc, testCatalogue)
  if ('refused' in done) throw new Error(done.refused.vi)
  expect(done.change.groups).toEqual({
    'nhom-3': { title: 'Trong', nodes: ['a-2'], in: 'nhom-4' },
    'nhom-4': { title: 'Ngoài', collapsed: true, nodes: ['b-2'] },
  })
  expect(copyFragment(doc, ['b', 'c']).fragment.groups).toBeUndefined()
})

test('notes are added, written, resized and removed, each with its way back', () => {
  const doc = after(
    addNote([8, 8]),
    changeNote('ghi-chu', { text: 'Dòng 1\nDòng 2' }),
    changeNote('ghi-chu', { size: [10, 10] }),
  )
  expect(doc.layout.notes).toEqual({ 'ghi-chu': { text: 'Dòng 1\nDòng 2', at: [8, 8], size: [120, 48] } })
  expect(after(addNote([8, 8]), removeNotes(['ghi-chu'])).layout.notes).toEqual({})
})
