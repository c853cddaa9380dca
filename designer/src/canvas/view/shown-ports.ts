import type { FlowNode } from '#shared/flow/flow.ts'
import { type Catalogue, outPortsOf } from '../../document/catalogue.ts'
import { portConditions } from './port-conditions.ts'

/** A port as the canvas draws it. `unknown`: a wire uses it, but the settings do not give it any more. */
export interface ShownPort {
  readonly name: string
  readonly title: { readonly vi: string; readonly en: string }
  readonly unknown: boolean
  /** The condition under which a message leaves here, as it is written. */
  readonly when?: string
}

const known = new WeakMap<FlowNode, { readonly catalogue: Catalogue; readonly ports: readonly ShownPort[] }>()

/** The ports of a node, then those that only wires know: hiding them would hide the problem. */
export function shownPorts(catalogue: Catalogue, node: FlowNode): readonly ShownPort[] {
  const found = known.get(node)
  if (found?.catalogue === catalogue) return found.ports
  const ports = outPortsOf(catalogue, node)
  const stray = Object.keys(node.to ?? {}).filter((name) => !ports.some((port) => port.name === name))
  const conditions = portConditions(catalogue, node)
  const shown = [
    ...ports.map(({ name, title }) => {
      const when = conditions.get(name)
      return { name, title, unknown: false, ...(when === undefined ? {} : { when }) }
    }),
    ...stray.map((name) => ({ name, title: { vi: name, en: name }, unknown: true })),
  ]
  known.set(node, { catalogue, ports: shown })
  return shown
}
