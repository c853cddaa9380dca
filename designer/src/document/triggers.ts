import type { Flow } from '#shared/flow/flow.ts'
import { type Catalogue, definitionOf } from './catalogue.ts'

/** Where samples enter: the chosen trigger, else the first; undefined without one. */
export function entryNode({
  flow,
  catalogue,
  trigger,
}: {
  readonly flow: Flow
  readonly catalogue: Catalogue
  readonly trigger?: string | undefined
}): string | undefined {
  const triggers = triggersOf(flow, catalogue)
  return trigger !== undefined && triggers.includes(trigger) ? trigger : triggers[0]
}

/** The triggers of a flow that are switched on, in the order of the file. */
export function triggersOf(flow: Flow, catalogue: Catalogue): readonly string[] {
  return Object.entries(flow.nodes).flatMap(([id, node]) =>
    definitionOf(catalogue, node)?.input === false && !node.disabled ? [id] : [],
  )
}
