import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { type CodeTable, codeTableSchema } from '#shared/api/platform.ts'
import { type TestCase, testCaseSchema } from '#shared/api/test-cases.ts'
import type { Flow, Layout, Problem } from '#shared/flow/flow.ts'
import { parseFlow, parseLayout } from '#shared/flow/parse.ts'

/** A flow folder as it lies on disk (design §5). `flow` is missing when the file has problems that keep it from being read. */
export interface FlowFolder {
  readonly folder: string
  readonly text: string
  readonly flow: Flow | undefined
  readonly layout: Layout | undefined
  readonly problems: readonly Problem[]
  /** Paths of the test cases. */
  readonly tests: readonly string[]
}

/** Code tables lie beside the flows in this folder, one file a table. */
const TABLES_FOLDER = 'danh-muc'

/** Reads a flow folder, of which the logic lies in `file`. */
export function readFlowFolder(folder: string, file: string): FlowFolder {
  const text = readFileSync(join(folder, file), 'utf8')
  const { flow, problems } = parseFlow(text)
  const layoutFile = join(folder, 'layout.json')
  const layout = existsSync(layoutFile) ? parseLayout(readFileSync(layoutFile, 'utf8')) : undefined
  const testsFolder = join(folder, 'tests')
  const tests = existsSync(testsFolder)
    ? readdirSync(testsFolder)
        .filter((name) => name.endsWith('.json'))
        .sort()
    : []
  return { folder, text, flow, layout, problems, tests: tests.map((name) => join(testsFolder, name)) }
}

/** The test cases of a flow folder by file name. Throws for one that cannot be read. */
export function readCases({ tests }: FlowFolder): readonly { readonly name: string; readonly case: TestCase }[] {
  return tests.map((file) => ({
    name: basename(file, '.json'),
    case: testCaseSchema.parse(JSON.parse(readFileSync(file, 'utf8'))),
  }))
}

/** The code tables beside a flow folder or a folder of flows. */
export function findTables(paths: readonly string[]): readonly CodeTable[] {
  const folders = new Set(
    paths.flatMap((path) => [
      join(path, TABLES_FOLDER),
      join(path, '..', TABLES_FOLDER),
      join(dirname(path), '..', TABLES_FOLDER),
    ]),
  )
  const tables = new Map<string, CodeTable>()
  for (const folder of folders) {
    if (!existsSync(folder)) continue
    for (const name of readdirSync(folder).filter((it) => it.endsWith('.json'))) {
      const table = readTable(join(folder, name))
      tables.set(table.id, table)
    }
  }
  return [...tables.values()]
}

function readTable(file: string): CodeTable {
  try {
    return codeTableSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const reason =
      error instanceof z.ZodError
        ? error.issues.map((it) => `${it.path.join('.')}: ${it.message}`).join('; ')
        : String(error)
    throw new Error(`${file}: danh mục không đọc được (the code table cannot be read): ${reason}`)
  }
}
