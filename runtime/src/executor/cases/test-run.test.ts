import { expect, test } from 'vitest'
import type { TestRequest } from '#shared/api/runs.ts'
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
