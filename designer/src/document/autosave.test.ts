import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Flow } from '#shared/flow/flow.ts'
import { createAutosave, type DraftClient, type SaveAnswer, type Theirs } from './autosave.ts'
import { testCatalogue } from './catalogue.fixture.ts'
import { renameNode } from './commands/rename-node.ts'
import { createDocumentStore, isDirty } from './document-store.ts'
import { createMemoryKeeper } from './keeper.ts'
import { createProblemsStore } from './problems-store.ts'
import { restore } from './restore.ts'

const flow: Flow = { format: 1, id: 'thu', title: 'Thử', nodes: { map: { use: 'map@1' } } }

/** The flow as somebody else left it: the same field is changed that the tests change. */
const ofLan: Flow = { ...flow, nodes: { map: { use: 'map@1', title: 'Của Lan' } } }

/** A server with one draft that behaves as the API does: revisions grow, an old one is a conflict. */
function createServer() {
  const held = { flow, layout: { format: 1, at: { map: [0, 0] } } as Theirs['layout'], revision: 1, saves: 0 }
  let down = false
  let refuse = false
  let gate: Promise<void> | undefined
  const client: DraftClient = {
    async save(draft): Promise<SaveAnswer> {
      held.saves++
      await gate
      if (down) return { is: 'unreachable' }
      if (refuse) return { is: 'refused', reason: { vi: 'Không được', en: 'No' } }
      if (draft.revision !== held.revision) return { is: 'conflict' }
      Object.assign(held, draft, { revision: held.revision + 1 })
      const problem = { code: 'flow.no-trigger', severity: 'error', message: { vi: 'Chưa có', en: 'None' } } as const
      return { is: 'saved', revision: held.revision, savedAt: '2026-01-05T10:42:00+07:00', problems: [problem] }
    },
    load: async () => ({ flow: held.flow, layout: held.layout, revision: held.revision, problems: [], by: 'lan' }),
  }
  return {
    held,
    client,
    setDown: (value: boolean) => {
      down = value
    },
    setRefuse: (value: boolean) => {
      refuse = value
    },
    setGate: (value: Promise<void> | undefined) => {
      gate = value
    },
  }
}

