import type { Layout } from '#shared/flow/flow.ts'
import { ERROR_INBOX } from '#shared/flow/flow.ts'
import { type Catalogue, titleOfNode } from '../../document/catalogue.ts'
import { type Document, nodeOf, type Position, positionOf } from '../../document/document.ts'
import { foldedNodes, groupOf, groupsOf, innerGroups, isGroupDrawn, membersOf } from '../../document/groups.ts'
import { wiresFrom } from '../../document/wires.ts'
import { type ShownPort, shownPorts } from './shown-ports.ts'
import { NODE_WIDTH, nodeHeight } from './sizes.ts'

/** What is drawn beside nodes: a group (open or collapsed) or a note. Its key on the canvas and in the selection can be no node id. */
export interface Box {
  readonly is: 'group' | 'note'
  readonly id: string
}

/** The key of a group on the canvas. */
export const groupKey = (id: string): string => `:g:${id}`
/** The key of a note on the canvas. */
export const noteKey = (id: string): string => `:n:${id}`

/** The group or note behind a key; undefined for a node's id. */
export function boxOf(key: string): Box | undefined {
  if (key.startsWith(':g:')) return { is: 'group', id: key.slice(3) }
  return key.startsWith(':n:') ? { is: 'note', id: key.slice(3) } : undefined
}

/** A rectangle on the canvas, in pixels. */
export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Free space between the frame of an open group and what lies in it; the title stands in the space above. */
export const FRAME_PADDING = 24
export const FRAME_HEAD = 52

/** From this many output ports on, the last row of a collapsed group stands for the rest. */
const MAX_PORTS = 8
const REST = ':rest'

/** What leaves a collapsed group: the ports of nodes inside that are wired to nodes outside. */
export function portsOfGroup(doc: Document, catalogue: Catalogue, id: string): readonly ShownPort[] {
  const inside = new Set(membersOf(doc.layout, id))
  const ports: ShownPort[] = []
  for (const member of inside) {
    const node = nodeOf(doc.flow, member)
    if (!node) continue
    const leaving = new Set(wiresFrom(member, node).flatMap((wire) => (inside.has(wire.to) ? [] : [wire.port])))
    if (leaving.size === 0) continue
    const name = titleOfNode(catalogue, doc.flow, member)
    const all = shownPorts(catalogue, node)
    for (const port of all) {
      if (!leaving.has(port.name)) continue
      const both = { vi: `${name.vi} · ${port.title.vi}`, en: `${name.en} · ${port.title.en}` }
      ports.push({ name: `${member}|${port.name}`, title: all.length > 1 ? both : name, unknown: port.unknown })
    }
  }
  if (ports.length <= MAX_PORTS) return ports
  const rest = ports.length - MAX_PORTS + 1
  return [
    ...ports.slice(0, MAX_PORTS - 1),
    { name: REST, title: { vi: `và ${rest} cổng khác`, en: `and ${rest} more` }, unknown: false },
  ]
}

/** The port of a collapsed group that a wire from inside leaves through. */
export function portOfWire(ports: readonly ShownPort[], from: string, port: string): string {
  const own = `${from}|${port}`
  return ports.some((it) => it.name === own) ? own : REST
}

/** Whether anything leads into a group, or out of it when something fails or is undone. */
export function edgesOfGroup(doc: Document, id: string): { readonly enters: boolean; readonly fails: boolean } {
  const inside = new Set(membersOf(doc.layout, id))
  let enters = false
  let fails = false
  for (const [from, node] of Object.entries(doc.flow.nodes)) {
    const then = node.onError?.then
    const error = then !== undefined && then !== ERROR_INBOX ? [then] : []
    const branches = [...error, ...(node.compensate === undefined ? [] : [node.compensate])]
    if (inside.has(from)) fails ||= branches.some((to) => !inside.has(to))
    else enters ||= [...wiresFrom(from, node).map((wire) => wire.to), ...branches].some((to) => inside.has(to))
  }
  return { enters, fails }
}

/** How high nodes are; asked for every node of a group. */
export type HeightOf = (node: string) => number

/** The height of a node as it is drawn. */
export function heightsIn(doc: Document, catalogue: Catalogue): HeightOf {
  return (id) => {
    const node = nodeOf(doc.flow, id)
    return nodeHeight(node ? shownPorts(catalogue, node).length : 1)
  }
}

/** Where a group is drawn: the frame around what lies in it, or for a collapsed one the box at its upper left corner. */
export function groupRect(
  doc: Document,
  catalogue: Catalogue,
  id: string,
  placeOf: (node: string) => Position = (node) => positionOf(doc.layout, node),
): Rect {
  const group = groupOf(doc.layout, id)
  if (group?.collapsed) {
    const places = membersOf(doc.layout, id).map(placeOf)
    const ports = portsOfGroup(doc, catalogue, id)
    return {
      x: Math.min(...places.map(([x]) => x)),
      y: Math.min(...places.map(([, y]) => y)),
      width: NODE_WIDTH,
      height: nodeHeight(Math.max(ports.length, 1)),
    }
  }
  const height = heightsIn(doc, catalogue)
  const own = (group?.nodes ?? []).map((node): Rect => {
    const [x, y] = placeOf(node)
    return { x, y, width: NODE_WIDTH, height: height(node) }
  })
  const inner = innerGroups(doc.layout, id).map((it) => groupRect(doc, catalogue, it, placeOf))
  return around([...own, ...inner])
}

function around(rects: readonly Rect[]): Rect {
  const left = Math.min(...rects.map(({ x }) => x)) - FRAME_PADDING
  const top = Math.min(...rects.map(({ y }) => y)) - FRAME_HEAD
  const right = Math.max(...rects.map(({ x, width }) => x + width)) + FRAME_PADDING
  const bottom = Math.max(...rects.map(({ y, height }) => y + height)) + FRAME_PADDING
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** Groups that are drawn, outer ones first, so that inner ones lie over them. */
export function drawnGroups(layout: Layout): readonly string[] {
  const drawn = Object.keys(groupsOf(layout)).filter((id) => isGroupDrawn(layout, id))
  return drawn.sort(
    (a, b) => Number(groupOf(layout, a)?.in !== undefined) - Number(groupOf(layout, b)?.in !== undefined),
  )
}

/** The layout as the arrow keys walk it: nodes that are drawn, collapsed groups and notes. */
export function walkable(doc: Document): Layout {
  const folded = foldedNodes(doc.layout)
  const notes = Object.entries(doc.layout.notes ?? {})
  if (folded.size === 0 && notes.length === 0) return doc.layout
  const at: Record<string, Position> = {}
  for (const [id, place] of Object.entries(doc.layout.at)) if (!folded.has(id)) at[id] = place
  for (const id of new Set(folded.values())) {
    const places = membersOf(doc.layout, id).map((node) => positionOf(doc.layout, node))
    at[groupKey(id)] = [Math.min(...places.map(([x]) => x)), Math.min(...places.map(([, y]) => y))]
  }
  for (const [id, note] of notes) at[noteKey(id)] = note.at
  return { ...doc.layout, at }
}

/** The innermost open group whose frame holds a point. */
export function frameAt(doc: Document, catalogue: Catalogue, [x, y]: Position): string | undefined {
  let found: string | undefined
  for (const id of drawnGroups(doc.layout)) {
    if (groupOf(doc.layout, id)?.collapsed) continue
    const rect = groupRect(doc, catalogue, id)
    if (x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height) found = id
  }
  return found
}
