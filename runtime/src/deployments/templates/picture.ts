import type { Template } from '#shared/api/templates.ts'
import type { Flow, Layout } from '#shared/flow/flow.ts'
import type { Registry } from '../registry.ts'
import { definitionOf } from '../surroundings.ts'

/** The flow in small: every step that the layout places, and the wires between them (also those to an undoing branch or an error branch). */
export function pictureOf(
  flow: Flow,
  layout: Layout | undefined,
  registry: Pick<Registry, 'definitions'>,
): Template['picture'] {
  const placed = Object.entries(flow.nodes).flatMap(([id, node]) => {
    const at = layout?.at[id]
    if (!at) return []
    const definition = definitionOf(node.use, registry)
    const title = node.title ?? definition?.title.vi ?? id
    return [{ id, node, box: { x: at[0], y: at[1], kind: definition?.kind ?? 'control', title } }]
  })
  const place = new Map(placed.map(({ id }, index) => [id, index]))
  const wires = placed.flatMap(({ node }, from) => {
    const targets = [...Object.values(node.to ?? {}).flat(), node.compensate, node.onError?.then]
    return [...new Set(targets)].flatMap((target): [number, number][] => {
      const to = target === undefined ? undefined : place.get(target)
      return to === undefined ? [] : [[from, to]]
    })
  })
  return { boxes: placed.map(({ box }) => box), wires }
}
