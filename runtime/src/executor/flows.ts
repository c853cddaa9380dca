import type { DeployedFlow } from '#runtime/worker/protocol.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { type CompiledFlow, compileFlow, type NodeLibrary } from './compile.ts'

/** A deployed flow, compiled. */
export interface Deployment {
  readonly unit: string
  readonly paused: boolean
  readonly compiled: CompiledFlow
}

/** The flows that a worker knows: those that receive new messages, and old versions that runs are still on. */
export interface Flows {
  /** Replaces the whole set; unchanged versions are not compiled again. */
  deploy(flows: readonly DeployedFlow[]): void
  current(flow: string): Deployment | undefined
  all(): readonly Deployment[]
  /** The version that a run began on; old ones are fetched once. */
  version(flow: string, version: string): Promise<CompiledFlow>
}

/**
 * Nodes of old versions that stay compiled, those used last. Measured with the flows in the box: 46 KB of heap a node, 8 ms to fetch and
 * compile a flow of eleven. What is deployed is always compiled, and not counted here.
 */
const KEPT_NODES = 2000

/** Makes the registry; `fetch` asks the kernel for a version that is not deployed any more. */
export function createFlows(
  library: NodeLibrary,
  fetch: (flow: string, version: string) => Promise<Flow | undefined>,
): Flows {
  let current = new Map<string, Deployment>()
  /** Old versions, the one used last at the end, with the nodes that each has. */
  const old = new Map<string, { readonly made: Promise<CompiledFlow>; nodes: number }>()
  let nodes = 0
  const keyOf = (flow: string, version: string): string => `${flow}@${version}`

  function forget(key: string): void {
    nodes -= old.get(key)?.nodes ?? 0
    old.delete(key)
  }

  function remember(key: string, made: Promise<CompiledFlow>): Promise<CompiledFlow> {
    forget(key)
    const it = { made, nodes: 0 }
    old.set(key, it)
    made.then(
      (compiled) => {
        if (old.get(key) !== it) return
        it.nodes = compiled.nodes.size
        nodes += it.nodes
        for (const [oldest] of old) {
          if (nodes <= KEPT_NODES || oldest === key) break
          forget(oldest)
        }
      },
      () => {
        if (old.get(key) === it) forget(key)
      },
    )
    return made
  }

  return {
    deploy(flows) {
      const next = new Map<string, Deployment>()
      for (const { flow, version, unit, paused } of flows) {
        const before = current.get(flow.id)
        const made = before?.compiled.version === version ? before.compiled : compileFlow(flow, version, library)
        next.set(flow.id, { unit, paused, compiled: made })
      }
      // The runs of what was replaced go on for a while.
      for (const [id, { compiled }] of current)
        if (next.get(id)?.compiled !== compiled) void remember(keyOf(id, compiled.version), Promise.resolve(compiled))
      current = next
    },
    current: (flow) => current.get(flow),
    all: () => [...current.values()],
    version(flow, version) {
      const now = current.get(flow)?.compiled
      if (now?.version === version) return Promise.resolve(now)
      const key = keyOf(flow, version)
      const known = old.get(key)
      if (known) {
        old.delete(key)
        old.set(key, known)
        return known.made
      }
      return remember(
        key,
        fetch(flow, version).then((found) => {
          if (!found) throw permanent('flow.unknown-flow', { flow: `${flow}@${version.slice(0, 8)}` })
          return compileFlow(found, version, library)
        }),
      )
    },
  }
}
