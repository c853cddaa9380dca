import { permanent } from '#shared/errors/flow-error.ts'
import type { CompiledExpression } from '#shared/expression/compile.ts'
import { compileExpression } from '#shared/expression/compile.ts'
import { ERROR_INBOX, type Flow, type FlowNode, parseUse, type RetryPolicy } from '#shared/flow/flow.ts'
import { cycles } from '#shared/flow/graph.ts'
import type { FlowLimits, Priority } from '#shared/flow/limits.ts'
import { DEFAULT_RETRY, retryPolicies } from '#shared/flow/retry-policies.ts'
import { actsOutside, type Effects, effectsOf, type NodeDefinition, portsOf } from '#shared/node/define.ts'
import { durationMs } from '#shared/node/fields.ts'
import { createPrepare } from '#shared/node/prepare.ts'
import type { DescribeRequest, NodeRun, Probe, Step } from '#shared/node/run.ts'

/** The node types that a worker can run. */
export interface NodeLibrary {
  readonly definitions: ReadonlyMap<string, NodeDefinition>
  readonly runs: Readonly<Record<string, NodeRun>>
}

/** A node ready to run: settings resolved, expressions compiled, wires as lists. */
export interface CompiledNode {
  readonly id: string
  readonly type: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly effects: Effects
  readonly gathers: boolean
  /** True for a delay: it looks at the clock, and its timer is journalled. */
  readonly sleeps: boolean
  /** True for `http-in` and the like, and for disabled nodes: the message passes through the first port. */
  readonly passThrough: boolean
  readonly firstPort: string
  readonly step: Step | undefined
  readonly probe: Probe | undefined
  /** Tells what a message would have it ask; undefined where settings and message stand for it. */
  readonly request: DescribeRequest | undefined
  readonly targets: ReadonlyMap<string, readonly string[]>
  /** Where errors go: a node id, or undefined for the inbox. */
  readonly errorNode: string | undefined
  /** Where the branch begins that undoes what it did; undefined where there is none, or nothing to undo. */
  readonly undoNode: string | undefined
  readonly retry: RetryPolicy
  /** The connection that its effect calls; undefined when it calls none. */
  readonly partner: string | undefined
  /** True inside a loop: its step paths carry the visit. */
  readonly inLoop: boolean
}

/** A flow version ready to run. */
export interface CompiledFlow {
  readonly flow: Flow
  readonly version: string
  readonly nodes: ReadonlyMap<string, CompiledNode>
  readonly triggers: readonly CompiledNode[]
  readonly keys: readonly { readonly name: string; readonly expression: CompiledExpression }[]
  readonly partition: string | undefined
  readonly timeoutMs: number
  readonly stored: boolean
  readonly priority: Priority
  readonly limits: FlowLimits
  /** A run that failed for good undoes by itself what it did. */
  readonly undoes: boolean
}

/** How long a caller waits for a synchronous result when the flow does not say. */
const DEFAULT_TIMEOUT = 'PT30S'

/** Compiles a flow once, at deploy. The flow has been validated; what is wrong all the same is thrown as a `FlowError`. */
export function compileFlow(flow: Flow, version: string, library: NodeLibrary): CompiledFlow {
  const looping = new Set(cycles(flow, () => false).flat())
  const nodes = new Map(
    Object.entries(flow.nodes).map(([id, node]) => [id, compileNode(id, node, flow, library, looping.has(id))]),
  )
  return {
    flow,
    version,
    nodes,
    triggers: [...nodes.values()].filter(
      (node) => library.definitions.get(node.type)?.kind === 'trigger' && flow.nodes[node.id]?.disabled !== true,
    ),
    keys: Object.entries(flow.settings?.keys ?? {}).map(([name, text]) => ({
      name,
      expression: compileExpression(text),
    })),
    partition: flow.settings?.partition,
    timeoutMs: durationMs(flow.settings?.timeout ?? DEFAULT_TIMEOUT),
    stored: flow.settings?.durability !== 'none',
    priority: flow.settings?.priority ?? 'normal',
    limits: flow.settings?.limits ?? {},
    undoes: flow.settings?.compensation !== 'by-hand' && [...nodes.values()].some((it) => it.undoNode !== undefined),
  }
}

function compileNode(id: string, node: FlowNode, flow: Flow, library: NodeLibrary, inLoop: boolean): CompiledNode {
  const type = parseUse(node.use)?.type ?? ''
  const definition = library.definitions.get(type)
  if (!definition) throw permanent('flow.unknown-node', { use: node.use })
  const parsed = definition.settings.safeParse(node.settings ?? {})
  if (!parsed.success) throw permanent('flow.setting', { label: id, reason: parsed.error.issues[0]?.message ?? '' })
  const settings: Readonly<Record<string, unknown>> = parsed.data
  const behaviour: NodeRun | undefined = Object.hasOwn(library.runs, type) ? library.runs[type] : undefined
  const passThrough = node.disabled === true || (definition.kind === 'trigger' && definition.readsAgain !== true)
  if (!passThrough && !behaviour) throw permanent('flow.unknown-node', { use: node.use })
  const tools = createPrepare(settings as never, compileExpression)
  const then = node.onError?.then
  return {
    id,
    type,
    settings,
    effects: passThrough ? 'none' : effectsOf(definition, settings),
    gathers: definition.gathers === true && !passThrough,
    sleeps: definition.breaksCycle === true,
    passThrough,
    firstPort: portsOf(definition, settings)[0]?.name ?? 'out',
    step: passThrough ? undefined : behaviour?.prepare(tools),
    probe: passThrough ? undefined : behaviour?.probe?.(tools),
    request: passThrough ? undefined : behaviour?.request?.(tools),
    targets: new Map(Object.entries(node.to ?? {})),
    errorNode: then === undefined || then === ERROR_INBOX ? undefined : then,
    undoNode: passThrough || !actsOutside(definition, settings) ? undefined : node.compensate,
    partner: passThrough || typeof settings.connection !== 'string' ? undefined : settings.connection,
    retry: policyOf(node.onError?.retry ?? DEFAULT_RETRY, flow),
    inLoop,
  }
}

function policyOf(name: string, flow: Flow): RetryPolicy {
  const own = flow.settings?.retry ?? {}
  const policy = Object.hasOwn(own, name)
    ? own[name]
    : Object.hasOwn(retryPolicies, name)
      ? retryPolicies[name]
      : undefined
  if (!policy) throw permanent('flow.unknown-policy', { policy: name, known: Object.keys(retryPolicies).join(', ') })
  return policy
}
