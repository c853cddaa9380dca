import type { Flow, FlowNode } from '../flow/flow.ts'
import type { JsonSchema } from '../node/define.ts'
import { fieldAt, isUnknown, typeOf } from './body-schema.ts'
import type { FlowSchemas, KnowNode } from './flow-schemas.ts'
import type { KnownNode } from './infer.ts'
import { type BodyRead, readsOf } from './reads.ts'

/** How well what arrives over a wire fits what the node behind it needs, worst last. */
export type WireState = 'ok' | 'maybe' | 'lossy' | 'error'

/**
 * What is wrong with one field. `absent`: it certainly does not come · `uncertain`: it may be left out, and the step would fail ·
 * `digits`: a code would become a number and lose zeros or digits · `type`: it is of a kind that the node cannot take.
 */
export interface Finding {
  readonly is: 'absent' | 'uncertain' | 'digits' | 'type'
  readonly state: Exclude<WireState, 'ok'>
  /** `ChuHoSo.HoTen`; `$` is the whole body. */
  readonly field: string
  /** Where the settings read it; never empty. */
  readonly settings: readonly string[]
  /** For `type`: what the node needs. */
  readonly needs?: string
  /** Why an officer has accepted it; it does not count then. */
  readonly accepted?: string
}

/** A wire with what was found about it. */
export interface WireCheck {
  readonly from: string
  readonly port: string
  readonly to: string
  readonly state: WireState
  readonly findings: readonly Finding[]
}

const rank: Readonly<Record<WireState, number>> = { ok: 0, maybe: 1, lossy: 2, error: 3 }

interface Kept {
  readonly target: KnownNode
  readonly arrives: JsonSchema
  readonly together: JsonSchema
  readonly check: WireCheck
}

/** Checks wires one edit after the other: a wire whose ends stay the same keeps its very check. Wires at unknown types are left out. */
export function createWireChecker(): (
  flow: Pick<Flow, 'nodes'>,
  know: KnowNode,
  schemas: FlowSchemas,
) => ReadonlyMap<string, WireCheck> {
  let before = new Map<string, Kept>()
  return (flow, know, schemas) => {
    const kept = new Map<string, Kept>()
    const visit = (from: string, port: string, to: string): void => {
      const node = Object.hasOwn(flow.nodes, to) ? flow.nodes[to] : undefined
      const target = node && know(node)
      if (!target) return
      const key = `${from}|${port}|${to}`
      const arrives = schemas.out(from, port)
      const together = schemas.into(to)
      const old = before.get(key)
      const same = old?.target === target && old.arrives === arrives && old.together === together
      const check = same ? old.check : { from, port, to, ...judge(target, arrives, together) }
      kept.set(key, { target, arrives, together, check })
    }
    for (const [id, node] of Object.entries(flow.nodes))
      for (const [port, targets] of Object.entries(node.to ?? {})) for (const to of targets) visit(id, port, to)
    before = kept
    return new Map([...kept].map(([key, { check }]) => [key, check]))
  }
}

/** Judges what arrives at a node. `together`: what all its wires bring, the one at hand among them. */
function judge(target: KnownNode, arrives: JsonSchema, together: JsonSchema): Pick<WireCheck, 'state' | 'findings'> {
  if (isUnknown(arrives)) return FITS
  const byField = new Map<string, Finding>()
  const needs = target.definition.inputSchema ? typeOf(target.definition.inputSchema) : undefined
  const whole: readonly BodyRead[] =
    needs === 'string' || needs === 'array' ? [{ path: [], setting: '', must: true, guarded: false, type: needs }] : []
  for (const read of [...whole, ...readsOf(target)]) {
    const found = findingOf(read, arrives, together, target.node)
    if (!found) continue
    const key = `${found.is}|${found.field}`
    const old = byField.get(key)
    byField.set(key, old ? merged(old, found) : found)
  }
  if (byField.size === 0) return FITS
  const findings = [...byField.values()].sort((a, b) => rank[b.state] - rank[a.state])
  return { state: findings.find((it) => it.accepted === undefined)?.state ?? 'ok', findings }
}

const FITS: Pick<WireCheck, 'state' | 'findings'> = { state: 'ok', findings: [] }

function merged(a: Finding, b: Finding): Finding {
  const settings = [...new Set([...a.settings, ...b.settings])]
  return { ...(rank[b.state] > rank[a.state] ? b : a), settings }
}

function findingOf(read: BodyRead, arrives: JsonSchema, together: JsonSchema, node: FlowNode): Finding | undefined {
  const { is, schema } = fieldAt(arrives, read.path)
  const field = read.path.length === 0 ? '$' : read.path.join('.')
  const reason = node.accepted && Object.hasOwn(node.accepted, field) ? node.accepted[field] : undefined
  const base = { field, settings: [read.setting], ...(reason === undefined ? {} : { accepted: reason }) }
  if (is === 'absent') {
    if (read.guarded) return undefined
    // Another wire may bring it: then only a step that cannot do without fails for certain.
    const elsewhere = !read.must && fieldAt(together, read.path).is !== 'absent'
    return { is: elsewhere ? 'uncertain' : 'absent', state: elsewhere ? 'maybe' : 'error', ...base }
  }
  if (is === 'unknown') return undefined
  const type = typeOf(schema)
  const wrong = read.type !== undefined && type !== undefined && type !== read.type
  if (wrong) return { is: 'type', state: 'error', ...base, needs: read.type ?? '' }
  if (read.as !== undefined && read.as !== 'any' && (type === 'object' || type === 'array'))
    return { is: 'type', state: 'error', ...base, needs: read.as === 'text' ? 'string' : read.as }
  if (read.as === 'number' && schema.format === 'digits') return { is: 'digits', state: 'lossy', ...base }
  if (is === 'maybe' && read.must && !read.guarded) return { is: 'uncertain', state: 'maybe', ...base }
  return undefined
}
