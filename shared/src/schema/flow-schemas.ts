import { ERROR_INBOX, type Flow, type FlowNode } from '../flow/flow.ts'
import type { JsonSchema } from '../node/define.ts'
import { ANYTHING, either } from './body-schema.ts'
import { type KnownNode, outputSchema } from './infer.ts'

/** Knows the type of a node; the same answer for the same node object. Undefined for a type that is not installed. */
export type KnowNode = (node: FlowNode) => KnownNode | undefined

/** What is known of the bodies in a flow. */
export interface FlowSchemas {
  /** What arrives at a node. */
  into(id: string): JsonSchema
  /** What leaves a node through a port. */
  out(id: string, port: string): JsonSchema
}

/** The schemas of a flow one edit after the other: nodes whose settings and input stay the same keep theirs. */
export function createFlowSchemas(): (flow: Pick<Flow, 'nodes'>, know: KnowNode) => FlowSchemas {
  const outputs = new WeakMap<FlowNode, { known: KnownNode; into: JsonSchema; ports: Map<string, JsonSchema> }>()
  const merged = new WeakMap<FlowNode, { readonly parts: readonly JsonSchema[]; readonly into: JsonSchema }>()

  const outOf = (node: FlowNode, known: KnownNode, into: JsonSchema, port: string): JsonSchema => {
    let kept = outputs.get(node)
    if (kept?.known !== known || kept.into !== into) {
      kept = { known, into, ports: new Map() }
      outputs.set(node, kept)
    }
    const made = kept.ports.get(port) ?? outputSchema(known, port, into)
    kept.ports.set(port, made)
    return made
  }
  const join = (node: FlowNode, parts: readonly JsonSchema[]): JsonSchema => {
    const kept = merged.get(node)
    if (kept && kept.parts.length === parts.length && parts.every((part, i) => part === kept.parts[i])) return kept.into
    const into = parts.reduce((all, part) => either(all, part), parts[0] ?? ANYTHING)
    merged.set(node, { parts, into })
    return into
  }

  return (flow, know) => {
    const arriving = new Map<string, JsonSchema>()
    const out = (id: string, port: string): JsonSchema => {
      const node = Object.hasOwn(flow.nodes, id) ? flow.nodes[id] : undefined
      const known = node && know(node)
      return node && known ? outOf(node, known, arriving.get(id) ?? ANYTHING, port) : ANYTHING
    }
    const left = (id: string): JsonSchema => {
      const node = Object.hasOwn(flow.nodes, id) ? flow.nodes[id] : undefined
      const port = node && know(node)?.ports[0]?.name
      return port === undefined ? ANYTHING : out(id, port)
    }
    const { order, sources } = walkOrder(flow.nodes)
    for (const id of order) {
      const node = flow.nodes[id]
      if (!node) continue
      const parts = (sources.get(id) ?? []).map((from) => {
        if (from === UNTOLD) return ANYTHING
        if ('undoes' in from) return undoSchema(arriving.get(from.undoes) ?? ANYTHING, left(from.undoes))
        return arriving.has(from.id) ? out(from.id, from.port) : ANYTHING
      })
      arriving.set(id, join(node, parts))
    }
    return { into: (id) => arriving.get(id) ?? ANYTHING, out }
  }
}

/** A message that comes in a way of which nothing is known: from a failed node, or round a loop. */
const UNTOLD = Symbol('untold')
type Source = { readonly id: string; readonly port: string } | { readonly undoes: string } | typeof UNTOLD

/** What a compensation begins with: what the undone step was given, and what it gave. */
function undoSchema(input: JsonSchema, output: JsonSchema): JsonSchema {
  return { type: 'object', properties: { input, output }, required: ['input', 'output'] }
}

const undoOf = (node: FlowNode | undefined): readonly string[] =>
  node?.compensate === undefined ? [] : [node.compensate]

/** Nodes after those before them; nodes in loops come last, in file order. */
function walkOrder(nodes: Flow['nodes']): {
  readonly order: readonly string[]
  readonly sources: ReadonlyMap<string, readonly Source[]>
} {
  const sources = new Map<string, Source[]>()
  const waiting = new Map<string, number>()
  const add = (to: string, source: Source): void => {
    const list = sources.get(to)
    if (list) list.push(source)
    else sources.set(to, [source])
    if (source !== UNTOLD) waiting.set(to, (waiting.get(to) ?? 0) + 1)
  }
  for (const [id, node] of Object.entries(nodes)) {
    for (const [port, targets] of Object.entries(node.to ?? {})) for (const to of targets) add(to, { id, port })
    const then = node.onError?.then
    if (then !== undefined && then !== ERROR_INBOX) add(then, UNTOLD)
    if (node.compensate !== undefined) add(node.compensate, { undoes: id })
  }
  const ids = Object.keys(nodes)
  const order = ids.filter((id) => !waiting.has(id))
  for (const id of order)
    for (const to of [...Object.values(nodes[id]?.to ?? {}).flat(), ...undoOf(nodes[id])]) {
      const left = (waiting.get(to) ?? 0) - 1
      waiting.set(to, left)
      if (left === 0 && Object.hasOwn(nodes, to)) order.push(to)
    }
  const seen = new Set(order)
  return { order: [...order, ...ids.filter((id) => !seen.has(id))], sources }
}
