// Reads the JSON reports of Vitest and Playwright.
import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { root } from '../install.js'

/** Counts and failures of a Vitest run. A file that cannot be loaded and a crash each count as one failure. */
export function readVitest(file, code) {
  const report = read(file)
  if (!report) return crashed(`vitest ended with code ${code} and left no report`)
  const files = report.testResults ?? []
  const tests = files.flatMap((it) => it.assertionResults.map((one) => ({ ...one, path: relative(root, it.name) })))
  const failedTests = tests.filter((it) => it.status === 'failed')
  const failedFiles = files.filter(
    (it) => it.status === 'failed' && !it.assertionResults.some((one) => one.status === 'failed'),
  )
  const skipped = tests.filter((it) => it.status !== 'failed' && it.status !== 'passed')
  const again = tests.filter((it) => it.status === 'passed' && it.failureMessages?.length > 0)
  const failed = failedTests.length + failedFiles.length
  return {
    passed: tests.length - failedTests.length - skipped.length,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: skipped.length,
    notes: [
      ...failedTests.map((it) => `${it.path} > ${it.fullName}\n    ${firstLines(it.failureMessages?.[0])}`),
      ...failedFiles.map((it) => `${relative(root, it.name)}\n    ${firstLines(it.message)}`),
      ...(failed === 0 && code !== 0 ? [`vitest ended with code ${code} although no test failed; see above`] : []),
      ...again.map(
        (it) => `passed only when tried again: ${it.path} > ${it.fullName}\n    ${firstLines(it.failureMessages[0])}`,
      ),
      ...skipped.map((it) => `skipped: ${it.path} > ${it.fullName}`),
    ],
  }
}

/** Counts and failures of a Playwright run. */
export function readPlaywright(file, code) {
  const report = read(file)
  if (!report) return crashed(`playwright ended with code ${code} and left no report`)
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report.stats ?? {}
  const tests = specsOf(report)
  const bad = tests.filter((it) => it.tests.some((one) => one.status === 'unexpected'))
  const again = tests.filter((it) => it.tests.some((one) => one.status === 'flaky'))
  const left = tests.filter((it) => it.tests.some((one) => one.status === 'skipped'))
  const errors = (report.errors ?? []).map((it) => firstLines(it.message))
  const failed = unexpected || (code === 0 ? 0 : 1)
  return {
    passed: expected + flaky,
    failed,
    skipped,
    notes: [
      ...bad.map(
        (it) => `${it.file}:${it.line} > ${it.title}\n    ${firstLines(it.tests[0]?.results.at(-1)?.error?.message)}`,
      ),
      ...errors,
      ...again.map(
        (it) => `passed only when tried again: ${it.file}:${it.line} > ${it.title}\n    ${firstFailure(it)}`,
      ),
      ...left.map((it) => `skipped: ${it.file} > ${it.title}${reasonOf(it)}`),
    ],
  }
}

function firstFailure(spec) {
  return firstLines(spec.tests[0]?.results.find((it) => it.status !== 'passed')?.error?.message)
}

/** How many tests `playwright test --list` names. */
export function countBrowserTests(file) {
  const report = read(file)
  return report ? specsOf(report).length : 0
}

function specsOf(report) {
  const below = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(below)]
  return (report.suites ?? []).flatMap(below)
}

function reasonOf(spec) {
  const reason = spec.tests[0]?.annotations?.find((it) => it.type === 'skip')?.description
  return reason ? ` (${reason})` : ''
}

function read(file) {
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function crashed(note) {
  return { passed: 0, failed: 1, skipped: 0, notes: [note] }
}

/** What a failure says, and where in our own files, without the colours of a terminal. */
function firstLines(text = '') {
  const lines = stripVTControlCharacters(text)
    .trim()
    .split('\n')
    .filter((line) => !/^\s+at .*(?:node_modules|node:)/.test(line))
  return lines.slice(0, 12).join('\n    ').replaceAll(`${root}/`, '')
}
