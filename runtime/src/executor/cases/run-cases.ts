import type { CaseResult, TestCase } from '#shared/api/test-cases.ts'
import type { TestRequest } from '#shared/api/test-runs.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { differences } from './expectations.ts'
import { type TestRunParts, testRun } from './test-run.ts'

/** A case by its name. */
export interface NamedCase {
  readonly name: string
  readonly case: TestCase
}

/** What a test run is asked for by a case. */
export function requestOf({ input, stubs, trigger }: TestCase): TestRequest {
  return {
    input: { body: input.body, ...(input.headers ? { headers: input.headers } : {}) },
    stubs,
    ...(trigger === undefined ? {} : { trigger }),
  }
}

/** Runs a flow on a case and compares. `parts.tools` must be sealed. */
export async function runCase(flow: Flow, { name, case: it }: NamedCase, parts: TestRunParts): Promise<CaseResult> {
  const began = parts.clock()
  const run = await testRun(flow, requestOf(it), parts)
  const found = [...differences(run, it.expect)]
  const durationMs = parts.clock() - began
  return { name, title: it.title, ok: found.length === 0, status: run.status, durationMs, differences: found }
}

/** Runs a flow on cases one after the other; other work of the process gets its turn between two. */
export async function runCases(
  flow: Flow,
  cases: readonly NamedCase[],
  parts: TestRunParts,
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = []
  for (const one of cases) {
    results.push(await runCase(flow, one, parts))
    await new Promise((resolve) => setImmediate(resolve))
  }
  return results
}
