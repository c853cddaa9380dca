import type { FlowNode } from '#shared/flow/flow.ts'
import type { JsonSchema } from '#shared/node/define.ts'
import type { DocumentKind } from '#shared/schema/import/read-document.ts'
import { listPaths } from '#shared/schema/list-paths.ts'
import type { Command } from '../command.ts'
import { sameValue } from '../settings-path.ts'
import { changeNode } from './change-node.ts'

/**
 * Says what leaves a node through its first port; undefined takes that back. A node that reads XML is set to read as the
 * document says: without the prefixes that an XSD or WSDL does not know, and lists wherever an element may repeat.
 */
export function declareSchema(id: string, schema: JsonSchema | undefined, kind?: DocumentKind): Command {
  return changeNode(
    id,
    (name) =>
      schema
        ? { vi: `Khai báo cấu trúc ở nút "${name.vi}"`, en: `Declare what node "${name.en}" gives` }
        : { vi: `Bỏ khai báo cấu trúc ở nút "${name.vi}"`, en: `Take back what node "${name.en}" gives` },
    (node) => {
      const { schema: old, ...rest } = node
      const settings = schema && kind ? settingsAs(node, schema, kind) : (node.settings ?? {})
      if (sameValue(old, schema) && sameValue(settings, node.settings ?? {})) return node
      return schema ? { ...rest, ...(Object.keys(settings).length > 0 ? { settings } : {}), schema } : rest
    },
  )
}

/** True for a node that turns XML text into fields. */
export function readsXml(node: Pick<FlowNode, 'use'> | undefined): boolean {
  return node?.use.startsWith('xml-parse@') === true
}

/** True when documents of this kind name elements without prefix. */
export function withoutPrefixes(kind: DocumentKind): boolean {
  return kind === 'xsd' || kind === 'wsdl'
}

function settingsAs(node: FlowNode, schema: JsonSchema, kind: DocumentKind): Readonly<Record<string, unknown>> {
  const settings = node.settings ?? {}
  if (!readsXml(node) || !withoutPrefixes(kind)) return settings
  const before = Array.isArray(settings.lists) ? settings.lists : []
  const known = new Set(before.map((row) => row?.path))
  const fresh = listPaths(schema).filter((path) => !known.has(path))
  return { ...settings, prefixes: 'drop', lists: [...before, ...fresh.map((path) => ({ path }))] }
}
