import { randomFillSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { createRunIds } from '#runtime/engine/run-id.ts'
import { runCase } from '#runtime/executor/cases/run-cases.ts'
import { sealedTools } from '#runtime/executor/cases/sealed-tools.ts'
import type { TestRunParts } from '#runtime/executor/cases/test-run.ts'
import { createSandbox } from '#runtime/sandbox/sandbox.ts'
import { createTableStore } from '#runtime/worker/code-tables.ts'
import { createNodeLibrary } from '#runtime/worker/node-library.ts'
import { testCaseSchema } from '#shared/api/test-cases.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { type FlowFolder, findTables } from '../deployments/templates/flow-folder.ts'
import { findFlows } from './flow-files.ts'
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
  const clock = (): number => Date.now()
  const library = createNodeLibrary()
  await library.load(folders.flatMap(({ flow }) => (flow ? [flow] : [])))
  const parts = {
    library,
    tools: sealedTools({ tables, script: sandbox.run }),
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

async function testFolder(folder: FlowFolder, parts: TestRunParts): Promise<readonly Result[]> {
  const results: Result[] = []
  // A flow that cannot be read fails also when it has no cases.
  if (!folder.flow && folder.tests.length === 0)
    return [{ path: folder.folder, title: '', differences: folder.problems.map((it) => it.message.vi) }]
  for (const file of folder.tests) {
    const path = relative(process.cwd(), file)
    try {
      const one = testCaseSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
      if (!folder.flow) throw new Error(folder.problems.map((it) => it.message.vi).join('; '))
      const { differences } = await runCase(folder.flow, { name: path, case: one }, parts)
      results.push({ path, title: one.title, differences: differences.map(({ sentence }) => sentence.en) })
    } catch (error) {
      results.push({ path, title: '', differences: [toErrorData(error).message.vi] })
    }
  }
  return results
}
