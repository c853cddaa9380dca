import { expect, test } from 'vitest'
import type { Flow } from '#shared/flow/flow.ts'
import { testCatalogue } from '../catalogue.fixture.ts'
import { type Command, compound } from '../command.ts'
import { applyChange, type Document } from '../document.ts'
import { copyFragment } from '../fragment.ts'
import { addNode } from './add-node.ts'
import { changeFlow } from './change-flow.ts'
import { changeSettings } from './change-settings.ts'
import { connectNodes } from './connect-nodes.ts'
import { disconnectWires } from './disconnect-wires.ts'
import { insertNewOnWire } from './insert-on-wire.ts'
import { pasteNodes } from './paste-nodes.ts'
import { removeNodes } from './remove-nodes.ts'
import { renameNode } from './rename-node.ts'
import { rerouteWire } from './reroute-wire.ts'
import { setCompensation } from './set-compensation.ts'
import { setOnError } from './set-on-error.ts'
import { toggleDisabled } from './toggle-disabled.ts'

const definition = (type: string) => {
  const found = testCatalogue.byType.get(type)
  if (!found) throw new Error(type)
  return found
}

const chain: Flow = {
  format: 1,
  id: 'thu',
  title: 'Thử',
  nodes: {
    'http-in': { use: 'http-in@1', to: { out: ['map'] } },
    map: { use: 'map@1', to: { out: ['content-based-router'] }, onError: { then: 'map-2' } },
    'content-based-router': { use: 'content-based-router@1', to: { b1: ['map-2'], otherwise: ['http-reply'] } },
    'map-2': {
      use: 'map@1',
      title: 'Ghi nhận',
      settings: { expr: '$steps.map.MaHoSo & $steps.`content-based-router`.x' },
    },
    'http-reply': { use: 'http-reply@1' },
  },
}
const doc: Document = { flow: chain, layout: { format: 1, at: { 'http-in': [0, 0], map: [300, 0] } } }

const acting: Document = {
  ...doc,
  flow: {
    ...chain,
    nodes: {
      ...chain.nodes,
      'http-in': { use: 'http-in@1', to: { out: ['gui'] } },
      gui: { use: 'http-request@1', onError: { retry: 'mang-cham' }, to: { out: ['map'] } },
      huy: { use: 'http-request@1' },
      'huy-2': { use: 'http-request@1' },
    },
  },
}

function run(command: Command, from: Document = doc): Document {
  const done = command.execute(from, testCatalogue)
  if ('refused' in done) throw new Error(done.refused.vi)
  return applyChange(from, done.change).doc
}
function refusal(command: Command, from: Document = doc): string | undefined {
  const done = command.execute(from, testCatalogue)
  return 'refused' in done ? done.refused.vi : undefined
}

test('a node id is a word from its type, with a number when the word is taken', () => {
  const after = run(addNode({ definition: definition('map'), at: [0, 0] }))
  expect(Object.keys(after.flow.nodes)).toContain('map-3')
})

test('adding a node after another one also wires it', () => {
  const after = run(addNode({ definition: definition('map'), at: [0, 0], after: { node: 'http-in', port: 'out' } }))
  expect(after.flow.nodes['http-in']?.to).toEqual({ out: ['map', 'map-3'] })
})

test('a trigger cannot be added behind a node', () => {
  expect(
    refusal(addNode({ definition: definition('http-in'), at: [0, 0], after: { node: 'map', port: 'out' } })),
  ).toContain('khởi phát')
})

test('removing a node takes its wires, its position and the error branches that led to it', () => {
  const after = run(removeNodes(['map-2']))
  expect(after.flow.nodes['content-based-router']?.to).toEqual({ otherwise: ['http-reply'] })
  expect(after.flow.nodes.map?.onError).toBeUndefined()
  expect(run(removeNodes(['map'])).layout.at).toEqual({ 'http-in': [0, 0] })
})

test('removing with re-join continues the incoming wires, also through several removed nodes', () => {
  expect(run(removeNodes(['map'], { rejoin: true })).flow.nodes['http-in']?.to).toEqual({
    out: ['content-based-router'],
  })
  expect(run(removeNodes(['map', 'content-based-router'], { rejoin: true })).flow.nodes['http-in']?.to).toEqual({
    out: ['map-2'],
  })
})

