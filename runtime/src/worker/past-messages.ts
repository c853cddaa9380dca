import type { Engine } from '#runtime/engine/engine.ts'
import { captureCase } from '#runtime/executor/cases/capture-case.ts'
import { runCases } from '#runtime/executor/cases/run-cases.ts'
import { sealedTools } from '#runtime/executor/cases/sealed-tools.ts'
import type { TestRunParts } from '#runtime/executor/cases/test-run.ts'
import type { Executor } from '#runtime/executor/executor.ts'
import type { Flows } from '#runtime/executor/flows.ts'
import { resubmit } from '#runtime/executor/past/resubmit.ts'
import { shadowDetail, shadowRuns } from '#runtime/executor/past/shadow.ts'
import type { LoadedNodes } from './node-library.ts'
import type { WorkerApi } from './protocol.ts'

/** What a worker does with messages of the past. */
export type PastMessages = Pick<WorkerApi, 'captureCase' | 'resubmit' | 'runCases' | 'shadow' | 'shadowDetail'>

/** Makes that part of a worker; of the tools only what computes and looks up is used. */
export function createPastMessages(
  parts: TestRunParts & {
    readonly engine: Engine
    readonly flows: Flows
    readonly executor: Executor
    readonly library: LoadedNodes
  },
): PastMessages {
  const sealed = { ...parts, tools: sealedTools(parts.tools) }
  return {
    resubmit: (input) => resubmit(input, parts),
    captureCase: (input) => captureCase(input, sealed),
    async runCases({ flow, cases }) {
      await parts.library.load([flow])
      return runCases(flow, cases, sealed)
    },
    async shadow({ flow, runs }) {
      await parts.library.load([flow])
      return shadowRuns(flow, runs, sealed)
    },
    async shadowDetail({ flow, run }) {
      await parts.library.load([flow])
      return shadowDetail(flow, run, sealed)
    },
  }
}
