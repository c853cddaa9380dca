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

/** Old versions that stay compiled. */
const KEPT = 200

/** Makes the registry; `fetch` asks the kernel for a version that is not deployed any more. */
export function createFlows(
  library: NodeLibrary,
  fetch: (flow: string, version: string) => Promise<Flow | undefined>,
): Flows {
  let current = new Map<string, Deployment>()
  const compiled = new Map<string, Promise<CompiledFlow>>()
  const keyOf = (flow: string, version: string): string => `${flow}@${version}`

  function remember(flow: string, version: string, made: Promise<CompiledFlow>): Promise<CompiledFlow> {
    const key = keyOf(flow, version)
    made.catch(() => compiled.delete(key))
    compiled.set(key, made)
    const oldest = compiled.size > KEPT ? compiled.keys().next().value : undefined
    if (oldest !== undefined) compiled.delete(oldest)
    return made
  }

  return {
    deploy(flows) {
      const next = new Map<string, Deployment>()
      for (const { flow, version, unit, paused } of flows) {
        const before = current.get(flow.id)
        const made = before?.compiled.version === version ? before.compiled : compileFlow(flow, version, library)
        remember(flow.id, version, Promise.resolve(made))
        next.set(flow.id, { unit, paused, compiled: made })
      }
      current = next
    },
    current: (flow) => current.get(flow),
    all: () => [...current.values()],
    version(flow, version) {
      const known = compiled.get(keyOf(flow, version))
      if (known) return known
      return remember(
        flow,
        version,
        fetch(flow, version).then((found) => {
          if (!found) throw permanent('flow.unknown-flow', { flow: `${flow}@${version.slice(0, 8)}` })
          return compileFlow(found, version, library)
        }),
      )
    },
  }
}
