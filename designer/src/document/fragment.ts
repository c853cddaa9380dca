import { z } from 'zod'
import type { FlowNode } from '#shared/flow/flow.ts'
import type { Group } from '#shared/flow/layout.ts'
import { readLayout, soundGroups } from '#shared/flow/read-layout.ts'
import { flowSchema } from '#shared/flow/schema.ts'
import { parseJson } from '#shared/message/safe-json.ts'
import { type Document, nodeOf, type Position, positionOf } from './document.ts'
import { groupsOf, wholeGroups } from './groups.ts'

/** A copied piece of a flow: nodes with the wires between them, positions from the piece's top left corner. */
export interface Fragment {
  readonly nodes: Readonly<Record<string, FlowNode>>
  readonly at: Readonly<Record<string, Position>>
  /** The groups that lie in it whole. */
  readonly groups?: Readonly<Record<string, Group>>
}

/** The longest text that is taken from the clipboard. */
export const MAX_PASTED = 5_000_000

const fragmentSchema = z.strictObject({
  lienthong: z.literal('nodes'),
  format: z.literal(1),
  nodes: flowSchema.shape.nodes,
  at: z.record(z.string(), z.tuple([z.number(), z.number()])),
  groups: z.record(z.string(), z.unknown()).optional(),
})

/** Takes the nodes out of the document as a piece; wires and error branches that lead out of it are left behind. */
export function copyFragment(
  doc: Document,
  ids: readonly string[],
): { readonly fragment: Fragment; readonly origin: Position } {
  const inside = new Set(ids.filter((id) => Object.hasOwn(doc.flow.nodes, id)))
  const places = [...inside].map((id) => positionOf(doc.layout, id))
  const origin: Position = [
    places.length > 0 ? Math.min(...places.map(([x]) => x)) : 0,
    places.length > 0 ? Math.min(...places.map(([, y]) => y)) : 0,
  ]
  const nodes: Record<string, FlowNode> = {}
  const at: Record<string, Position> = {}
  for (const id of inside) {
    const node = nodeOf(doc.flow, id)
    if (!node) continue
    nodes[id] = onlyInside(node, inside)
    const [x, y] = positionOf(doc.layout, id)
    at[id] = [x - origin[0], y - origin[1]]
  }
  const groups = copiedGroups(doc, inside)
  return { fragment: { nodes, at, ...(Object.keys(groups).length > 0 ? { groups } : {}) }, origin }
}

/** Groups that are copied whole, with the groups inside them. */
function copiedGroups(doc: Document, inside: ReadonlySet<string>): Record<string, Group> {
  const whole = new Set(wholeGroups(doc.layout, inside))
  const copied: Record<string, Group> = {}
  for (const [id, group] of Object.entries(groupsOf(doc.layout))) {
    const { in: outer, ...alone } = group
    if (outer !== undefined && whole.has(outer)) copied[id] = group
    else if (whole.has(id)) copied[id] = alone
  }
  return copied
}

/** The clipboard text of a piece: readable JSON that may be sent by mail and pasted into another installation. */
export function fragmentText(fragment: Fragment): string {
  const { nodes, at, groups } = fragment
  return `${JSON.stringify({ lienthong: 'nodes', format: 1, nodes, at, ...(groups ? { groups } : {}) }, null, 2)}\n`
}

/** Reads clipboard text; undefined for anything that is not a piece of a flow (other text, broken JSON, wrong shape, nothing in it). */
export function parseFragment(text: string): Fragment | undefined {
  if (text.length > MAX_PASTED || !text.trimStart().startsWith('{')) return undefined
  let value: unknown
  try {
    value = parseJson(text)
  } catch {
    return undefined
  }
  const parsed = fragmentSchema.safeParse(value)
  if (!parsed.success || Object.keys(parsed.data.nodes).length === 0) return undefined
  // The border: the schema has checked the shape; zod writes `undefined` for absent parts, which our types leave out.
  const nodes = parsed.data.nodes as Readonly<Record<string, FlowNode>>
  const read = readLayout({ format: 1, at: {}, groups: parsed.data.groups }).groups
  const groups = read && soundGroups(read, (id) => Object.hasOwn(nodes, id))
  return { nodes, at: parsed.data.at, ...(groups ? { groups } : {}) }
}

function onlyInside(node: FlowNode, inside: ReadonlySet<string>): FlowNode {
  const { to, onError, compensate, ...rest } = node
  const wires = Object.entries(to ?? {}).flatMap(([port, targets]): [string, readonly string[]][] => {
    const kept = targets.filter((target) => inside.has(target))
    return kept.length > 0 ? [[port, kept]] : []
  })
  const leads = onError?.then !== undefined && !inside.has(onError.then)
  const error = onError && leads ? (onError.retry === undefined ? undefined : { retry: onError.retry }) : onError
  return {
    ...rest,
    ...(error ? { onError: error } : {}),
    ...(compensate !== undefined && inside.has(compensate) ? { compensate } : {}),
    ...(wires.length > 0 ? { to: Object.fromEntries(wires) } : {}),
  }
}
