import type { Layout } from '#shared/flow/flow.ts'
import { type Group, MAX_DEPTH } from '#shared/flow/layout.ts'

const NONE: Readonly<Record<string, Group>> = {}

/** The groups of a layout. */
export function groupsOf(layout: Layout): Readonly<Record<string, Group>> {
  return layout.groups ?? NONE
}

/** A group by id, own properties only. */
export function groupOf(layout: Layout, id: string): Group | undefined {
  return layout.groups && Object.hasOwn(layout.groups, id) ? layout.groups[id] : undefined
}

const homes = new WeakMap<Readonly<Record<string, Group>>, ReadonlyMap<string, string>>()

/** The group that a node lies in directly. */
export function homeOf(layout: Layout, node: string): string | undefined {
  const groups = groupsOf(layout)
  let known = homes.get(groups)
  if (!known) {
    known = new Map(
      Object.entries(groups).flatMap(([id, group]) => group.nodes.map((it): [string, string] => [it, id])),
    )
    homes.set(groups, known)
  }
  return known.get(node)
}

/** The groups that lie in a group directly. */
export function innerGroups(layout: Layout, id: string): readonly string[] {
  return Object.entries(groupsOf(layout)).flatMap(([inner, group]) => (group.in === id ? [inner] : []))
}

/** Every node of a group, those of the groups inside it too. */
export function membersOf(layout: Layout, id: string): readonly string[] {
  const own = groupOf(layout, id)?.nodes ?? []
  return [...own, ...innerGroups(layout, id).flatMap((inner) => groupOf(layout, inner)?.nodes ?? [])]
}

/** How deep a group lies: 1 for one that lies in none. */
export function depthOf(layout: Layout, id: string): number {
  return groupOf(layout, id)?.in === undefined ? 1 : MAX_DEPTH
}

const folded = new WeakMap<Readonly<Record<string, Group>>, ReadonlyMap<string, string>>()

/** The nodes that are not drawn because a group around them is collapsed, with the outermost such group. */
export function foldedNodes(layout: Layout): ReadonlyMap<string, string> {
  const groups = groupsOf(layout)
  const known = folded.get(groups)
  if (known) return known
  const found = new Map<string, string>()
  for (const [id, group] of Object.entries(groups)) {
    const outer = group.in === undefined ? undefined : groups[group.in]
    const box = outer?.collapsed ? group.in : group.collapsed ? id : undefined
    if (box !== undefined) for (const node of group.nodes) found.set(node, box)
  }
  folded.set(groups, found)
  return found
}

/** Whether a group is drawn: nothing around it is collapsed. */
export function isGroupDrawn(layout: Layout, id: string): boolean {
  const outer = groupOf(layout, id)?.in
  return outer === undefined || groupOf(layout, outer)?.collapsed !== true
}

/** The groups all of whose nodes are among `nodes`, outermost only. */
export function wholeGroups(layout: Layout, nodes: ReadonlySet<string>): readonly string[] {
  const whole = Object.keys(groupsOf(layout)).filter((id) => {
    const members = membersOf(layout, id)
    return members.length > 0 && members.every((node) => nodes.has(node))
  })
  return whole.filter((id) => !whole.includes(groupOf(layout, id)?.in ?? ''))
}

/** A word that is free among the keys of a record: `nhom`, `nhom-2` … */
export function freeKey(record: object | undefined, word: string): string {
  const taken = record ?? {}
  if (!Object.hasOwn(taken, word)) return word
  const stem = word.replace(/-\d+$/, '').slice(0, 58)
  for (let n = 2; ; n++) if (!Object.hasOwn(taken, `${stem}-${n}`)) return `${stem}-${n}`
}

/** What differs between two sets of groups, as a change takes it; emptied groups go, and what lay in them moves out. */
export function groupChange(
  before: Readonly<Record<string, Group>>,
  after: Readonly<Record<string, Group>>,
): Readonly<Record<string, Group | null>> {
  const alive = new Set(Object.keys(after).filter((id) => after[id]?.nodes.length))
  for (const id of [...alive]) {
    const outer = after[id]?.in
    if (outer !== undefined && Object.hasOwn(after, outer)) alive.add(outer)
  }
  const change: Record<string, Group | null> = {}
  for (const id of Object.keys(before)) if (!alive.has(id)) change[id] = null
  for (const id of alive) {
    const group = after[id]
    if (!group) continue
    const { in: outer, ...rest } = group
    const kept = outer === undefined || alive.has(outer) ? group : rest
    if (before[id] !== kept) change[id] = kept
  }
  return change
}

/** The groups without these nodes; untouched groups keep their identity. */
export function withoutNodes(
  groups: Readonly<Record<string, Group>>,
  gone: ReadonlySet<string>,
): Readonly<Record<string, Group>> {
  return Object.fromEntries(
    Object.entries(groups).map(([id, group]) => {
      const nodes = group.nodes.filter((node) => !gone.has(node))
      return [id, nodes.length === group.nodes.length ? group : { ...group, nodes }]
    }),
  )
}
