import type { FlowNode } from '#shared/flow/flow.ts'
import type { CatalogueNode } from '#shared/node/catalogue.ts'
import type { Text } from '#shared/text/text.ts'

/** Settings that say in a word what a node does, most telling first. */
const TELLING = ['path', 'service', 'connection', 'table', 'flow', 'cron', 'url', 'topic', 'folder']

/** The second line of a node: its type (when the title is the officer's own), else the kind, and the most telling setting. */
export function subtitleOf(node: FlowNode, definition: CatalogueNode | undefined, kind: Text): Text {
  if (!definition) return node.title ? { vi: node.use, en: node.use } : kind
  const own = node.title !== undefined && node.title !== definition.title.vi && node.title !== definition.title.en
  const first = own ? definition.title : kind
  const key = TELLING.find((it) => typeof node.settings?.[it] === 'string' && node.settings[it] !== '')
  const detail = key === undefined ? '' : ` · ${String(node.settings?.[key])}`
  return { vi: first.vi + detail, en: first.en + detail }
}

/** A note as text: a file may hold it as an array of lines. */
export function noteOf(node: FlowNode): string {
  const note: unknown = node.note
  return Array.isArray(note) ? note.join('\n') : typeof note === 'string' ? note : ''
}
