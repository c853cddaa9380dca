import { portsOf } from '../node/define.ts'
import { ERROR_INBOX, type Flow, type Problem } from './flow.ts'
import { cycles, reachable } from './graph.ts'
import { problem } from './problem.ts'
import { retryPolicies } from './retry-policies.ts'
import type { CheckedNode, Surroundings } from './validate.ts'
import { compensationProblems } from './validate-compensation.ts'
import { isOneWay } from './validate-soap.ts'
import { waitProblems } from './validate-waits.ts'

/** Problems of wires, branches, loops and of what a trigger promises. */
export function wiringProblems(
  flow: Flow,
  checked: ReadonlyMap<string, CheckedNode>,
  around: Surroundings,
): readonly Problem[] {
  const nodes = [...checked.values()]
  if (Object.keys(flow.nodes).length === 0) return [problem('flow.empty')]
  return [
    ...nodes.flatMap((it) => portProblems(it, flow, checked)),
    ...nodes.flatMap((it) => errorBranchProblems(it, flow)),
    ...loopProblems(flow, checked),
    ...reachProblems(flow, checked),
    ...nodes.flatMap((it) => addressProblems(it, flow, around)),
    ...replyProblems(flow, nodes),
    ...aggregatorProblems(flow, nodes),
    ...storageProblems(flow, nodes),
    ...waitProblems(flow, nodes),
    ...compensationProblems(flow, nodes),
  ]
}

function portProblems(it: CheckedNode, flow: Flow, checked: ReadonlyMap<string, CheckedNode>): readonly Problem[] {
  const ports = new Set(portsOf(it.definition, it.settings).map((port) => port.name))
  return Object.entries(it.node.to ?? {}).flatMap(([port, targets]) => [
    ...(ports.has(port) ? [] : [problem('flow.unknown-port', { port }, { node: it.id, port })]),
    ...targets.flatMap((to) => {
      if (!Object.hasOwn(flow.nodes, to)) return [problem('flow.dangling-wire', { port, to }, { node: it.id, port })]
      return checked.get(to)?.definition.input === false
        ? [problem('flow.no-input', { to }, { node: it.id, port })]
        : []
    }),
  ])
}

function errorBranchProblems(it: CheckedNode, flow: Flow): readonly Problem[] {
  const { retry, then } = it.node.onError ?? {}
  const known = [...Object.keys(retryPolicies), ...Object.keys(flow.settings?.retry ?? {})]
  const found: Problem[] = []
  if (retry !== undefined && !known.includes(retry)) {
    found.push(
      problem(
        'flow.unknown-policy',
        { policy: retry, known: known.join(', ') },
        { node: it.id, path: 'onError.retry' },
      ),
    )
  }
  if (then !== undefined && then !== ERROR_INBOX && !Object.hasOwn(flow.nodes, then)) {
    found.push(problem('flow.unknown-error-node', { to: then }, { node: it.id, path: 'onError.then' }))
  }
  return found
}

function loopProblems(flow: Flow, checked: ReadonlyMap<string, CheckedNode>): readonly Problem[] {
  const loops = cycles(flow, (id) => checked.get(id)?.definition.breaksCycle === true)
  return loops.map((ids) => problem('flow.cycle', { nodes: ids.slice(0, 6).join(' → ') }, { node: ids[0] ?? '' }))
}

function reachProblems(flow: Flow, checked: ReadonlyMap<string, CheckedNode>): readonly Problem[] {
  const triggers = [...checked.values()].filter((it) => it.definition.kind === 'trigger').map((it) => it.id)
  const unknown = Object.keys(flow.nodes).some((id) => !checked.has(id))
  if (triggers.length === 0) return unknown ? [] : [problem('flow.no-trigger')]
  const seen = reachable(flow, triggers)
  return Object.keys(flow.nodes)
    .filter((id) => !seen.has(id))
    .map((id) => problem('flow.unreachable', {}, { node: id }, 'warning'))
}

