import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Flow, ID_PATTERN } from '#shared/flow/flow.ts'
import { parseFlow } from '#shared/flow/parse.ts'
import { serialiseFlow } from '#shared/flow/serialise.ts'
import { testCatalogue, testNodes } from './catalogue.fixture.ts'
import { outPortsOf } from './catalogue.ts'
import { type Command, compound } from './command.ts'
import { addNode } from './commands/add-node.ts'
import { changeFlow } from './commands/change-flow.ts'
import { changeSettings } from './commands/change-settings.ts'
import { connectNodes } from './commands/connect-nodes.ts'
import { disconnectWires } from './commands/disconnect-wires.ts'
import { duplicateNodes } from './commands/duplicate-nodes.ts'
import { insertNewOnWire, insertOnWire } from './commands/insert-on-wire.ts'
import { moveNodes } from './commands/move-nodes.ts'
import { removeNodes } from './commands/remove-nodes.ts'
import { renameNode } from './commands/rename-node.ts'
import { rerouteWire } from './commands/reroute-wire.ts'
import { setNote } from './commands/set-note.ts'
import { setOnError } from './commands/set-on-error.ts'
import { toggleDisabled } from './commands/toggle-disabled.ts'
import { createDocumentStore, type DocumentStore, documentOf, isDirty } from './document-store.ts'
import { wiresOf } from './wires.ts'

const start: Flow = {
  format: 1,
  id: 'thu',
  title: 'Thử',
  nodes: { 'http-in': { use: 'http-in@1', to: { out: ['map'] } }, map: { use: 'map@1' } },
}

/** A command chosen by a few numbers, over what the document holds at that moment. */
function commandOf(store: DocumentStore, kind: number, a: number, b: number, word: string): Command {
  const { flow } = store.getState()
  const ids = Object.keys(flow.nodes)
  const id = (n: number) => ids[n % Math.max(1, ids.length)] ?? 'none'
  const wires = wiresOf(flow)
  const wire = wires[a % Math.max(1, wires.length)] ?? { from: 'none', port: 'out', to: 'none' }
  const definition = testNodes[b % testNodes.length]
  if (!definition) throw new Error('no types')
  const node = flow.nodes[id(a)]
  const port = (node && outPortsOf(testCatalogue, node)[b % 3]?.name) ?? 'out'
  const all: readonly (() => Command)[] = [
    () => addNode({ definition, at: [a, b], title: word || undefined }),
    () => addNode({ definition, at: [a, b], after: { node: id(a), port } }),
    () => connectNodes({ from: id(a), port, to: id(b) }),
    () => disconnectWires([wire]),
    () => rerouteWire(wire, { ...wire, to: id(b) }),
    () => removeNodes([id(a)]),
    () => removeNodes([id(a), id(b)], { rejoin: true }),
    () => insertNewOnWire(wire, { definition, at: [a, b] }),
    () => insertOnWire(wire, id(b)),
    () => duplicateNodes([id(a), id(b)]),
    () => moveNodes({ [id(a)]: [a * 8, b * 8] }),
    () => renameNode(id(a), word),
    () => setNote(id(a), word),
    () => toggleDisabled([id(a), id(b)]),
    () => setOnError(id(a), { then: id(b), retry: 'nhanh' }),
    () => changeSettings('content-based-router', ['branches', a % 3], b % 2 ? undefined : { id: `b${b}`, label: word }),
    () => changeSettings(id(a), ['path'], word),
    () => changeFlow({ title: word, summary: word }),
    () => compound({ vi: 'Hai', en: 'Two' }, [renameNode(id(a), word), moveNodes({ [id(b)]: [a, b] })]),
  ]
  return (all[kind % all.length] ?? (() => renameNode(id(a), word)))()
}

const steps = fc.array(fc.tuple(fc.nat(60), fc.nat(40), fc.nat(40), fc.string({ maxLength: 12 })), { maxLength: 25 })

function play(sequence: readonly (readonly [number, number, number, string])[]) {
  let time = 0
  const store = createDocumentStore({ flow: start, catalogue: testCatalogue, now: () => (time += 10_000) })
  const states = [documentOf(store.getState())]
  for (const [kind, a, b, word] of sequence) {
    store.getState().dispatch(commandOf(store, kind, a, b, word))
    if (store.getState().history.past.length === states.length) states.push(documentOf(store.getState()))
  }
  return { store, states }
}

