import { expect, test } from 'vitest'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Flow, FlowNode } from '#shared/flow/flow.ts'
import { effect, flow, world } from '../testing/world.ts'
import { shadowDetail, shadowRuns } from './shadow.ts'

const reply = (text: string): FlowNode => ({
  use: 'http-reply@1',
  settings: { content: 'value', body: { expr: text } },
})
/** Asks, then answers with a text made of the answer. */
const asking = (text: string, more: Record<string, FlowNode> = {}): Flow =>
  flow({ hoi: effect('hoi', 'hoi', ['tra'], { retry: 'khong' }), tra: reply(text), ...more })

async function past(it: ReturnType<typeof world>, ends: string, ...bodies: readonly unknown[]): Promise<string[]> {
  const runs: string[] = []
  for (const body of bodies) {
    const { run } = it.send(body)
    await it.until(run, ends)
    runs.push(run)
  }
  return runs
}

const partsOf = (it: ReturnType<typeof world>) => ({ ...it.parts, engine: it.engine, flows: it.flows })

test('the same content is the same for every message, and nobody is asked', async () => {
  const it = world([asking('{ "ten": ten }')])
  it.outside.script.set('hoi', [() => ({ ten: 'A' }), () => ({ ten: 'B' })])
  const runs = await past(it, 'done', 1, 2)
  const rows = await shadowRuns(it.flow, runs, partsOf(it))
  expect(rows.map(({ run, result, before, after }) => [run, result, before, after])).toEqual(
    runs.map((run) => [run, 'same', 'done', 'done']),
  )
  expect(it.outside.calls).toHaveLength(2)
})

test('a draft that answers otherwise is told message by message, with the node and the place', async () => {
  const it = world([asking('{ "ten": ten }')])
  it.outside.script.set('hoi', [() => ({ ten: 'An' }), () => ({ ten: 'BÌNH' })])
  const runs = await past(it, 'done', 1, 2)
  const rows = await shadowRuns(asking('{ "ten": $uppercase(ten) }'), runs, partsOf(it))
  expect(rows[0]).toMatchObject({
    result: 'changed',
    first: { node: 'tra', path: 'tra', before: '"An"', after: '"AN"' },
  })
  expect(rows[0]?.first?.place).toMatch(/ten$/)
  expect(rows[1]).toMatchObject({ result: 'same' })
})

test('a draft that fails where the message went well is a new error', async () => {
  const it = world([asking('{ "ten": ten }')])
  const [run = ''] = await past(it, 'done', 1)
  const [row] = await shadowRuns(asking('$error("hỏng")'), [run], partsOf(it))
  expect(row).toMatchObject({ result: 'new-error', before: 'done', after: 'failed', first: { node: 'tra' } })
})

test('an effect that the journal does not know is said to be unknown and does not happen', async () => {
  const it = world([asking('1')])
  const [run = ''] = await past(it, 'done', 1)
  const draft = flow({
    hoi: effect('hoi', 'hoi', ['them'], { retry: 'khong' }),
    them: effect('gui', 'them', ['tra']),
    tra: reply('1'),
  })
  const [row] = await shadowRuns(draft, [run], partsOf(it))
  expect(row).toMatchObject({ result: 'unknown', unanswered: ['them'], first: { node: 'them', place: 'added' } })
  expect(it.outside.calls.map(({ name }) => name)).toEqual(['hoi'])
})

test('what a partner would be asked with counts as a change: its message and the settings of the asking node', async () => {
  const it = world([asking('1')])
  const [run = ''] = await past(it, 'done', { ma: 1 })
  const other = flow({ ...it.flow.nodes, hoi: effect('hoi', 'khac', ['tra'], { retry: 'khong' }) })
  const nodes = { ...other.nodes }
  delete nodes.vao
  const [row] = await shadowRuns(flow(nodes), [run], partsOf(it))
  expect(row).toMatchObject({ result: 'changed', first: { node: 'hoi', place: 'settings.name', after: '"khac"' } })
})

test('a failure of a partner stays what it was, and a draft that deals with it is a change', async () => {
  const it = world([asking('1')])
  it.outside.script.set('hoi', [() => permanent('http.rejected', { host: 'h', status: 400 })])
  const [run = ''] = await past(it, 'failed', 1)
  expect(await shadowRuns(it.flow, [run], partsOf(it))).toMatchObject([{ result: 'same', after: 'failed' }])
  const draft = asking('1')
  const dealt = {
    ...draft,
    nodes: { ...draft.nodes, hoi: effect('hoi', 'hoi', ['tra'], { retry: 'khong', then: 'tra' }) },
  }
  expect(await shadowRuns(dealt, [run], partsOf(it))).toMatchObject([
    { result: 'changed', before: 'failed', after: 'done', first: { node: 'tra', place: 'added' } },
  ])
})

test('delays of a draft do not wait, and a circle without end is stopped while other work gets its turn', async () => {
  const it = world([asking('1')])
  const [run = ''] = await past(it, 'done', 1)
  const delayed = flow({ cho: { use: 'delay@1', settings: { for: 'PT5H' }, to: { out: ['hoi'] } }, ...nodesOf('1') })
  expect(await shadowRuns(delayed, [run], partsOf(it))).toMatchObject([{ result: 'same' }])
  const circle = flow({
    a: { use: 'delay@1', settings: { for: 'PT1S' }, to: { out: ['b'] } },
    b: { use: 'delay@1', settings: { for: 'PT1S' }, to: { out: ['a'] } },
  })
  let turns = 0
  const count = setInterval(() => turns++, 1)
  const rows = await shadowRuns(circle, [run], partsOf(it))
  clearInterval(count)
  expect(rows).toMatchObject([{ result: 'new-error' }])
  expect(turns).toBeGreaterThan(5)
})

function nodesOf(text: string): Record<string, FlowNode> {
  return { hoi: effect('hoi', 'hoi', ['tra'], { retry: 'khong' }), tra: reply(text) }
}

test('one message can be looked at step by step on both ways', async () => {
  const it = world([asking('{ "ten": ten }')])
  it.outside.script.set('hoi', [() => ({ ten: 'An' })])
  const [run = ''] = await past(it, 'done', 1)
  const detail = await shadowDetail(asking('{ "ten": "khác" }'), run, partsOf(it))
  expect(detail?.row.result).toBe('changed')
  expect(detail?.steps.map(({ path }) => path)).toEqual(['vao', 'hoi', 'tra'])
  expect(detail?.steps[1]).toMatchObject({ before: { output: { body: { ten: 'An' } } }, after: { status: 'done' } })
  expect(await shadowDetail(it.flow, 'khong-co', partsOf(it))).toBeUndefined()
})
