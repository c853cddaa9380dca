import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { retryPolicies } from '#shared/flow/retry-policies.ts'
import {
  type CatalogueConnection,
  type CatalogueNode,
  describeConnection,
  describeNode,
} from '#shared/node/catalogue.ts'
import type { Registry } from './registry.ts'

/** What `GET /nodes` answers: everything that the designer offers. */
export interface Catalogue {
  readonly nodes: readonly CatalogueNode[]
  readonly connections: readonly CatalogueConnection[]
  readonly functions: readonly unknown[]
  readonly retryPolicies: typeof retryPolicies
}

/** Reads help and icon of every node; a node without them is still offered. */
export async function readCatalogue(registry: Registry): Promise<Catalogue> {
  const nodes = await Promise.all(
    [...registry.definitions.values()].map(async (definition) => {
      const folder = join(registry.nodesFolder, definition.type)
      const [help, icon] = await Promise.all([readText(join(folder, 'README.md')), readText(join(folder, 'icon.svg'))])
      return describeNode(definition, help, harmlessIcon(icon))
    }),
  )
  const connections = [...registry.connectionKinds.values()].map(describeConnection)
  return { nodes, connections, functions: registry.functions, retryPolicies }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

/** An icon that could act (script, event handler, foreign content, outside reference) is not served at all. */
export function harmlessIcon(svg: string): string {
  const acts =
    /<\s*(?:script|foreignObject|iframe|image|use|a|animate|set|style)\b|\bon\w+\s*=|\bhref\s*=|javascript:|url\s*\(|<!/i
  return svg.length <= 20_000 && !acts.test(svg) ? svg : ''
}
