import type { Next } from '#runtime/engine/engine.ts'
import type { ShadowRow } from '#shared/api/shadow.ts'
import type { Reply } from '#shared/message/message.ts'
import { isRecord } from '../cases/expectations.ts'
import type { CompiledFlow } from '../compile.ts'
import type { StepRecord } from '../run-env.ts'

/** The way of one message through one content of a flow. */
export interface Way {
  readonly compiled: CompiledFlow
  readonly steps: readonly StepRecord[]
  readonly reply: Reply | undefined
  readonly next: Next
}

type Compared = Pick<ShadowRow, 'before' | 'after' | 'result' | 'first' | 'unanswered'>
type First = NonNullable<ShadowRow['first']>

const MOST_UNANSWERED = 10
const LONGEST_TEXT = 200

/**
 * Compares two ways of a message by what the outside sees: what it is asked and with which settings, the reply, the state at the end and its
 * error. Where that differs, `first` is the first step in walking order at which the new way leaves the old one.
 */
export function compareWays(before: Way, after: Way): Compared {
  const unanswered = after.steps.filter(
    (step) => isOpen(step) && !before.steps.some((it) => it.path === step.path && isOpen(it)),
  )
  const failedNow = after.next.status === 'failed' && before.next.status !== 'failed'
  const states = { before: before.next.status, after: after.next.status }
  const paths = unanswered.slice(0, MOST_UNANSWERED).map(({ path }) => path)
  if (!failedNow && unanswered.length === 0 && sameOutside(before, after))
    return { ...states, result: 'same', unanswered: paths }
  const result = failedNow ? 'new-error' : unanswered.length > 0 ? 'unknown' : 'changed'
  const first = firstDifference(before, after)
  return { ...states, result, ...(first ? { first } : {}), unanswered: paths }
}

/** Nothing is known of what comes of the step. */
function isOpen({ status }: StepRecord): boolean {
  return status === 'running' || status === 'waiting' || status === 'retrying'
}

function sameOutside(before: Way, after: Way): boolean {
  const seen = ({ steps, reply, next, compiled }: Way) => ({
    status: next.status,
    error: 'error' in next ? next.error?.code : undefined,
    reply: reply && { status: reply.status, headers: reply.headers, body: reply.body },
    asked: Object.fromEntries(
      steps
        .filter(({ effect, childRun, node }) => effect || childRun !== undefined || asks(compiled, node))
        .map(({ path, node, input }) => [path, { input, settings: compiled.nodes.get(node)?.settings }]),
    ),
  })
  return difference(seen(before), seen(after)) === undefined
}

function asks(compiled: CompiledFlow, node: string): boolean {
  const found = compiled.nodes.get(node)
  return found !== undefined && (found.effects !== 'none' || found.type === 'call-flow')
}

function firstDifference(before: Way, after: Way): First | undefined {
  const old = new Map(before.steps.map((step) => [step.path, step]))
  for (const step of after.steps) {
    const was = old.get(step.path)
    if (!was) return { node: step.node, path: step.path, place: 'added' }
    const place = stepDifference(was, step, before.compiled, after.compiled)
    if (place) return { node: step.node, path: step.path, ...place }
  }
  const now = new Set(after.steps.map(({ path }) => path))
  const gone = before.steps.find(({ path }) => !now.has(path))
  if (gone) return { node: gone.node, path: gone.path, place: 'removed' }
  const whole = difference(
    { status: before.next.status, reply: before.reply },
    { status: after.next.status, reply: after.reply },
  )
  if (!whole) return undefined
  // A reply leaves no trace in what goes on from its node.
  const answering = after.steps.find(({ node }) =>
    /^(?:http|soap)-reply$/.test(after.compiled.nodes.get(node)?.type ?? ''),
  )
  const at = whole.place.startsWith('reply') && answering ? answering : { node: '', path: '' }
  return { node: at.node, path: at.path, ...whole }
}

function stepDifference(was: StepRecord, is: StepRecord, before: CompiledFlow, after: CompiledFlow): Place | undefined {
  const settings = (compiled: CompiledFlow, node: string) =>
    asks(compiled, node) ? { settings: compiled.nodes.get(node)?.settings } : {}
  const shown = ({ status, port, error, output, node }: StepRecord, compiled: CompiledFlow) => ({
    ...settings(compiled, node),
    status,
    port,
    error: error?.code,
    output,
  })
  return difference(shown(was, before), shown(is, after))
}

interface Place {
  readonly place: string
  readonly before?: string
  readonly after?: string
}

/** The first place where two values of JSON differ, with both sides as text. */
function difference(before: unknown, after: unknown, place = ''): Place | undefined {
  if (isRecord(before) && isRecord(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const found = difference(own(before, key), own(after, key), place === '' ? key : `${place}.${key}`)
      if (found) return found
    }
    return undefined
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    for (let i = 0; i < Math.max(before.length, after.length); i++) {
      const found = difference(before[i], after[i], `${place}[${i}]`)
      if (found) return found
    }
    return undefined
  }
  if (Object.is(before, after)) return undefined
  const [was, is] = [JSON.stringify(before), JSON.stringify(after)]
  return {
    place,
    ...(was === undefined ? {} : { before: was.slice(0, LONGEST_TEXT) }),
    ...(is === undefined ? {} : { after: is.slice(0, LONGEST_TEXT) }),
  }
}

function own(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined
}
