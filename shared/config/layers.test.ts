import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { checkLayers } from './layers.ts'

const IMPORTS = { '#shared/*': './shared/src/*', '#nodes/*': './nodes/*', '#runtime/*': './runtime/src/*' }
const folders: string[] = []

/** A project in a temporary folder: file by path. */
function project(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'lienthong-layers-'))
  folders.push(root)
  for (const [path, text] of Object.entries({ 'package.json': JSON.stringify({ imports: IMPORTS }), ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

/** The broken rules, each with its place. */
function broken(files: Readonly<Record<string, string>>): readonly string[] {
  return checkLayers(project(files)).map(({ rule, place }) => `${rule} ${place}`)
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const empty = { 'shared/src/a.ts': '', 'nodes/x/run.ts': '', 'runtime/src/engine/engine.ts': '' }

test.each([
  ['shared imports the runtime', 'shared/src/b.ts', "\nimport '#runtime/engine/engine.ts'", 'shared-alone', 2],
  ['shared reads files', 'shared/src/b.ts', "import 'node:fs'", 'shared-everywhere', 1],
  ['a node imports the runtime', 'nodes/x/b.ts', "import '#runtime/engine/engine.ts'", 'nodes-shared', 1],
  ['a definition imports its run', 'nodes/x/definition.ts', "import './run.ts'", 'definition-own', 1],
  [
    'the designer imports the runtime',
    'designer/src/b.ts',
    "import '#runtime/engine/engine.ts'",
    'designer-definitions',
    1,
  ],
  ['the designer imports how a node runs', 'designer/src/b.tsx', "import '#nodes/x/run.ts'", 'designer-definitions', 1],
  [
    'only the type is imported',
    'designer/src/b.ts',
    "import type { A } from '#nodes/x/run.ts'",
    'designer-definitions',
    1,
  ],
  [
    'the import is late',
    'designer/src/b.ts',
    "const b = () =>\n  import('#nodes/x/run.ts')",
    'designer-definitions',
    2,
  ],
  [
    'the type stands in an expression',
    'designer/src/b.ts',
    "type A = typeof import('#nodes/x/run.ts')",
    'designer-definitions',
    1,
  ],
  ['a name is handed on', 'shared/src/b.ts', "export { a } from '#nodes/x/run.ts'", 'shared-alone', 1],
  [
    'Monaco is loaded outside script/',
    'designer/src/mapper/b.ts',
    "import 'monaco-editor/esm/vs/x.js'",
    'only-monaco-editor',
    1,
  ],
  [
    'isolated-vm is loaded in a worker',
    'runtime/src/worker/b.ts',
    "import ivm from 'isolated-vm'",
    'only-isolated-vm',
    1,
  ],
  ['the API opens a database', 'runtime/src/api/b.ts', "import Sqlite from 'better-sqlite3'", 'only-better-sqlite3', 1],
  ['the engine knows the executor', 'runtime/src/engine/b.ts', "import '../executor/c.ts'", 'runtime-engine', 1],
  ['a file is not there', 'shared/src/b.ts', "import './gone.ts'", 'no-missing', 1],
  [
    'the executor reads the clock',
    'runtime/src/executor/b.ts',
    'const x = 1\nexport const now = Date.now()',
    'ports-only',
    2,
  ],
])('it is found when %s', (_, path, text, rule, line) => {
  const files = { ...empty, 'runtime/src/executor/c.ts': '', [path]: text }
  expect(broken(files)).toEqual([`${rule} ${path}:${line}`])
})

test('a definition must not reach a built-in of Node through another module', () => {
  const found = checkLayers(
    project({
      'nodes/x/definition.ts': "import { a } from './a.ts'",
      'nodes/x/a.ts': "import { b } from './b.ts'",
      'nodes/x/b.ts': "import 'node:net'",
    }),
  )
  expect(found.map((it) => `${it.rule} ${it.detail}`)).toEqual([
    'definition-everywhere imports nodes/x/a.ts → nodes/x/b.ts → node:net',
  ])
})

test('what stands in comments and texts is no import', () => {
  expect(broken({ 'shared/src/b.ts': "// import '#nodes/x/run.ts'\nexport const s = \"import 'node:fs'\"" })).toEqual(
    [],
  )
})

test('a circle of three is found once, and a chain is not taken for one', () => {
  const files = {
    'shared/src/start.ts': "import './a.ts'",
    'shared/src/a.ts': "import './b.ts'",
    'shared/src/b.ts': "import './c.ts'",
    'shared/src/c.ts': "import './a.ts'\nimport './end.ts'",
    'shared/src/end.ts': '',
  }
  const found = checkLayers(project(files)).filter((it) => it.rule === 'no-circle')
  expect(found.map((it) => it.detail)).toEqual([
    'stands in a circle of 3: shared/src/a.ts → shared/src/b.ts → shared/src/c.ts → shared/src/a.ts',
  ])
})

test('types make a circle between folders, not inside one', () => {
  const circle = (a: string, b: string) => ({
    [a]: `import type { B } from '#${b.replace('/src', '')}'\nexport type A = B`,
    [b]: `import { a } from '#${a.replace('/src', '')}'\nexport type B = typeof a`,
  })
  expect(broken(circle('shared/src/flow/a.ts', 'shared/src/flow/b.ts'))).toEqual([])
  expect(broken(circle('shared/src/flow/a.ts', 'shared/src/node/b.ts'))).toEqual(['no-circle shared/src/flow/a.ts:1'])
})

test('what only tests use may read the clock', () => {
  expect(broken({ 'runtime/src/executor/testing/world.ts': 'export const now = Date.now()' })).toEqual([])
})

test('a package may be imported by the tests of another folder', () => {
  expect(broken({ 'runtime/src/api/b.test.ts': "import Sqlite from 'better-sqlite3'" })).toEqual([])
})

test('the command names the place and the reason, and fails', () => {
  const root = project({ ...empty, 'nodes/x/b.ts': "import '#runtime/engine/engine.ts'" })
  const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, 'check-layers.ts'), root], {
    encoding: 'utf8',
  })
  expect(stdout).toBe(
    'nodes/x/b.ts:1 imports runtime/src/engine/engine.ts\n    nodes-shared: nodes import only shared\n1 violations\n',
  )
  expect(status).toBe(1)
})