test('a wire into a trigger, a second equal wire, a wire from no port and a loop without a delay are refused', () => {
  expect(refusal(connectNodes({ from: 'map', port: 'out', to: 'http-in' }))).toContain('khởi phát')
  expect(refusal(connectNodes({ from: 'http-in', port: 'out', to: 'map' }))).toContain('Đã có dây')
  expect(refusal(connectNodes({ from: 'map', port: 'ra', to: 'http-reply' }))).toContain('cổng ra')
  expect(refusal(connectNodes({ from: 'map-2', port: 'out', to: 'map' }))).toContain('vòng lặp')
  expect(refusal(connectNodes({ from: 'map', port: 'out', to: 'map' }))).toContain('vòng lặp')
})

test('a loop with a delay in it is allowed', () => {
  const withDelay = run(addNode({ definition: definition('delay'), at: [0, 0], after: { node: 'map-2', port: 'out' } }))
  expect(refusal(connectNodes({ from: 'delay', port: 'out', to: 'map' }), withDelay)).toBeUndefined()
})

test('re-routing a wire end moves it and may go back to a target that only the old wire forbade', () => {
  const old = { from: 'http-in', port: 'out', to: 'map' }
  expect(run(rerouteWire(old, { ...old, to: 'http-reply' })).flow.nodes['http-in']?.to).toEqual({ out: ['http-reply'] })
  expect(refusal(rerouteWire(old, { ...old, to: 'http-in' }))).toContain('khởi phát')
})

test('inserting into a wire checks both halves and keeps other wires', () => {
  const wire = { from: 'http-in', port: 'out', to: 'map' }
  const after = run(insertNewOnWire(wire, { definition: definition('csv-parse'), at: [1, 2] }))
  expect(after.flow.nodes['http-in']?.to).toEqual({ out: ['csv-parse'] })
  expect(after.flow.nodes['csv-parse']?.to).toEqual({ out: ['map'] })
  expect(refusal(insertNewOnWire(wire, { definition: definition('http-reply'), at: [0, 0] }))).toContain(
    'không có cổng ra',
  )
})

test('a branch that is removed drops its wires and one that is renamed keeps them', () => {
  const two = run(changeSettings('content-based-router', ['branches', 1], { id: 'b2', label: 'Hai', when: 'x' }))
  const wired = run(connectNodes({ from: 'content-based-router', port: 'b2', to: 'http-reply' }), two)
  expect(
    run(changeSettings('content-based-router', ['branches', 1], undefined), wired).flow.nodes['content-based-router']
      ?.to,
  ).toEqual({
    b1: ['map-2'],
    otherwise: ['http-reply'],
  })
  expect(
    run(changeSettings('content-based-router', ['branches', 1, 'id'], 'hai'), wired).flow.nodes['content-based-router']
      ?.to,
  ).toEqual({ b1: ['map-2'], hai: ['http-reply'], otherwise: ['http-reply'] })
})

test('a setting equal to its default is left out of the file', () => {
  const put = run(changeSettings('http-in', ['method'], 'PUT'))
  expect(put.flow.nodes['http-in']?.settings).toEqual({ method: 'PUT' })
  expect(run(changeSettings('http-in', ['method'], 'POST'), put).flow.nodes['http-in']?.settings).toBeUndefined()
})

test('a setting named like a prototype part stays data', () => {
  const after = run(changeSettings('map', ['__proto__', 'polluted'], true))
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  expect(Object.getPrototypeOf(after.flow.nodes.map?.settings)).toBe(Object.prototype)
})

test('renaming to the title of the type, or to nothing, goes back to the type', () => {
  expect(run(renameNode('map-2', '')).flow.nodes['map-2']?.title).toBeUndefined()
  expect(run(renameNode('map-2', 'Ánh xạ'.normalize('NFD'))).flow.nodes['map-2']?.title).toBeUndefined()
})

test('an error branch to a trigger, to nothing or back into a loop is refused', () => {
  expect(refusal(setOnError('map', { then: 'http-in' }))).toContain('khởi phát')
  expect(refusal(setOnError('map', { then: 'nowhere' }))).toContain('không còn nữa')
  expect(refusal(setOnError('map-2', { then: 'map' }))).toContain('vòng lặp')
  expect(run(setOnError('map', { then: 'hop-loi' })).flow.nodes.map?.onError).toBeUndefined()
})