test('undoing any sequence of commands gives back every earlier document, and redoing the later ones', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      const { store, states } = play(sequence)
      for (const state of states.slice(0, -1).reverse()) {
        store.getState().undo()
        expect(documentOf(store.getState())).toEqual(state)
      }
      expect(store.getState().undo()).toBeUndefined()
      expect(isDirty(store.getState())).toBe(false)
      for (const state of states.slice(1)) {
        store.getState().redo()
        expect(documentOf(store.getState())).toEqual(state)
      }
    }),
    { numRuns: 150 },
  )
})

test('after any commands ids are valid, wires and error branches end at nodes, and the file parses to the same flow', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      const { flow, layout } = play(sequence).store.getState()
      for (const id of Object.keys(flow.nodes)) expect(id).toMatch(ID_PATTERN)
      for (const { from, port, to } of wiresOf(flow)) {
        expect(Object.keys(flow.nodes)).toContain(to)
        const node = flow.nodes[from]
        expect(node && outPortsOf(testCatalogue, node).map((it) => it.name)).toContain(port)
      }
      for (const node of Object.values(flow.nodes))
        if (node.onError?.then) expect(Object.keys(flow.nodes)).toContain(node.onError.then)
      expect(Object.keys(layout.at).sort()).toEqual(Object.keys(flow.nodes).sort())
      const text = serialiseFlow(flow)
      const parsed = parseFlow(text)
      expect(parsed.problems).toEqual([])
      expect(parsed.flow && serialiseFlow(parsed.flow)).toBe(text)
    }),
    { numRuns: 150 },
  )
})

test('the history as JSON leads to the same documents, so it survives a reload', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      const { store, states } = play(sequence)
      const { flow, layout, history } = JSON.parse(JSON.stringify(store.getState()))
      const reopened = createDocumentStore({ flow, layout, history, catalogue: testCatalogue })
      reopened.getState().goTo(0)
      expect(documentOf(reopened.getState())).toEqual(states[0])
      reopened.getState().goTo(states.length - 1)
      expect(documentOf(reopened.getState())).toEqual(states.at(-1))
    }),
    { numRuns: 50 },
  )
})

test('typing in one field is one undo step until the field is left or 800 ms pass', () => {
  let time = 0
  const store = createDocumentStore({ flow: start, catalogue: testCatalogue, now: () => time })
  const type = (text: string) => {
    time += 100
    store.getState().dispatch(changeSettings('http-in', ['path'], text))
  }
  for (const text of ['/', '/a', '/ab']) type(text)
  expect(store.getState().history.past).toHaveLength(1)
  store.getState().endStep()
  type('/abc')
  expect(store.getState().history.past).toHaveLength(2)
  time += 900
  type('/abcd')
  expect(store.getState().history.past).toHaveLength(3)
  store.getState().goTo(0)
  expect(store.getState().flow).toEqual(start)
})

test('typing a word and taking it back is clean again, whatever the number of edits', () => {
  const store = createDocumentStore({ flow: start, catalogue: testCatalogue })
  store.getState().dispatch(renameNode('map', 'Mới'))
  expect(isDirty(store.getState())).toBe(true)
  store.getState().dispatch(renameNode('map', ''))
  expect(isDirty(store.getState())).toBe(false)
})

test('a read-only document refuses commands and does not undo', () => {
  const { history } = play([[0, 1, 1, 'a']]).store.getState()
  const store = createDocumentStore({ flow: start, history, catalogue: testCatalogue, readOnly: true })
  expect(store.getState().dispatch(renameNode('map', 'Mới')).ok).toBe(false)
  expect(store.getState().undo()).toBeUndefined()
  store.getState().goTo(0)
  expect(store.getState().flow).toBe(start)
})

test('the history keeps the last 500 steps', () => {
  let time = 0
  const store = createDocumentStore({ flow: start, catalogue: testCatalogue, now: () => (time += 10_000) })
  for (let i = 0; i < 505; i++) store.getState().dispatch(renameNode('map', `Tên ${i}`))
  expect(store.getState().history.past).toHaveLength(500)
})

test('nodes of a flow without a layout stand in columns along the wires', () => {
  const { layout } = createDocumentStore({ flow: start, catalogue: testCatalogue }).getState()
  expect(layout.at.map?.[0]).toBeGreaterThan(layout.at['http-in']?.[0] ?? 0)
})
