import type { Flow, FlowNode, FlowSettings, Layout } from './flow.ts'
import type { Group, Note } from './layout.ts'
import type { FlowLimits } from './limits.ts'
import { splitLines } from './lines.ts'

/**
 * The canonical text of a flow (design §5): two spaces, sorted node ids and ports, known keys in fixed order, empty parts left out,
 * text of several lines as an array of lines, a final newline. `serialiseFlow(parseFlow(text).flow) === text` for canonical text.
 */
export function serialiseFlow(flow: Flow): string {
  return `${JSON.stringify(canonicalFlow(flow), null, 2)}\n`
}

/** The canonical text of a layout: ids sorted, whole pixels, one line a node, groups and notes only when there are any. */
export function serialiseLayout(layout: Layout): string {
  const rows = sorted(layout.at).map(([id, [x, y]]) => `    ${JSON.stringify(id)}: ${pair(x, y)}`)
  const parts = [
    `  "format": ${layout.format}`,
    `  "at": {${rows.length > 0 ? `\n${rows.join(',\n')}\n  ` : ''}}`,
    ...section('groups', layout.groups, groupLines),
    ...section('notes', layout.notes, noteLines),
  ]
  return `{\n${parts.join(',\n')}\n}\n`
}

const pair = (a: number, b: number): string => `[${Math.round(a)}, ${Math.round(b)}]`

function section<T>(
  name: string,
  record: Readonly<Record<string, T>> | undefined,
  lines: (value: T) => readonly string[],
): readonly string[] {
  const entries = sorted(record ?? {})
  if (entries.length === 0) return []
  const rows = entries.map(([id, value]) => `    ${JSON.stringify(id)}: {\n${lines(value).join(',\n')}\n    }`)
  return [`  "${name}": {\n${rows.join(',\n')}\n  }`]
}

const line = (key: string, value: unknown): readonly string[] =>
  value === undefined ? [] : [`      "${key}": ${JSON.stringify(value)}`]

function groupLines(group: Group): readonly string[] {
  return [
    ...line('title', group.title),
    ...line('description', group.description ? splitLines(group.description) : undefined),
    ...line('colour', group.colour),
    ...line('collapsed', group.collapsed || undefined),
    ...line('in', group.in),
    ...line('nodes', [...group.nodes].sort()),
  ]
}

function noteLines(note: Note): readonly string[] {
  return [
    ...line('text', splitLines(note.text)),
    ...line('colour', note.colour),
    `      "at": ${pair(...note.at)}`,
    `      "size": ${pair(...note.size)}`,
  ]
}

/** The canonical value behind the text: equal flows give equal values with keys in equal order. */
export function canonicalFlow(flow: Flow): object {
  return compact({
    format: flow.format,
    id: flow.id,
    title: flow.title,
    summary: flow.summary,
    nodes: Object.fromEntries(sorted(flow.nodes).map(([id, node]) => [id, canonicalNode(node)])),
    settings: flow.settings ? canonicalSettings(flow.settings) : undefined,
  })
}

function canonicalNode(node: FlowNode): object {
  const wires = sorted(node.to ?? {}).filter(([, targets]) => targets.length > 0)
  return compact({
    use: node.use,
    title: node.title,
    note: splitLines(node.note),
    disabled: node.disabled || undefined,
    settings: nonEmpty(splitLines(node.settings)),
    onError: nonEmpty(node.onError && compact({ retry: node.onError.retry, then: node.onError.then })),
    compensate: node.compensate,
    schema: nonEmpty(node.schema),
    accepted: nonEmpty(node.accepted && Object.fromEntries(sorted(node.accepted))),
    to: nonEmpty(Object.fromEntries(wires)),
  })
}

function canonicalSettings(settings: FlowSettings): object | undefined {
  return nonEmpty(
    compact({
      keys: nonEmpty(settings.keys && Object.fromEntries(sorted(settings.keys))),
      partition: settings.partition,
      timeout: settings.timeout,
      durability: settings.durability === 'stored' ? undefined : settings.durability,
      retry: nonEmpty(settings.retry && Object.fromEntries(sorted(settings.retry))),
      compensation: settings.compensation === 'automatic' ? undefined : settings.compensation,
      priority: settings.priority === 'normal' ? undefined : settings.priority,
      limits: settings.limits && canonicalLimits(settings.limits),
    }),
  )
}

function canonicalLimits({ running, rate, per, backlog }: FlowLimits): object | undefined {
  // The period means nothing without a rate, and a second is the default.
  const named = rate === undefined || per === 'second' ? undefined : per
  return nonEmpty(compact({ running, rate, per: named, backlog }))
}

function sorted<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
}

function compact(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
}

function nonEmpty(value: unknown): object | undefined {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0 ? value : undefined
}
