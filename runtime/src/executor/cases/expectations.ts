import type { Run } from '#shared/api/runs.ts'
import type { Difference, TestCase } from '#shared/api/test-cases.ts'

/** Compares a test run with what was expected. */
export function differences(run: Run, expected: TestCase['expect']): readonly Difference[] {
  const found: Difference[] = []
  const compare = (place: string, wanted: unknown, actual: unknown): void =>
    void found.push(...subset(place, wanted, actual))
  if (expected.status !== undefined) compare('status', expected.status, run.status)
  if (expected.reply)
    compare('reply', expected.reply, run.reply ? { status: run.reply.status, body: run.reply.body } : undefined)
  if (expected.keys) compare('keys', expected.keys, run.keys)
  for (const [name, wanted] of Object.entries(expected.steps)) {
    const steps = run.steps.filter(({ node, path }) => node === name || path === name)
    const step = steps[0]
    if (wanted.times !== undefined) compare(`steps.${name}.times`, wanted.times, steps.length)
    if (!step) {
      if (wanted.times !== 0) found.push(reached(name, false))
      continue
    }
    const { status, port, error } = step
    const actual = { status, port, error: error?.code, body: bodyOf(step.output), input: bodyOf(step.input) }
    const { times: _times, ...rest } = wanted
    compare(`steps.${name}`, rest, actual)
  }
  for (const node of expected.notReached)
    if (run.steps.some((step) => step.node === node)) found.push(reached(node, true))
  if (run.error && (expected.status ?? 'done') === 'done') {
    const { vi, en } = run.error.message
    const node = run.errorNode ?? '?'
    found.push({ place: 'error', sentence: { vi: `lỗi ở ${node}: ${vi}`, en: `error at ${node}: ${en}` } })
  }
  return found
}

/** The body of a message as a run shows it; of several messages, the list of bodies. */
export function bodyOf(message: unknown): unknown {
  if (Array.isArray(message)) return message.map(bodyOf)
  return typeof message === 'object' && message !== null && 'body' in message ? message.body : message
}

/** Objects are compared by the named fields, lists and values whole. */
function subset(place: string, wanted: unknown, actual: unknown): readonly Difference[] {
  if (isRecord(wanted) && isRecord(actual)) {
    return Object.entries(wanted).flatMap(([key, value]) =>
      subset(`${place}.${key}`, value, Object.hasOwn(actual, key) ? actual[key] : undefined),
    )
  }
  if (Array.isArray(wanted) && Array.isArray(actual)) {
    const length = wanted.length === actual.length ? [] : [otherLength(place, wanted.length, actual.length)]
    return [...length, ...wanted.flatMap((value: unknown, i) => subset(`${place}[${i}]`, value, actual[i]))]
  }
  return wanted === actual ? [] : [otherValue(place, wanted, actual)]
}

function otherValue(place: string, wanted: unknown, actual: unknown): Difference {
  const nothing = { vi: 'không có gì', en: 'nothing' }
  const [expected, got] = [shown(wanted), shown(actual)]
  return {
    place,
    ...(expected === undefined ? {} : { expected }),
    ...(got === undefined ? {} : { actual: got }),
    sentence: {
      vi: `${place}: cần ${expected ?? nothing.vi}, nhận được ${got ?? nothing.vi}`,
      en: `${place}: expected ${expected ?? nothing.en}, got ${got ?? nothing.en}`,
    },
  }
}

function otherLength(place: string, wanted: number, actual: number): Difference {
  return {
    place,
    expected: String(wanted),
    actual: String(actual),
    sentence: {
      vi: `${place}: cần ${wanted} phần tử, nhận được ${actual}`,
      en: `${place}: expected ${wanted} items, got ${actual}`,
    },
  }
}

function reached(node: string, was: boolean): Difference {
  return {
    place: `steps.${node}`,
    sentence: was
      ? { vi: `steps.${node}: không được chạy tới mà đã chạy`, en: `steps.${node}: was reached` }
      : { vi: `steps.${node}: không chạy tới`, en: `steps.${node}: was not reached` },
  }
}

/** True for an object that is no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shown(value: unknown): string | undefined {
  return JSON.stringify(value)?.slice(0, 200)
}
