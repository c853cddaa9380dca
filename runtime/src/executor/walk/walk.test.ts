import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JournalEntry } from '#runtime/engine/engine.ts'
import type { Flow } from '#shared/flow/flow.ts'
import type { Emission } from '#shared/node/run.ts'
import type { StepRecord } from '../run-env.ts'
import { randomFlow } from '../testing/random-flow.ts'
import { type Call, type RecordingOutside as Outside, outside } from '../testing/random-nodes.ts'
import { type WalkedThrough, walkThrough } from '../testing/walk-through.ts'

/** What a step is to a reader: where, what came in, what left, how it ended. */
const views = (steps: readonly StepRecord[]) =>
  Object.fromEntries(
    steps.map(({ path, node, status, input, output, port, from, error }) => [
      path,
      { node, status, input, output, port, from, error: error?.code },
    ]),
  )

function expectUniquePaths(steps: readonly StepRecord[]): void {
  const paths = steps.map((step) => step.path)
  expect(paths.filter((path, i) => paths.indexOf(path) !== i)).toEqual([])
}

/** One key, one input: a partner that honours keys never takes one message for another. */
function expectHonestKeys(calls: readonly Call[]): void {
  const inputs = new Map<string, string>()
  for (const { key, input } of calls) {
    expect(input).toBe(inputs.get(key) ?? input)
    inputs.set(key, input)
  }
}

/** What the outside had done by the cut: what the rows say, and what was asked for in them and answered in `known` only. */
function doneBy(
  rows: readonly JournalEntry[],
  known: readonly JournalEntry[],
  it: Outside,
): ReadonlyMap<string, Emission> {
  const asked = new Set(rows.flatMap((row) => (row.kind === 'intent' ? [`${row.path} ${row.attempt}`] : [])))
  const answered = (row: JournalEntry): readonly string[] =>
    row.kind === 'effect' && (rows.includes(row) || asked.has(`${row.path} ${row.attempt}`)) ? [`R:${row.path}`] : []
  const keys = new Set(known.flatMap(answered))
  return new Map([...it.done].filter(([key]) => keys.has(key)))
}

const effects = (it: Outside): Readonly<Record<string, Emission>> => Object.fromEntries([...it.done].sort())

/** Walks a flow whole; flows that run too long are left out. */
async function whole(flow: Flow): Promise<{ it: Outside; first: WalkedThrough }> {
  const it = outside()
  const first = await walkThrough(flow, it)
  fc.pre(first !== undefined)
  return { it, first: first as WalkedThrough }
}

test('every step of a run has a path of its own, and a key that stands for one input', async () => {
  await fc.assert(
    fc.asyncProperty(randomFlow, async (flow) => {
      const { it, first } = await whole(flow)
      expectUniquePaths(first.steps)
      expectHonestKeys(it.calls)
    }),
    { numRuns: 1000, seed: 20260105 },
  )
})

test('an aggregator inside a loop has a path for each round', async () => {
  const loop = (use: string, out: string, more: object = {}) => ({
    use,
    settings: { id: use, ...more },
    to: { out: [out] },
  })
  const flow: Flow = {
    format: 1,
    id: 'x',
    title: 'x',
    nodes: {
      vao: { use: 'tin@1', to: { out: ['tach'] } },
      tach: loop('tach@1', 'hoi'),
      hoi: loop('hoi@1', 'gop'),
      gop: loop('gop@1', 'vong'),
      vong: { use: 'vong@1', settings: { id: 'v', count: 2 }, to: { lap: ['cho'] } },
      cho: { use: 'delay@1', settings: { for: 'PT0.002S' }, to: { out: ['tach'] } },
    },
  }
  const { first } = await whole(flow)
  expectUniquePaths(first.steps)
  expect(first.steps.map((step) => step.path).filter((path) => path.startsWith('gop'))).toEqual([
    'gop',
    'gop#2',
    'gop#3',
  ])
})

test('a replay of the journal shows the same steps and touches nothing', async () => {
  await fc.assert(
    fc.asyncProperty(randomFlow, async (flow) => {
      const { it, first } = await whole(flow)
      const calls = it.calls.length
      const again = await walkThrough(flow, it, first.journal, 'replay')
      expect(views(again?.steps ?? [])).toEqual(views(first.steps))
      expect(again?.status).toBe(first.status)
      expect(again?.journal).toEqual(first.journal)
      expect(it.calls).toHaveLength(calls)
    }),
    { numRuns: 600, seed: 20260106 },
  )
})

test('a run that is cut off after any row of its journal goes on to the same effects, steps and end', async () => {
  let cut = 0
  await fc.assert(
    fc.asyncProperty(randomFlow, fc.nat(), fc.boolean(), async (flow, where, lost) => {
      const { it, first } = await whole(flow)
      const rows = first.journal.slice(0, where % (first.journal.length + 1))
      const done = doneBy(rows, lost ? first.journal : rows, it)
      const after = outside(done)
      const second = await walkThrough(flow, after, rows)
      if (rows.length < first.journal.length) cut++
      expectUniquePaths(second?.steps ?? [])
      expectHonestKeys([...it.calls, ...after.calls])
      for (const { once, key } of after.calls) if (once) expect(done.has(key)).toBe(false)
      // An effect without a probe whose answer was cut off waits for a person; all else comes out as without the cut.
      if (second?.status === 'in-doubt') {
        expect(rows.some((row) => row.kind === 'intent')).toBe(true)
        return
      }
      expect(second?.status).toBe(first.status)
      expect(views(second?.steps ?? [])).toEqual(views(first.steps))
      expect(effects(after)).toEqual(effects(it))
    }),
    { numRuns: 1000, seed: 20260107 },
  )
  expect(cut).toBeGreaterThan(100)
})
