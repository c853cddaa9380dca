import { type Loaders, listenTriggers, nodeRuns, pollTriggers } from '#nodes/runs.ts'
import type { NodeLibrary } from '#runtime/executor/compile.ts'
import { type Flow, parseUse } from '#shared/flow/flow.ts'
import type { NodeDefinition } from '#shared/node/define.ts'
import type { NodeRun } from '#shared/node/run.ts'
import type { ListenTrigger, PollTrigger } from '#shared/node/trigger.ts'

/** The node types of this installation that were asked for. */
export interface LoadedNodes extends NodeLibrary {
  readonly polls: Readonly<Record<string, PollTrigger>>
  readonly listens: Readonly<Record<string, ListenTrigger>>
  /** Loads the nodes of these flows; before a flow is compiled. Unknown types are left to the compiler. */
  load(flows: Iterable<Flow>): Promise<void>
}

/**
 * Makes the library of a worker. By need, because eighty types with their drivers would cost each worker 45 MB (`memory.idleMb`: 191 MB
 * with all of them, 149 MB so).
 */
export function createNodeLibrary(): LoadedNodes {
  const definitions = new Map<string, NodeDefinition>()
  const runs: Record<string, NodeRun> = {}
  const polls: Record<string, PollTrigger> = {}
  const listens: Record<string, ListenTrigger> = {}

  async function loadType(type: string): Promise<void> {
    const [run, poll, listen] = await Promise.all([
      loadFrom(nodeRuns, type),
      loadFrom(pollTriggers, type),
      loadFrom(listenTriggers, type),
    ])
    if (poll) polls[type] = poll
    if (listen) listens[type] = listen
    if (!run) return
    runs[type] = run
    definitions.set(type, run.definition)
  }

  return {
    definitions,
    runs,
    polls,
    listens,
    async load(flows) {
      const types = new Set<string>()
      for (const { nodes } of flows) for (const { use } of Object.values(nodes)) types.add(parseUse(use)?.type ?? '')
      await Promise.all([...types].filter((type) => !definitions.has(type)).map(loadType))
    },
  }
}

async function loadFrom<T>(loaders: Loaders<T>, type: string): Promise<T | undefined> {
  return Object.hasOwn(loaders, type) ? loaders[type]?.() : undefined
}
