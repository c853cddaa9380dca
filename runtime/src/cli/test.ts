import { randomFillSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { createRunIds } from '#runtime/engine/run-id.ts'
import type { Tools } from '#runtime/executor/run-env.ts'
import { testRun } from '#runtime/executor/test-run.ts'
import { createSandbox } from '#runtime/sandbox/sandbox.ts'
import { createTableStore } from '#runtime/worker/code-tables.ts'
import { library } from '#runtime/worker/worker.ts'
import { permanent, toErrorData } from '#shared/errors/flow-error.ts'
import { differences, testCaseSchema } from './expectations.ts'
import { type FlowFolder, findFlows, findTables } from './flow-files.ts'
import type { Output } from './output.ts'

interface Result {
  readonly path: string
  readonly title: string
  readonly differences: readonly string[]
}

/** `lienthong test PATH…`: runs the test cases of flows; effects are answered by the cases' stubs and nothing leaves the machine. 1 when one fails. */
export async function test(paths: readonly string[], output: Output): Promise<number> {
  const folders = findFlows(paths)
  const tables = createTableStore()
  tables.replace(findTables(paths))
  const sandbox = createSandbox()
  const refuse = (): Promise<never> => Promise.reject(permanent('test.no-answer'))
  const tools: Tools = {
    tables,
    http: refuse,
    connection: refuse,
    shared: refuse,
    drop: refuse,
    script: sandbox.run,
    log: () => undefined,
  }
  const clock = (): number => Date.now()
  const parts = {
    library,
    tools,
    clock,
    newRunId: createRunIds({ now: clock, random: (bytes) => void randomFillSync(bytes) }),
  }
  const results: Result[] = []
  try {
    for (const folder of folders) results.push(...(await testFolder(folder, parts)))
  } finally {
    sandbox.close()
  }
  for (const it of results) {
    output.line(`${it.differences.length === 0 ? 'đạt ' : 'HỎNG'} ${it.path}: ${it.title}`)
    for (const difference of it.differences) output.line(`     ${difference}`)
  }
  const failed = results.filter((it) => it.differences.length > 0).length
  output.line(`${results.length - failed} passed, ${failed} failed, 0 skipped`)
  output.json({ passed: results.length - failed, failed, results })
  return failed > 0 ? 1 : 0
}

async function testFolder(folder: FlowFolder, parts: Parameters<typeof testRun>[2]): Promise<readonly Result[]> {
  const results: Result[] = []
  // A flow that cannot be read fails also when it has no cases.
  if (!folder.flow && folder.tests.length === 0)
    return [{ path: folder.folder, title: '', differences: folder.problems.map((it) => it.message.vi) }]
  for (const file of folder.tests) {
    const path = relative(process.cwd(), file)
    try {
      const one = testCaseSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
      if (!folder.flow) throw new Error(folder.problems.map((it) => it.message.vi).join('; '))
      const { input, stubs, trigger } = one
      const request = {
        input: { body: input.body, ...(input.headers ? { headers: input.headers } : {}) },
        stubs,
        ...(trigger === undefined ? {} : { trigger }),
      }
      const run = await testRun(folder.flow, request, parts)
      results.push({ path, title: one.title, differences: differences(run, one.expect) })
    } catch (error) {
      results.push({ path, title: '', differences: [toErrorData(error).message.vi] })
    }
  }
  return results
}
