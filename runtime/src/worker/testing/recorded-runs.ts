import { join } from 'node:path'
import type { Inbound, JournalEntry } from '#runtime/engine/engine.ts'
import { sealedTools } from '#runtime/executor/cases/sealed-tools.ts'
import { compileFlow } from '#runtime/executor/compile.ts'
import { foldJournal } from '#runtime/executor/memo.ts'
import { replay } from '#runtime/executor/past/trace.ts'
import type { CodeTable } from '#shared/api/platform.ts'
import { parseFlow } from '#shared/flow/parse.ts'
import { createTableStore } from '../code-tables.ts'
import { createNodeLibrary } from '../node-library.ts'

/** Where runs of real installations are kept: flow, code tables, message, journal, and the steps that they had. */
export const RECORDED = join(import.meta.dirname, 'recorded')

/** A run as it was stored. */
export interface Recorded {
  /** The flow file, of whatever format it had. */
  readonly flow: unknown
  readonly tables: readonly CodeTable[]
  readonly inbound: Omit<Inbound, 'lease' | 'dedupe'>
  readonly journal: readonly JournalEntry[]
}

/** A step of a replay, as far as it must never change for a stored run. */
export interface ReplayedStep {
  readonly path: string
  readonly node: string
  readonly from?: string
  readonly status: string
  readonly port?: string
  readonly output?: unknown
}

const library = createNodeLibrary()

/** Replays a stored run with the nodes of this installation. */
export async function replayed({ flow: file, tables, inbound, journal }: Recorded): Promise<readonly ReplayedStep[]> {
  const { flow, problems } = parseFlow(file)
  if (!flow) throw new Error(JSON.stringify(problems))
  const store = createTableStore()
  store.replace(tables)
  const tools = sealedTools({
    tables: store,
    script: () => Promise.reject(new Error('recorded flows have no scripts')),
  })
  await library.load([flow])
  const compiled = compileFlow(flow, inbound.version, library)
  const { steps } = await replay(inbound, foldJournal(journal), compiled, { tools, clock: () => Date.UTC(2100, 0, 1) })
  const plain = steps.map(({ path, node, from, status, port, output }) => ({ path, node, from, status, port, output }))
  return JSON.parse(JSON.stringify(plain))
}