test('a compensation begins apart from the main path, goes with its node, and follows a copy', () => {
  const set = run(setCompensation('gui', 'huy'), acting)
  expect(set.flow.nodes.gui?.compensate).toBe('huy')
  expect(refusal(setCompensation('gui', 'map'), acting)).toContain('đường chính')
  expect(refusal(setCompensation('map', 'huy'), acting)).toContain('không làm gì ở bên ngoài')
  expect(run(setCompensation('gui', undefined), set).flow).toEqual(acting.flow)
  expect(run(removeNodes(['huy']), set).flow.nodes.gui?.compensate).toBeUndefined()
  const { fragment } = copyFragment(set, ['gui', 'huy'])
  expect(run(pasteNodes(fragment, [10, 10]), set).flow.nodes['gui-2']?.compensate).toBe('huy-3')
  expect(copyFragment(set, ['gui']).fragment.nodes.gui?.compensate).toBeUndefined()
})

test('branches are drawn, moved, cut, broken by a new node and begun with one, as wires are', () => {
  const undo = { from: 'gui', port: ':undo', to: 'huy' }
  const drawn = run(connectNodes(undo), acting)
  expect(drawn.flow.nodes.gui).toMatchObject({ compensate: 'huy', to: { out: ['map'] } })
  expect(refusal(connectNodes(undo), drawn)).toContain('đã được bù trừ')
  expect(run(rerouteWire(undo, { ...undo, to: 'huy-2' }), drawn).flow.nodes.gui?.compensate).toBe('huy-2')
  expect(run(disconnectWires([undo]), drawn).flow).toEqual(acting.flow)
  const broken = run(insertNewOnWire(undo, { definition: definition('map'), at: [0, 0] }), drawn)
  expect([broken.flow.nodes.gui?.compensate, broken.flow.nodes['map-3']?.to]).toEqual(['map-3', { out: ['huy'] }])
  const begun = run(
    addNode({ definition: definition('http-request'), at: [0, 0], after: { node: 'gui', port: ':undo' } }),
    acting,
  )
  expect(begun.flow.nodes.gui?.compensate).toBe('http-request')
  const failing = run(connectNodes({ from: 'gui', port: ':error', to: 'huy' }), acting)
  expect(failing.flow.nodes.gui?.onError).toEqual({ retry: 'mang-cham', then: 'huy' })
  expect(run(disconnectWires([{ from: 'gui', port: ':error', to: 'huy' }]), failing).flow).toEqual(acting.flow)
})

test('a step of a compensation branch has no compensation of its own', () => {
  const set = run(setCompensation('gui', 'huy'), acting)
  expect(refusal(setCompensation('huy', 'huy-2'), set)).toContain('nằm trong một nhánh bù trừ')
})

test('pasting renames ids, follows them in wires and expressions, and leaves outward wires behind', () => {
  const { fragment } = copyFragment(doc, ['map', 'content-based-router', 'map-2'])
  const after = run(pasteNodes(fragment, [10, 10]))
  expect(Object.keys(after.flow.nodes)).toHaveLength(8)
  expect(after.flow.nodes['map-3']?.to).toEqual({ out: ['content-based-router-2'] })
  expect(after.flow.nodes['map-3']?.onError).toEqual({ then: 'map-4' })
  expect(after.flow.nodes['content-based-router-2']?.to).toEqual({ b1: ['map-4'] })
  expect(after.flow.nodes['map-4']?.settings?.expr).toBe('$steps.`map-3`.MaHoSo & $steps.`content-based-router-2`.x')
  expect(after.flow.nodes['map-4']?.title).toBe('Ghi nhận (2)')
})

test('disabling several nodes turns all off, and only when all are off turns them on', () => {
  const off = run(toggleDisabled(['map', 'map-2']), run(toggleDisabled(['map'])))
  expect([off.flow.nodes.map?.disabled, off.flow.nodes['map-2']?.disabled]).toEqual([true, true])
  expect(run(toggleDisabled(['map', 'map-2']), off).flow).toEqual(doc.flow)
})

test('a refusal inside a compound refuses the whole', () => {
  const both = compound({ vi: 'Hai việc', en: 'Two' }, [
    renameNode('map', 'Mới'),
    connectNodes({ from: 'map', port: 'out', to: 'http-in' }),
  ])
  expect(refusal(both)).toContain('khởi phát')
})

test('an empty title of the flow is no title and settings without content go away', () => {
  expect(run(changeFlow({ title: '  ' })).flow.title).toBe('Thử')
  const keyed = run(changeFlow({ settings: { keys: { maHoSo: 'MaHoSo' } } }))
  expect(run(changeFlow({ settings: { keys: {} } }), keyed).flow).toEqual(doc.flow)
})
