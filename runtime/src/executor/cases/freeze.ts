import type { Run, RunStep } from '#shared/api/runs.ts'
import type { TestCase } from '#shared/api/test-cases.ts'
import { bodyOf, isRecord } from './expectations.ts'

type Expect = TestCase['expect']

/** More steps than these are not frozen one by one, only counted. */
const MOST_STEPS = 50

/**
 * What must come of a case, frozen from two test runs of it under other times and ids: what the outside sees of it (status, reply, keys, what
 * each effect was asked with), and what left the last steps where the flow ends in silence. What differs between the two runs is volatile and
 * left open. `outside` are the nodes that touch the outside or call another flow.
 */
export function freeze(run: Run, again: Run, outside: ReadonlySet<string>): Expect {
  const steps: Expect['steps'] = {}
  const others = new Map(again.steps.map((step) => [step.path, step]))
  const counts = Map.groupBy(run.steps, ({ node }) => node)
  for (const [node, all] of counts) if (outside.has(node) && all.length > 1) steps[node] = { times: all.length }
  const told = run.steps.filter((step) => outside.has(step.node) || step.status === 'failed')
  for (const step of told.slice(0, MOST_STEPS)) {
    const place = (counts.get(step.node)?.length ?? 0) > 1 ? step.path : step.node
    steps[place] = { ...steps[place], ...ofStep(step, others.get(step.path), outside.has(step.node)) }
  }
  // Nothing was sent and nobody answered: the result is what the last steps made.
  if (told.length === 0 && !run.reply)
    for (const step of lastSteps(run).slice(0, MOST_STEPS)) {
      const body = stable(bodyOf(step.output), bodyOf(others.get(step.path)?.output))
      steps[step.path] = { status: step.status, ...(body === undefined ? {} : { body }) }
    }
  const reply = run.reply && { status: run.reply.status, body: stable(run.reply.body, again.reply?.body) }
  const keys = stable(run.keys, again.keys)
  return {
    status: run.status,
    ...(reply ? { reply: { status: reply.status, ...(reply.body === undefined ? {} : { body: reply.body }) } } : {}),
    ...(isTexts(keys) && Object.keys(keys).length > 0 ? { keys } : {}),
    steps,
    notReached: [...outside].filter((node) => !counts.has(node)).sort(),
  }
}

function ofStep(step: RunStep, other: RunStep | undefined, asked: boolean): Expect['steps'][string] {
  const input = asked ? stable(bodyOf(step.input), bodyOf(other?.input)) : undefined
  return {
    status: step.status,
    ...(input === undefined ? {} : { input }),
    ...(step.error ? { error: step.error.code } : {}),
  }
}

/** Steps that nothing came from. */
function lastSteps(run: Run): readonly RunStep[] {
  const left = new Set(run.steps.map(({ from }) => from))
  return run.steps.filter(({ path }) => !left.has(path))
}

function isTexts(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((it) => typeof it === 'string')
}

/** What two values have in common, in the way that expectations are compared: fields of objects, lists whole. Undefined: nothing. */
export function stable(a: unknown, b: unknown): unknown {
  if (isRecord(a) && isRecord(b)) {
    const common = Object.entries(a).map(([key, value]) => [
      key,
      stable(value, Object.hasOwn(b, key) ? b[key] : undefined),
    ])
    return Object.fromEntries(common.filter(([, value]) => value !== undefined))
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return undefined
    const common = a.map((value: unknown, i) => stable(value, b[i]))
    return common.includes(undefined) ? undefined : common
  }
  return a === b ? a : undefined
}
