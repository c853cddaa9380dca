import { type NamedKind, type NamedThing, namedThings } from '#shared/flow/named-things.ts'
import type { Text } from '#shared/text/text.ts'
import { definitionOf, titleOfNode } from '../../document/catalogue.ts'
import { nodeOf } from '../../document/document.ts'
import type { DocumentState } from '../../document/document-store.ts'

/** What this installation has, by kind; `undefined` while it is not known. */
export type Installed = Readonly<
  Record<NamedKind, readonly { readonly id: string; readonly title: string; readonly kind?: string }[] | undefined>
>

/** A thing that nodes name and that is not here. */
export interface MissingThing {
  readonly kind: NamedKind
  readonly id: string
  /** Titles of the nodes that name it. */
  readonly nodes: readonly Text[]
  readonly candidates: readonly { readonly id: string; readonly title: string }[]
}

/** What some nodes name and this installation lacks, with what may take its place; a connection of another kind does not count as it. */
export function missingThings(
  { flow, catalogue }: Pick<DocumentState, 'flow' | 'catalogue'>,
  ids: readonly string[],
  installed: Installed,
): readonly MissingThing[] {
  const missing = new Map<string, MissingThing>()
  for (const id of ids) {
    const node = nodeOf(flow, id)
    for (const named of namedThings(definitionOf(catalogue, node)?.settings, node?.settings)) {
      const fitting = installed[named.kind]?.filter(({ kind }) => fits(named, kind))
      if (!fitting || fitting.some((it) => it.id === named.id)) continue
      const key = `${named.kind} ${named.id}`
      const title = titleOfNode(catalogue, flow, id)
      const nodes = missing.get(key)?.nodes ?? []
      missing.set(key, {
        kind: named.kind,
        id: named.id,
        nodes: nodes.some((it) => it.vi === title.vi) ? nodes : [...nodes, title],
        // A flow that calls itself would never end.
        candidates: named.kind === 'flow' ? fitting.filter((it) => it.id !== flow.id) : fitting,
      })
    }
  }
  return [...missing.values()]
}

const fits = ({ connectionKinds }: NamedThing, kind: string | undefined): boolean =>
  connectionKinds === undefined || (kind !== undefined && connectionKinds.includes(kind))
