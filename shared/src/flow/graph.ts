import { ERROR_INBOX, type Flow, type FlowNode } from './flow.ts'

/** A wire: where it begins, through which port, and where it ends. `error` wires are drawn from `onError.then`, `undo` wires from `compensate`. */
export interface Wire {
  readonly from: string
  readonly port: string
  readonly to: string
  readonly kind: 'wire' | 'error' | 'undo'
}

/** All wires that leave a node, error branch and compensation included. */
export function wiresOf(id: string, node: FlowNode): readonly Wire[] {
  const wires = Object.entries(node.to ?? {}).flatMap(([port, targets]) =>
    targets.map((to): Wire => ({ from: id, port, to, kind: 'wire' })),
  )
  const then = node.onError?.then
  if (then && then !== ERROR_INBOX) wires.push({ from: id, port: 'error', to: then, kind: 'error' })
  if (node.compensate) wires.push({ from: id, port: 'compensate', to: node.compensate, kind: 'undo' })
  return wires
}

/** Node ids that a message can reach from these, by all wires or by those of `along`. */
export function reachable(
  flow: Flow,
  from: readonly string[],
  along: (wire: Wire) => boolean = () => true,
): ReadonlySet<string> {
  const seen = new Set(from)
  const open = [...from]
  while (open.length > 0) {
    const id = open.pop()
    const node = id === undefined ? undefined : flow.nodes[id]
    if (id === undefined || !node) continue
    for (const wire of wiresOf(id, node)) {
      if (seen.has(wire.to) || !along(wire)) continue
      seen.add(wire.to)
      open.push(wire.to)
    }
  }
  return seen
}

/** Loops, as lists of node ids, after taking out the nodes for which `ignore` holds (a delay makes a loop harmless). */
export function cycles(flow: Flow, ignore: (id: string) => boolean): readonly (readonly string[])[] {
  const ids = Object.keys(flow.nodes).filter((id) => !ignore(id))
  const known = new Set(ids)
  const next = new Map(
    ids.map((id) => [
      id,
      [...new Set(wiresOf(id, flow.nodes[id] as FlowNode).map((wire) => wire.to))].filter((to) => known.has(to)),
    ]),
  )
  return components(ids, next).filter(
    (group) => group.length > 1 || (next.get(group[0] ?? '') ?? []).includes(group[0] ?? ''),
  )
}

/** Strongly connected components (Tarjan 1972), without recursion so that 5,000 nodes in a row cannot overflow the stack. */
function components(ids: readonly string[], next: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const onStack = new Set<string>()
  const groups: string[][] = []
  const enter = (id: string): void => {
    index.set(id, index.size)
    low.set(id, index.size - 1)
    stack.push(id)
    onStack.add(id)
  }
  const lower = (id: string, value: number): void => {
    low.set(id, Math.min(low.get(id) ?? value, value))
  }
  for (const root of ids) {
    if (index.has(root)) continue
    enter(root)
    const work: { id: string; at: number }[] = [{ id: root, at: 0 }]
    while (work.length > 0) {
      const frame = work.at(-1) as { id: string; at: number }
      const to = (next.get(frame.id) ?? [])[frame.at++]
      if (to !== undefined) {
        if (!index.has(to)) {
          enter(to)
          work.push({ id: to, at: 0 })
        } else if (onStack.has(to)) lower(frame.id, index.get(to) ?? 0)
        continue
      }
      work.pop()
      const parent = work.at(-1)
      if (parent) lower(parent.id, low.get(frame.id) ?? 0)
      if (low.get(frame.id) !== index.get(frame.id)) continue
      const group = stack.splice(stack.lastIndexOf(frame.id))
      for (const member of group) onStack.delete(member)
      groups.push(group)
    }
  }
  return groups
}
