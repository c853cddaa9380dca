import { portsOf } from '../node/define.ts'
import type { Flow, Problem } from './flow.ts'
import { problem } from './problem.ts'
import type { CheckedNode } from './validate.ts'

/** Problems of steps that wait: ports that must lead somewhere, and a line that waits for itself. */
export function waitProblems(flow: Flow, nodes: readonly CheckedNode[]): readonly Problem[] {
  const enabled = nodes.filter((it) => it.node.disabled !== true)
  return [...enabled.flatMap(unwiredPorts), ...(flow.settings?.partition === undefined ? [] : selfBlocking(enabled))]
}

function unwiredPorts(it: CheckedNode): readonly Problem[] {
  return portsOf(it.definition, it.settings)
    .filter((port) => port.mustWire && (it.node.to?.[port.name] ?? []).length === 0)
    .map((port) => {
      const made = (language: 'vi' | 'en') =>
        problem('flow.port-unwired', { port: port.title[language] }).message[language]
      const found = problem('flow.port-unwired', { port: port.name }, { node: it.id, port: port.name })
      return { ...found, message: { vi: made('vi'), en: made('en') } }
    })
}

/** In a flow that keeps the order of a key, the callback would stand in line behind the very run that waits for it. */
function selfBlocking(nodes: readonly CheckedNode[]): readonly Problem[] {
  const topicsOf = (type: string) => nodes.filter((it) => it.definition.type === type)
  const awaited = new Set(topicsOf('wait-for-callback').map((it) => it.settings.topic))
  return topicsOf('deliver-callback')
    .filter((it) => awaited.has(it.settings.topic))
    .map((it) => problem('flow.callback-in-line', {}, { node: it.id, path: 'topic' }))
}
