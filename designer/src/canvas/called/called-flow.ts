import { type FlowNode, parseUse } from '#shared/flow/flow.ts'

/** The flow that a node calls; undefined when it calls none or none is chosen yet. */
export function calledFlow(node: FlowNode | undefined): string | undefined {
  const flow = node && parseUse(node.use)?.type === 'call-flow' ? node.settings?.flow : undefined
  return typeof flow === 'string' && flow !== '' ? flow : undefined
}