/** Gateway addresses belong to one flow each; an open one is worth a word. */
function addressProblems(it: CheckedNode, flow: Flow, around: Surroundings): readonly Problem[] {
  const address = addressOf(it)
  if (!address) return []
  const taken = around.addresses?.get(routeKey(address.method, address.path))
  const place = { node: it.id, path: 'path' }
  const twice = Object.values(flow.nodes).length > 1 && sameAddressElsewhere(flow, it, address)
  const open =
    it.settings.access === 'open' ? [problem('flow.open-endpoint', {}, { node: it.id, path: 'access' }, 'warning')] : []
  if (taken !== undefined && taken !== flow.id)
    return [problem('flow.path-taken', { ...address, flow: taken }, place), ...open]
  return twice ? [problem('flow.path-taken', { ...address, flow: flow.id }, place), ...open] : open
}

function sameAddressElsewhere(flow: Flow, it: CheckedNode, address: { method: string; path: string }): boolean {
  return Object.entries(flow.nodes).some(([id, node]) => {
    if (id >= it.id || !/^(?:http|soap)-in@/.test(node.use)) return false
    const method = String(node.settings?.method ?? 'POST')
    const path = String(node.settings?.path ?? '')
    return routeKey(method, path) === routeKey(address.method, address.path)
  })
}

/** The address at which a node listens; undefined for nodes that do not. */
export function addressOf(it: CheckedNode): { readonly method: string; readonly path: string } | undefined {
  const path = it.settings.path
  if (!/^(?:http|soap)-in$/.test(it.definition.type) || typeof path !== 'string') return undefined
  return { method: String(it.settings.method ?? 'POST'), path }
}

/** Two addresses with equal keys cannot be told apart: parameter names do not count. */
export function routeKey(method: string, path: string): string {
  return `${method} ${path.replace(/\{[^}]*\}/g, '{}').replace(/(.)\/$/, '$1')}`
}

/** The nodes that answer the caller of a trigger. */
const ANSWERED_BY: Readonly<Record<string, readonly string[]>> = {
  'http-in': ['http-reply', 'deliver-callback'],
  'flow-in': ['http-reply'],
  'soap-in': ['soap-reply'],
}

function replyProblems(flow: Flow, nodes: readonly CheckedNode[]): readonly Problem[] {
  const waiting = nodes.filter(
    (it) =>
      Object.hasOwn(ANSWERED_BY, it.definition.type) &&
      it.settings.answer !== 'stored' &&
      !(it.definition.type === 'soap-in' && isOneWay(it.settings.wsdl)),
  )
  const answersTo = (trigger: CheckedNode): readonly CheckedNode[] =>
    nodes.filter(
      (it) => ANSWERED_BY[trigger.definition.type]?.includes(it.definition.type) && it.settings.answer !== false,
    )
  const silent = waiting
    .filter((it) => {
      const seen = reachable(flow, [it.id])
      return it.definition.type !== 'flow-in' && !answersTo(it).some((answer) => seen.has(answer.id))
    })
    .map((it) => problem('flow.no-reply', {}, { node: it.id }, 'warning'))
  const heard = new Set(waiting.flatMap(answersTo))
  const unheard = nodes.filter((it) => /^(?:http|soap)-reply$/.test(it.definition.type) && !heard.has(it))
  return [...silent, ...unheard.map((it) => problem('flow.reply-never-heard', {}, { node: it.id }, 'warning'))]
}

function storageProblems(flow: Flow, nodes: readonly CheckedNode[]): readonly Problem[] {
  if (flow.settings?.durability !== 'none') return []
  return nodes.filter((it) => it.definition.stores).map((it) => problem('group.not-stored', {}, { node: it.id }))
}

function aggregatorProblems(flow: Flow, nodes: readonly CheckedNode[]): readonly Problem[] {
  const gathering = nodes.filter((it) => it.definition.gathers)
  if (gathering.length === 0) return []
  const splitters = nodes.filter((it) => it.definition.splits).map((it) => it.id)
  const behind = reachable(flow, splitters)
  return gathering.filter((it) => !behind.has(it.id)).map((it) => problem('flow.aggregator-alone', {}, { node: it.id }))
}