function start(server = createServer(), begunOn: string | null = 'ban-3') {
  const keeper = createMemoryKeeper()
  const merged: string[] = []
  const document = createDocumentStore({ flow, layout: server.held.layout, catalogue: testCatalogue })
  const problems = createProblemsStore()
  const autosave = createAutosave({
    document,
    problems,
    client: server.client,
    revision: 1,
    base: { flow, layout: server.held.layout },
    begunOn,
    merged: () => merged.push('merged'),
    keep: { keeper, key: 'k' },
  })
  const edit = (title: string) => document.getState().dispatch(renameNode('map', title))
  return { server, keeper, document, problems, autosave, edit, merged, is: () => autosave.state.getState().is }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('edits in quick succession are saved once, 800 ms after the last, and problems are taken over', async () => {
  const { server, problems, autosave, edit, is } = start()
  edit('Một')
  await vi.advanceTimersByTimeAsync(700)
  edit('Hai')
  expect(is()).toBe('waiting')
  await vi.advanceTimersByTimeAsync(700)
  expect(server.held.saves).toBe(0)
  await vi.advanceTimersByTimeAsync(200)
  expect(server.held.saves).toBe(1)
  expect(server.held.flow.nodes.map?.title).toBe('Hai')
  expect(autosave.state.getState()).toEqual({ is: 'saved', at: '2026-01-05T10:42:00+07:00' })
  expect(problems.getState().problems).toHaveLength(1)
})

test('undoing back to what the server has saves nothing', async () => {
  const { server, document, edit, is } = start()
  edit('Một')
  document.getState().undo()
  expect(is()).toBe('saved')
  await vi.advanceTimersByTimeAsync(5000)
  expect(server.held.saves).toBe(0)
})

test('an edit made while a save is on its way follows at once, with the new revision', async () => {
  const { server, edit, is } = start()
  let open = (): void => {}
  server.setGate(
    new Promise((resolve) => {
      open = resolve
    }),
  )
  edit('Một')
  await vi.advanceTimersByTimeAsync(900)
  edit('Hai')
  server.setGate(undefined)
  open()
  await vi.advanceTimersByTimeAsync(10)
  expect(server.held).toMatchObject({ saves: 2, revision: 3 })
  expect(server.held.flow.nodes.map?.title).toBe('Hai')
  expect(is()).toBe('saved')
})

test('while the server is away it is tried again with growing waits, and nothing is lost', async () => {
  const { server, edit, is } = start()
  server.setDown(true)
  edit('Một')
  await vi.advanceTimersByTimeAsync(800 + 1000 + 2000 + 4000 + 100)
  expect(server.held.saves).toBe(4)
  expect(is()).toBe('unreachable')
  edit('Hai')
  server.setDown(false)
  await vi.advanceTimersByTimeAsync(8000)
  expect(server.held.flow.nodes.map?.title).toBe('Hai')
  expect(is()).toBe('saved')
})

test('a refused save is not repeated before the next edit', async () => {
  const { server, edit, is } = start()
  server.setRefuse(true)
  edit('Một')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(server.held.saves).toBe(1)
  expect(is()).toBe('refused')
  server.setRefuse(false)
  edit('Hai')
  await vi.advanceTimersByTimeAsync(1000)
  expect(is()).toBe('saved')
})

test('keeping mine saves over the newer draft, after it was asked for', async () => {
  const { server, autosave, edit, is } = start()
  Object.assign(server.held, { revision: 5, flow: ofLan })
  edit('Của tôi')
  await vi.advanceTimersByTimeAsync(900)
  expect(autosave.state.getState()).toMatchObject({ is: 'conflict', theirs: { by: 'lan' } })
  edit('Vẫn của tôi')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(server.held.saves).toBe(1)
  await autosave.keepMine()
  expect(is()).toBe('saved')
  expect(server.held.flow.nodes.map?.title).toBe('Vẫn của tôi')
})

test('taking theirs is an undo step: the own edits can be had back', async () => {
  const { server, document, autosave, edit, is } = start()
  Object.assign(server.held, { revision: 5, flow: ofLan })
  edit('Của tôi')
  await vi.advanceTimersByTimeAsync(900)
  await autosave.takeTheirs()
  expect(is()).toBe('saved')
  expect(document.getState().flow).toEqual(ofLan)
  document.getState().undo()
  expect(document.getState().flow.nodes.map?.title).toBe('Của tôi')
  await vi.advanceTimersByTimeAsync(900)
  expect(server.held.revision).toBe(6)
})

test('a save tells on which version its edits were begun, also after a reload and after publishing', async () => {
  const { server, keeper, edit, autosave } = start()
  edit('Một')
  await vi.advanceTimersByTimeAsync(900)
  expect(server.held).toMatchObject({ base: 'ban-3' })
  autosave.published('ban-4')
  server.setDown(true)
  edit('Hai')
  await vi.advanceTimersByTimeAsync(300)
  autosave.stop()
  const now = { flow: server.held.flow, layout: server.held.layout, revision: server.held.revision, begunOn: 'ban-5' }
  expect(restore(now, await keeper.load('k'))).toMatchObject({ found: 'unsent', begunOn: 'ban-4' })
  expect(restore(now, undefined)).toMatchObject({ found: 'nothing', begunOn: 'ban-5' })
})

test('edits that were begun before the first version say so, also after a reload behind the back of which it was published', async () => {
  const { server, keeper, edit, autosave } = start(createServer(), null)
  edit('Một')
  await vi.advanceTimersByTimeAsync(900)
  expect(server.held).toMatchObject({ base: null })
  server.setDown(true)
  edit('Hai')
  await vi.advanceTimersByTimeAsync(300)
  autosave.stop()
  const now = { flow: server.held.flow, layout: server.held.layout, revision: server.held.revision, begunOn: 'ban-1' }
  expect(restore(now, await keeper.load('k'))).toMatchObject({ found: 'unsent', begunOn: null })
})

test('a new version that is merged in is one undo step, and the draft stands on it from then on', async () => {
  const { server, keeper, document, edit, autosave, is } = start()
  edit('Của tôi')
  await vi.advanceTimersByTimeAsync(900)
  const mine = { flow: document.getState().flow, layout: document.getState().layout }
  const steps = document.getState().history.past.length
  expect(await autosave.mergeVersion('ban-4', { ...mine, flow: { ...mine.flow, title: 'Bản mới' } })).toBe(true)
  expect(server.held).toMatchObject({ base: 'ban-4', flow: { title: 'Bản mới', nodes: { map: { title: 'Của tôi' } } } })
  expect(document.getState().history.past).toHaveLength(steps + 1)
  expect(await keeper.load('k')).toMatchObject({ begunOn: 'ban-4' })
  document.getState().undo()
  expect(document.getState().flow).toEqual(mine.flow)
  await vi.advanceTimersByTimeAsync(900)
  expect(is()).toBe('saved')
  expect(server.held).toMatchObject({ base: 'ban-3' })
  document.getState().redo()
  await vi.advanceTimersByTimeAsync(900)
  expect(server.held).toMatchObject({ base: 'ban-4', flow: { title: 'Bản mới' } })
})

test('a new version that changes nothing in the draft is told to the server all the same', async () => {
  const { server, document, autosave } = start()
  const { flow, layout } = document.getState()
  expect(await autosave.mergeVersion('ban-4', { flow, layout })).toBe(true)
  expect(server.held).toMatchObject({ saves: 1, base: 'ban-4' })
})

test('edits that never reached the server come back after a reload, with their history', async () => {
  const { server, keeper, edit, autosave } = start()
  server.setDown(true)
  edit('Một')
  await vi.advanceTimersByTimeAsync(300)
  autosave.stop()
  const back = restore({ flow, layout: server.held.layout, revision: 1 }, await keeper.load('k'))
  expect(back.found).toBe('unsent')
  const document = createDocumentStore({ ...back, catalogue: testCatalogue })
  expect(document.getState().flow.nodes.map?.title).toBe('Một')
  expect(isDirty(document.getState())).toBe(true)
  document.getState().undo()
  expect(isDirty(document.getState())).toBe(false)
})

test('kept edits against a draft that went on are a conflict, and saved ones are forgotten', async () => {
  const { server, keeper, edit, autosave } = start()
  edit('Một')
  await vi.advanceTimersByTimeAsync(1000)
  const theirs = { ...flow, title: 'Của Lan' }
  expect(restore({ flow: theirs, layout: server.held.layout, revision: 7 }, await keeper.load('k'))).toMatchObject({
    found: 'nothing',
    flow: { title: 'Của Lan' },
    history: { past: [] },
  })
  server.setDown(true)
  edit('Hai')
  await vi.advanceTimersByTimeAsync(300)
  autosave.stop()
  const back = restore({ flow: theirs, layout: server.held.layout, revision: 7 }, await keeper.load('k'))
  expect(back).toMatchObject({ found: 'conflict', flow: { nodes: { map: { title: 'Hai' } } } })
})

test('edits of other places from elsewhere are merged with a notice, saved, and can be undone', async () => {
  const { server, document, edit, is, merged } = start()
  Object.assign(server.held, { revision: 5, flow: { ...flow, title: 'Của Lan' } })
  edit('Của tôi')
  await vi.advanceTimersByTimeAsync(2000)
  expect(is()).toBe('saved')
  expect(merged).toEqual(['merged'])
  expect(server.held).toMatchObject({ revision: 6, flow: { title: 'Của Lan', nodes: { map: { title: 'Của tôi' } } } })
  document.getState().undo()
  expect(document.getState().flow.title).toBe('Thử')
  expect(document.getState().flow.nodes.map?.title).toBe('Của tôi')
})

test('what both have changed is asked about, and the choice is saved with everything else', async () => {
  const { server, autosave, edit, is } = start()
  Object.assign(server.held, { revision: 5, flow: { ...ofLan, title: 'Tên mới' } })
  edit('Của tôi')
  await vi.advanceTimersByTimeAsync(900)
  expect(autosave.state.getState()).toMatchObject({
    is: 'conflict',
    merge: { conflicts: [{ path: ['nodes', 'map', 'title'], mine: 'Của tôi', theirs: 'Của Lan' }] },
  })
  await autosave.mergeBoth(new Map([['["nodes","map","title"]', 'theirs']]))
  expect(is()).toBe('saved')
  expect(server.held.flow).toMatchObject({ title: 'Tên mới', nodes: { map: { title: 'Của Lan' } } })
})
