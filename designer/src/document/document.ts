import type { Flow, FlowNode, FlowSettings, Layout } from '#shared/flow/flow.ts'
import type { Group, Note } from '#shared/flow/layout.ts'

/** What is edited: the logic and, apart from it, the positions (design D3). Positions are pixels of the node's top left corner. */
export interface Document {
  readonly flow: Flow
  readonly layout: Layout
}

/** A position on the canvas in pixels. */
export type Position = readonly [x: number, y: number]

/**
 * A difference between two documents as plain data: only what differs, `null` = absent. It can be stored (the undo
 * history survives a reload) and merged (typing becomes one undo step).
 */
export interface Change {
  readonly title?: string
  readonly summary?: string | null
  readonly settings?: FlowSettings | null
  readonly nodes?: Readonly<Record<string, FlowNode | null>>
  readonly at?: Readonly<Record<string, Position | null>>
  readonly groups?: Readonly<Record<string, Group | null>>
  readonly notes?: Readonly<Record<string, Note | null>>
}

/** A node by id, own properties only; undefined when there is none. */
export function nodeOf(flow: Flow, id: string): FlowNode | undefined {
  return Object.hasOwn(flow.nodes, id) ? flow.nodes[id] : undefined
}

/** The position of a node; the origin when none is stored. */
export function positionOf(layout: Layout, id: string): Position {
  return (Object.hasOwn(layout.at, id) ? layout.at[id] : undefined) ?? [0, 0]
}

/** Applies a change and gives the change that leads back. Pure; unchanged nodes keep their identity. */
export function applyChange(doc: Document, change: Change): { readonly doc: Document; readonly inverse: Change } {
  const nodes = patch(doc.flow.nodes, change.nodes)
  const head = applyHead(doc.flow, change)
  const drawn = applyDrawn(doc.layout, change)
  const flow = nodes || head ? { ...(head?.flow ?? doc.flow), nodes: nodes?.after ?? doc.flow.nodes } : doc.flow
  return {
    doc: { flow, layout: drawn.layout },
    inverse: { ...head?.inverse, ...(nodes ? { nodes: nodes.before } : {}), ...drawn.inverse },
  }
}

function applyDrawn(layout: Layout, change: Change): { readonly layout: Layout; readonly inverse: Change } {
  const at = patch(layout.at, change.at)
  const groups = patch(layout.groups ?? {}, change.groups)
  const notes = patch(layout.notes ?? {}, change.notes)
  if (!at && !groups && !notes) return { layout, inverse: {} }
  return {
    layout: {
      ...layout,
      ...(at ? { at: at.after } : {}),
      ...(groups ? { groups: groups.after } : {}),
      ...(notes ? { notes: notes.after } : {}),
    },
    inverse: {
      ...(at ? { at: at.before } : {}),
      ...(groups ? { groups: groups.before } : {}),
      ...(notes ? { notes: notes.before } : {}),
    },
  }
}

/** One change that does `first` and then `second`. For inverses call it the other way round. */
export function mergeChanges(first: Change, second: Change): Change {
  const both = <K extends 'nodes' | 'at' | 'groups' | 'notes'>(key: K) =>
    first[key] || second[key] ? { [key]: { ...first[key], ...second[key] } } : {}
  return { ...first, ...second, ...both('nodes'), ...both('at'), ...both('groups'), ...both('notes') }
}

/** True when the change says nothing. */
export function isEmptyChange(change: Change): boolean {
  return Object.keys(change).length === 0
}

/** The smallest change that leads from one document to the other. */
export function changeBetween(from: Document, to: Document): Change {
  const nodes = differing(from.flow.nodes, to.flow.nodes)
  const at = differing(from.layout.at, to.layout.at)
  const groups = differing(from.layout.groups ?? {}, to.layout.groups ?? {})
  const notes = differing(from.layout.notes ?? {}, to.layout.notes ?? {})
  return {
    ...(from.flow.title === to.flow.title ? {} : { title: to.flow.title }),
    ...(from.flow.summary === to.flow.summary ? {} : { summary: to.flow.summary ?? null }),
    ...(from.flow.settings === to.flow.settings ? {} : { settings: to.flow.settings ?? null }),
    ...(nodes ? { nodes } : {}),
    ...(at ? { at } : {}),
    ...(groups ? { groups } : {}),
    ...(notes ? { notes } : {}),
  }
}

function patch<T>(
  record: Readonly<Record<string, T>>,
  entries: Readonly<Record<string, T | null>> | undefined,
): { readonly after: Record<string, T>; readonly before: Record<string, T | null> } | undefined {
  if (!entries) return undefined
  const after: Record<string, T> = { ...record }
  const before: Record<string, T | null> = {}
  for (const [id, value] of Object.entries(entries)) {
    const old = Object.hasOwn(record, id) ? record[id] : undefined
    before[id] = old ?? null
    if (value === null) delete after[id]
    else after[id] = value
  }
  return { after, before }
}

function applyHead(flow: Flow, change: Change): { readonly flow: Flow; readonly inverse: Change } | undefined {
  if (change.title === undefined && change.summary === undefined && change.settings === undefined) return undefined
  const { summary, settings, ...rest } = flow
  const nextSummary = change.summary === undefined ? summary : (change.summary ?? undefined)
  const nextSettings = change.settings === undefined ? settings : (change.settings ?? undefined)
  return {
    flow: {
      ...rest,
      title: change.title ?? flow.title,
      ...(nextSummary === undefined ? {} : { summary: nextSummary }),
      ...(nextSettings === undefined ? {} : { settings: nextSettings }),
    },
    inverse: {
      ...(change.title === undefined ? {} : { title: flow.title }),
      ...(change.summary === undefined ? {} : { summary: summary ?? null }),
      ...(change.settings === undefined ? {} : { settings: settings ?? null }),
    },
  }
}

function differing<T>(
  from: Readonly<Record<string, T>>,
  to: Readonly<Record<string, T>>,
): Record<string, T | null> | undefined {
  const found: Record<string, T | null> = {}
  for (const [id, value] of Object.entries(to)) if (!Object.hasOwn(from, id) || from[id] !== value) found[id] = value
  for (const id of Object.keys(from)) if (!Object.hasOwn(to, id)) found[id] = null
  return Object.keys(found).length > 0 ? found : undefined
}
