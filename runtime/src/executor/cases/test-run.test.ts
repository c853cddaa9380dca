import { expect, test } from 'vitest'
import type { TestRequest } from '#shared/api/test-runs.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { outside, randomLibrary } from '../testing/random-nodes.ts'
import { noTools } from '../testing/walk-through.ts'
import { testRun } from './test-run.ts'

const rounds = { body: { trail: '', rounds: {} } }
const flow = (nodes: Flow['nodes']): Flow => ({
  format: 1,
  id: 'thu',
  title: 'x',
  nodes: { vao: { use: 'tin@1', to: { out: [Object.keys(nodes)[0] ?? ''] } }, ...nodes },
})
function tried(draft: Flow, request: Partial<TestRequest> = {}) {
  const it = outside()
  const parts = { library: randomLibrary(it), tools: noTools, clock: () => 1000, newRunId: () => 'R' }
  return { it, run: testRun(draft, { input: rounds, ...request } as TestRequest, parts) }
}

test('a stub stands for the partner, who is not asked', async () => {
  const { it, run } = tried(flow({ a: { use: 'gui@1', to: { out: ['b'] } }, b: { use: 'loc@1' } }), {
    stubs: { a: { body: { trail: 'x', rounds: {} } } },
  })
  expect((await run).steps.map(({ node, effect }) => [node, effect])).toEqual([
    ['vao', 'none'],
    ['a', 'stub'],
    ['b', 'none'],
  ])
  expect((await run).steps[1]?.output).toMatchObject({ body: { trail: 'x' } })
  expect(it.calls).toEqual([])
})

test('a stub that fails fails at once, without further tries, with a code of the table or as itself', async () => {
  const draft = flow({ a: { use: 'hoi@1' } })
  expect(await tried(draft, { stubs: { a: { error: 'connect.timeout' } } }).run).toMatchObject({
    status: 'failed',
    errorNode: 'a',
    error: { code: 'connect.timeout' },
  })
  expect(await tried(draft, { stubs: { a: { error: 'constructor' } } }).run).toMatchObject({
    status: 'failed',
    error: { code: 'bug.unexpected' },
  })
})

test('delays do not wait', async () => {
  const { run } = tried(
    flow({ a: { use: 'delay@1', settings: { for: 'PT5H' }, to: { out: ['b'] } }, b: { use: 'tinh@1' } }),
  )
  expect(await run).toMatchObject({ status: 'done', steps: [{}, { node: 'a', status: 'done' }, { node: 'b' }] })
})

test('a loop without end is stopped, and what is shown of it stays small', async () => {
  const { run } = tried(flow({ a: { use: 'delay@1', to: { out: ['b'] } }, b: { use: 'tinh@1', to: { out: ['a'] } } }))
  const { status, error, steps } = await run
  expect([status, error?.code, steps.length]).toEqual(['failed', 'run.too-many-steps', 2000])
})

const line = flow({
  a: { use: 'gui@1', to: { out: ['b'] } },
  b: { use: 'gui@1', to: { out: ['c'] } },
  c: { use: 'gui@1' },
})
const seen = { body: { trail: 'x', rounds: {} } }
const ways = async (run: ReturnType<typeof testRun>) =>
  (await run).steps.map(({ path, status, effect }) => [path, status, effect])

test('run to a step goes no further, and leaves out what does not lead to it', async () => {
  const fork = flow({
    a: { use: 'gui@1', to: { out: ['b', 'beside'] } },
    beside: { use: 'gui@1' },
    b: { use: 'gui@1', to: { out: ['c'] } },
    c: { use: 'gui@1' },
  })
  const { it, run } = tried(fork, { until: 'b' })
  expect((await run).steps.map(({ node }) => node)).toEqual(['vao', 'a', 'b'])
  expect(it.calls.map(({ path }) => path)).toEqual(['a', 'b'])
  await expect(tried(fork, { until: 'khong-co' }).run).rejects.toMatchObject({ data: { code: 'test.no-step' } })
})

test('what is given is not run: pinned for every step of a node, kept for one path', async () => {
  const { it, run } = tried(line, {
    given: {
      a: { by: 'before', messages: [seen] },
      b: { by: 'pin', messages: [{ body: { trail: 'ghim-1', rounds: {} } }] },
    },
  })
  expect(await ways(run)).toEqual([
    ['vao', 'done', 'none'],
    ['a', 'done', 'kept'],
    ['b', 'done', 'pinned'],
    ['c', 'done', 'simulator'],
  ])
  expect(it.calls.map(({ path }) => path)).toEqual(['c'])
  expect((await run).steps[3]?.input).toMatchObject({ body: { trail: 'ghim-1' } })
  expect(await ways(tried(line, { given: { a: { by: 'pin', messages: [] } } }).run)).toEqual([
    ['vao', 'done', 'none'],
    ['a', 'dropped', 'pinned'],
  ])
})

test('at a breakpoint it stands still and says where; it goes on from what is given, with the message that was edited', async () => {
  const halt = { at: [{ node: 'b' }] }
  const first = await tried(line, { halt }).run
  expect([first.status, first.held, first.endedAt]).toEqual(['waiting', ['b'], undefined])
  expect(first.steps.at(-1)).toMatchObject({ path: 'b', status: 'waiting' })
  const { it, run } = tried(line, {
    halt: { ...halt, passed: ['b'], edited: { b: { body: { trail: 'sua', rounds: {} } } } },
    given: { a: { by: 'before', messages: [seen] } },
    of: { run: first.id, at: first.acceptedAt },
  })
  const second = await run
  expect([second.status, second.id, second.acceptedAt]).toEqual(['done', first.id, first.acceptedAt])
  expect(second.steps.find(({ path }) => path === 'b')?.input).toMatchObject({ body: { trail: 'sua' } })
  expect(it.calls.map(({ path }) => path)).toEqual(['b', 'c'])
})

test('a breakpoint on a wire holds only what comes over it, and one in front of every step holds at the next', async () => {
  expect((await tried(line, { halt: { at: [{ node: 'c', from: 'a' }] } }).run).status).toBe('done')
  expect((await tried(line, { halt: { at: [{ node: 'c', from: 'b' }] } }).run).held).toEqual(['c'])
  const every = await tried(line, { halt: { at: [], every: true, passed: ['vao', 'a'] } }).run
  expect(every.held).toEqual(['b'])
})
