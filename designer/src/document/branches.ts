import { ERROR_INBOX, type FlowNode } from '#shared/flow/flow.ts'
import { actsOutside } from '#shared/node/define.ts'
import type { Text } from '#shared/text/text.ts'
import { type Catalogue, definitionOf, settingsWithDefaults } from './catalogue.ts'

/** Ways out of a node that are no ports: where failed messages go (`onError.then`) and what undoes the step (`compensate`). */
export type Branch = 'error' | 'undo'

/** The names under which wires know the branches; no real port may start with a colon. */
export const ERROR_OUT = ':error'
export const UNDO_OUT = ':undo'

/** What the branches are called, as ports are. */
export const branchTitles: Readonly<Record<Branch, Text>> = {
  error: { vi: 'Khi lỗi', en: 'On error' },
  undo: { vi: 'Bù trừ', en: 'Undone by' },
}

/** The branch behind a port name; undefined for a real port. */
export function branchOf(port: string): Branch | undefined {
  if (port === ERROR_OUT) return 'error'
  return port === UNDO_OUT ? 'undo' : undefined
}

/** Where a branch of a node leads; undefined when there is none. */
export function branchTarget(node: FlowNode, branch: Branch): string | undefined {
  if (branch === 'undo') return node.compensate
  const then = node.onError?.then
  return then === ERROR_INBOX ? undefined : then
}

/** The node with the branch leading elsewhere, or without it; the same node when nothing changes. */
export function withBranch(node: FlowNode, branch: Branch, to: string | undefined): FlowNode {
  if (branchTarget(node, branch) === to) return node
  if (branch === 'undo') {
    const { compensate: _old, ...rest } = node
    return to === undefined ? rest : { ...rest, compensate: to }
  }
  const { onError, ...rest } = node
  const kept = onError?.retry === undefined ? {} : { retry: onError.retry }
  if (to !== undefined) return { ...rest, onError: { ...kept, then: to } }
  return onError?.retry === undefined ? rest : { ...rest, onError: kept }
}

const known = new WeakMap<FlowNode, { readonly catalogue: Catalogue; readonly names: readonly string[] }>()

/**
 * The branches that can be drawn from a node, as port names: an error branch from whatever is no trigger, a compensation from what
 * acts outside, and what is there already. The same array for the same node.
 */
export function branchPorts(catalogue: Catalogue, node: FlowNode): readonly string[] {
  const kept = known.get(node)
  if (kept?.catalogue === catalogue) return kept.names
  const definition = definitionOf(catalogue, node)
  const fails = definition !== undefined && definition.input !== false
  const acts = definition !== undefined && actsOutside(definition, settingsWithDefaults(definition, node))
  const names = [
    ...(fails || branchTarget(node, 'error') !== undefined ? [ERROR_OUT] : []),
    ...(acts || node.compensate !== undefined ? [UNDO_OUT] : []),
  ]
  known.set(node, { catalogue, names })
  return names
}
