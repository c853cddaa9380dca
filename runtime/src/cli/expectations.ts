import { z } from 'zod'
import type { Run } from '#shared/api/runs.ts'

/** What a test case may say of one step. `body` is compared as a subset: fields that are not named may be anything. */
const stepSchema = z.strictObject({
  status: z.string().optional(),
  port: z.string().optional(),
  body: z.unknown().optional(),
  input: z.unknown().optional(),
  error: z.string().optional(),
  /** How often the node ran. */
  times: z.number().int().min(0).optional(),
})

/** A test case of a flow: a sample, what the partners answer, and what must come of it (`flows/<id>/tests/*.json`). */
export const testCaseSchema = z.strictObject({
  title: z.string().min(1),
  trigger: z.string().optional(),
  input: z.strictObject({ body: z.unknown(), headers: z.record(z.string(), z.string()).optional() }),
  stubs: z
    .record(z.string(), z.union([z.strictObject({ body: z.unknown() }), z.strictObject({ error: z.string() })]))
    .default({}),
  expect: z.strictObject({
    status: z.string().optional(),
    reply: z.strictObject({ status: z.number().optional(), body: z.unknown().optional() }).optional(),
    keys: z.record(z.string(), z.string()).optional(),
    steps: z.record(z.string(), stepSchema).default({}),
    notReached: z.array(z.string()).default([]),
  }),
})
export type TestCase = z.infer<typeof testCaseSchema>

/** Compares a test run with what was expected; gives one sentence a difference. */
export function differences(run: Run, expected: TestCase['expect']): readonly string[] {
  const found: string[] = []
  const compare = (place: string, wanted: unknown, actual: unknown): void =>
    void found.push(...subset(place, wanted, actual))
  if (expected.status !== undefined) compare('status', expected.status, run.status)
  if (expected.reply)
    compare('reply', expected.reply, run.reply ? { status: run.reply.status, body: run.reply.body } : undefined)
  if (expected.keys) compare('keys', expected.keys, run.keys)
  for (const [node, wanted] of Object.entries(expected.steps)) {
    const steps = run.steps.filter((step) => step.node === node)
    const step = steps[0]
    if (wanted.times !== undefined) compare(`steps.${node}.times`, wanted.times, steps.length)
    if (!step) {
      if (wanted.times !== 0) found.push(`steps.${node}: was not reached`)
      continue
    }
    const { status, port, error } = step
    const actual = { status, port, error: error?.code, body: bodyOf(step.output), input: bodyOf(step.input) }
    const { times: _times, ...rest } = wanted
    compare(`steps.${node}`, rest, actual)
  }
  for (const node of expected.notReached) {
    if (run.steps.some((step) => step.node === node)) found.push(`steps.${node}: was reached`)
  }
  if (run.error && (expected.status ?? 'done') === 'done')
    found.push(`error at ${run.errorNode ?? '?'}: ${run.error.message.vi}`)
  return found
}

function bodyOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'body' in message ? message.body : message
}

/** Objects are compared by the named fields, lists and values whole. */
function subset(place: string, wanted: unknown, actual: unknown): readonly string[] {
  if (isRecord(wanted) && isRecord(actual)) {
    return Object.entries(wanted).flatMap(([key, value]) =>
      subset(`${place}.${key}`, value, Object.hasOwn(actual, key) ? actual[key] : undefined),
    )
  }
  if (Array.isArray(wanted) && Array.isArray(actual)) {
    const length =
      wanted.length === actual.length ? [] : [`${place}: expected ${wanted.length} items, got ${actual.length}`]
    return [...length, ...wanted.flatMap((value: unknown, i) => subset(`${place}[${i}]`, value, actual[i]))]
  }
  return wanted === actual ? [] : [`${place}: expected ${show(wanted)}, got ${show(actual)}`]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 200)
}
