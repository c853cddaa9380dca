import { ERROR_INBOX, type Flow, type FlowNode, type Layout } from '#shared/flow/flow.ts'
import { DEFAULT_RETRY, retryPolicies } from '#shared/flow/retry-policies.ts'
import { effectsOf } from '#shared/node/define.ts'
import type { Text } from '#shared/text/text.ts'
import { branchTitles } from '../../document/branches.ts'
import { type Catalogue, definitionOf, settingsWithDefaults } from '../../document/catalogue.ts'
import { errorSourcesOf, wiresFrom, wiresInto } from '../../document/wires.ts'
import { readingOrder } from '../geometry.ts'
import { shownPorts } from '../view/shown-ports.ts'

/** One line of the outline. `via`: the branch that leads here; `again`: the node stands further up already, this line only points to it. */
export interface OutlineRow {
  readonly key: string
  readonly id: string
  readonly depth: number
  readonly via?: Text
  /** When a message takes that branch: its condition, or for an error branch how often is tried before. */
  readonly when?: Text
  readonly again: boolean
  /** The line stands for a collapsed group. */
  readonly group?: string
}

/**
 * The flow as an indented list: triggers first, then what nothing leads to. A chain stays at one depth, branches go one
 * deeper. Without recursion: a chain may be thousands of nodes long.
 */
export function outlineRows(flow: Flow, layout: Layout, catalogue: Catalogue): readonly OutlineRow[] {
  const placed = readingOrder(layout).filter((id) => Object.hasOwn(flow.nodes, id))
  const order = [...placed, ...Object.keys(flow.nodes).filter((id) => !Object.hasOwn(layout.at, id))]
  const isTrigger = (id: string): boolean => definitionOf(catalogue, flow.nodes[id])?.kind === 'trigger'
  const undoing = new Set(Object.values(flow.nodes).flatMap((node) => node.compensate ?? []))
  const starts = [
    ...order.filter(isTrigger),
    ...order.filter(
      (id) =>
        !isTrigger(id) && wiresInto(flow, id).length === 0 && errorSourcesOf(flow, id).length === 0 && !undoing.has(id),
    ),
    ...order,
  ]
  const seen = new Set<string>()
  const rows: OutlineRow[] = []
  for (const start of starts) {
    if (seen.has(start)) continue
    const open: Omit<OutlineRow, 'again'>[] = [{ key: start, id: start, depth: 0 }]
    for (let next = open.pop(); next; next = open.pop()) {
      const again = seen.has(next.id)
      rows.push({ ...next, again })
      const node = flow.nodes[next.id]
      if (again || !node) continue
      seen.add(next.id)
      const wires = wiresFrom(next.id, node)
      const ports = shownPorts(catalogue, node)
      const sorted = ports.flatMap((port) =>
        wires.filter((wire) => wire.port === port.name).map((wire) => ({ wire, port })),
      )
      const then = node.onError?.then
      const failing = then !== undefined && then !== ERROR_INBOX && Object.hasOwn(flow.nodes, then) ? then : undefined
      const branching = ports.length > 1 || sorted.length > 1
      const depth = next.depth
      const children: Omit<OutlineRow, 'again'>[] = sorted.map(({ wire, port }) => ({
        key: `${wire.from}|${wire.port}|${wire.to}`,
        id: wire.to,
        depth: depth + (branching ? 1 : 0),
        ...(ports.length > 1 ? { via: port.title } : {}),
        ...(port.when === undefined ? {} : { when: { vi: port.when, en: port.when } }),
      }))
      // The error branch comes first and deeper, so that the chain reads on below it.
      const errors =
        failing === undefined
          ? []
          : [
              {
                key: `${next.id}|:error|${failing}`,
                id: failing,
                depth: depth + 1,
                via: branchTitles.error,
                ...afterTries(catalogue, node),
              },
            ]
      const undo = node.compensate
      const undoing =
        undo === undefined || !Object.hasOwn(flow.nodes, undo)
          ? []
          : [{ key: `${next.id}|:undo|${undo}`, id: undo, depth: depth + 1, via: branchTitles.undo }]
      open.push(...[...errors, ...undoing, ...children].reverse())
    }
  }
  return rows
}

/** An error branch is taken when the last try of an effect has failed. */
function afterTries(catalogue: Catalogue, node: FlowNode): { readonly when?: Text } {
  const definition = definitionOf(catalogue, node)
  if (!definition || effectsOf(definition, settingsWithDefaults(definition, node)) === 'none') return {}
  const policy = retryPolicies[node.onError?.retry ?? DEFAULT_RETRY]
  return policy ? { when: policy.title } : {}
}

/** The outline with one line for each collapsed group, where the first of its nodes would stand. */
export function foldRows(rows: readonly OutlineRow[], folded: ReadonlyMap<string, string>): readonly OutlineRow[] {
  if (folded.size === 0) return rows
  const seen = new Set<string>()
  return rows.flatMap((row): OutlineRow[] => {
    const group = folded.get(row.id)
    if (group === undefined) return [row]
    if (seen.has(group)) return []
    seen.add(group)
    return [{ ...row, key: `:g:${group}`, again: false, group }]
  })
}
