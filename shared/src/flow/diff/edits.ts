import type { Flow } from '../flow.ts'
import { parseFlow } from '../parse.ts'
import { canonicalFlow } from '../serialise.ts'
import { isSame, joined, type Parts, type Path, partsBySteps, partsOf } from './parts.ts'

/**
 * One difference between two flows: what stands at a place before and after (`undefined` = nothing), or, with `order`, that the
 * rows of a list stand in another order. A node that came or went is one edit; of a node that stayed, each field is.
 */
export interface Edit {
  readonly path: Path
  readonly before?: unknown
  readonly after?: unknown
  readonly order?: { readonly before: readonly string[]; readonly after: readonly string[] }
}

/** The smallest list of edits that leads from one flow to the other; empty when they say the same. Layout does not count. */
export function diffFlows(from: Flow, to: Flow): readonly Edit[] {
  return differences([], plainFlow(from), plainFlow(to))
}

/** Applies edits; `applyEdits(a, diffFlows(a, b))` says the same as `b`. Throws when the outcome is no flow. */
export function applyEdits(flow: Flow, edits: readonly Edit[]): Flow {
  return flowOfPlain(applied([], plainFlow(flow), edits))
}

/** The canonical value of a flow as plain JSON, the form that is compared and merged. */
export function plainFlow(flow: Flow): unknown {
  return JSON.parse(JSON.stringify(canonicalFlow(flow)))
}

/** The flow behind plain JSON. */
export function flowOfPlain(value: unknown): Flow {
  const { flow, problems } = parseFlow(value)
  if (!flow) throw new Error(`not a flow: ${problems[0]?.message.en ?? ''}`)
  return flow
}

/** The edits between two values at a place. */
export function differences(path: Path, before: unknown, after: unknown): readonly Edit[] {
  if (isSame(before, after)) return []
  const [a, b] = partsOf([before, after], path) ?? []
  if (!a || !b) return [{ path, ...present('before', before), ...present('after', after) }]
  const steps = [...new Set([...a.keys(), ...b.keys()])]
  const inner = steps.flatMap((step) => differences([...path, step], a.get(step), b.get(step)))
  const order = Array.isArray(after) || Array.isArray(before) ? reordered(path, a, b) : []
  return [...inner, ...order]
}

function present(name: 'before' | 'after', value: unknown): { readonly before?: unknown; readonly after?: unknown } {
  return value === undefined ? {} : { [name]: value }
}

/** Rows that stay keep their order and new ones come last, unless an edit says otherwise. */
function naturalOrder(before: readonly string[], there: (step: string) => boolean, added: readonly string[]): string[] {
  return [...before.filter(there), ...added]
}

function reordered(path: Path, a: Parts, b: Parts): readonly Edit[] {
  const before = [...a.keys()]
  const after = [...b.keys()]
  const natural = naturalOrder(
    before,
    (step) => b.has(step),
    after.filter((step) => !a.has(step)),
  )
  return isSame(natural, after) ? [] : [{ path, order: { before, after } }]
}

function applied(path: Path, value: unknown, edits: readonly Edit[]): unknown {
  if (edits.length === 0) return value
  const depth = path.length
  const here = edits.find((it) => it.path.length === depth && !it.order)
  if (here) return here.after
  const order = edits.find((it) => it.path.length === depth)?.order
  const steps = new Map<string, Edit[]>()
  for (const edit of edits) {
    const step = edit.path[depth]
    if (step === undefined) continue
    const list = steps.get(step)
    if (list) list.push(edit)
    else steps.set(step, [edit])
  }
  const first = [...steps.keys()][0] ?? order?.before[0] ?? order?.after[0] ?? ''
  const parts = new Map(partsBySteps(value, path, first))
  for (const [step, inner] of steps) parts.set(step, applied([...path, step], parts.get(step), inner))
  const list = Array.isArray(value) || (path.length === 4 && path[2] === 'to')
  return joined(order ? sortedBy(parts, order.after) : parts, list, path)
}

function sortedBy(parts: Parts, order: readonly string[]): Parts {
  const place = new Map(order.map((step, at) => [step, at]))
  const last = order.length
  return new Map([...parts].sort(([a], [b]) => (place.get(a) ?? last) - (place.get(b) ?? last)))
}
