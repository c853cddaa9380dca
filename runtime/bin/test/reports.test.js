import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../install.js'
import { countBrowserTests, readPlaywright, readVitest } from './reports.js'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lienthong-reports-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function written(report) {
  const file = join(folder, 'report.json')
  writeFileSync(file, typeof report === 'string' ? report : JSON.stringify(report))
  return file
}

const one = (fullName, status, failureMessages = []) => ({ fullName, status, failureMessages })

test('tests are counted by what became of them, and failures come with their place and words', () => {
  const assertionResults = [
    one('adds', 'passed'),
    one('waits', 'skipped'),
    one('comes later', 'todo'),
    one('divides', 'failed', [
      `\u001b[31mError: by zero\u001b[39m\n    at f (${root}/shared/a.ts:3:1)\n    at g (node:internal/x:1:1)`,
    ]),
  ]
  const file = written({ testResults: [{ name: join(root, 'shared/a.test.ts'), status: 'failed', assertionResults }] })
  const { passed, failed, skipped, notes } = readVitest(file, 1)
  expect({ passed, failed, skipped }).toEqual({ passed: 1, failed: 1, skipped: 2 })
  expect(notes[0]).toBe('shared/a.test.ts > divides\n    Error: by zero\n        at f (shared/a.ts:3:1)')
  expect(notes[1]).toBe('skipped: shared/a.test.ts > waits')
})

test('a test file that cannot be loaded counts as a failure', () => {
  const broken = {
    name: join(root, 'nodes/b.test.ts'),
    status: 'failed',
    message: 'SyntaxError: no',
    assertionResults: [],
  }
  const { failed, notes } = readVitest(written({ testResults: [broken] }), 1)
  expect(failed).toBe(1)
  expect(notes).toEqual(['nodes/b.test.ts\n    SyntaxError: no'])
})

test('a bad exit code without a failed test counts as a failure', () => {
  const good = { name: join(root, 'a.test.ts'), status: 'passed', assertionResults: [one('adds', 'passed')] }
  expect(readVitest(written({ testResults: [good] }), 1)).toMatchObject({ passed: 1, failed: 1 })
  expect(readPlaywright(written({ stats: { expected: 1 }, suites: [] }), 1)).toMatchObject({ passed: 1, failed: 1 })
})

test('a run that left no readable report counts as a failure', () => {
  expect(readVitest(join(folder, 'gone.json'), 137)).toMatchObject({ failed: 1 })
  expect(readVitest(written('{"testRes'), 1)).toMatchObject({ failed: 1 })
  expect(readPlaywright(join(folder, 'gone.json'), 0)).toMatchObject({ failed: 1 })
})

test('browser tests in nested groups are counted, and skipped ones say why', () => {
  const spec = (title, status, more = {}) => ({
    title,
    file: 'a.spec.ts',
    line: 4,
    tests: [{ status, results: [], ...more }],
  })
  const specs = [
    spec('opens', 'expected'),
    spec('prints', 'skipped', { annotations: [{ type: 'skip', description: 'no printer' }] }),
    spec('saves', 'unexpected', { results: [{ error: { message: 'gone' } }] }),
  ]
  const file = written({
    stats: { expected: 1, unexpected: 1, flaky: 0, skipped: 1 },
    suites: [{ suites: [{ specs }] }],
  })
  const { passed, failed, skipped, notes } = readPlaywright(file, 1)
  expect({ passed, failed, skipped }).toEqual({ passed: 1, failed: 1, skipped: 1 })
  expect(notes).toEqual(['a.spec.ts:4 > saves\n    gone', 'skipped: a.spec.ts > prints (no printer)'])
  expect(countBrowserTests(file)).toBe(3)
})
