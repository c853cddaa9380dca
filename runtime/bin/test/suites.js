// The parts of `npm test` that hold many tests each: unit, flows, chaos, browser.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { node, root } from '../install.js'
import { runChild } from './child.js'
import { ensureChromium, missingPostgres } from './needs.js'
import { countBrowserTests, readPlaywright, readVitest } from './reports.js'

const ci = process.env.CI === 'true'
const nothing = { passed: 0, failed: 0, skipped: 0, notes: [] }

/** The tests beside the sources. A missing service skips its tests; with CI=true it fails. */
export async function unit() {
  const missing = await missingPostgres()
  const result = await withReport(async (file) => {
    const args = ['run', '--config', 'shared/config/vitest.config.ts', '--silent=passed-only']
    const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`]
    const { code } = await runChild(node, [inModules('vitest', 'vitest.mjs'), ...args, ...reporters], { minutes: 30 })
    return readVitest(file, code)
  })
  if (!missing) return result
  const note = ci ? `${missing}: needed with CI=true` : `skipped: ${missing}`
  return { ...result, failed: result.failed + (ci ? 1 : 0), notes: [note, ...result.notes] }
}

/** The flows in the box: checked, and their test cases run. */
export async function flows() {
  const cli = ['--disable-warning=ExperimentalWarning', 'runtime/src/cli/main.ts']
  const checked = await runChild(node, [...cli, 'check', 'flows'], { quiet: true })
  const tested = await runChild(node, [...cli, 'test', 'flows'], { quiet: true })
  const counts = /(\d+) passed, (\d+) failed, (\d+) skipped\s*$/.exec(tested.output)
  const [passed, failed, skipped] = counts ? counts.slice(1).map(Number) : [0, 1, 0]
  const clean = checked.code === 0
  const unsaid = tested.code !== 0 && failed === 0
  return {
    passed: passed + (clean ? 1 : 0),
    failed: failed + (clean ? 0 : 1) + (unsaid ? 1 : 0),
    skipped,
    notes: [...(clean ? [] : linesOf(checked.output)), ...(tested.code === 0 ? [] : linesOf(tested.output))],
  }
}

/** The short form of the torture cases; every figure counts as one test. */
export async function chaos() {
  if (!existsSync(join(root, 'runtime', 'bin', 'chaos.js')))
    return { ...nothing, skipped: 1, notes: ['skipped: runtime/bin/chaos.js is not there'] }
  const figures = []
  const { code } = await runChild(node, ['runtime/bin/chaos.js', '--short'], {
    minutes: 25,
    lines: (line) => line.startsWith('{"figure"') && figures.push(JSON.parse(line)),
  })
  const bad = figures.filter((it) => it.ok !== true)
  const unsaid = bad.length === 0 && (code !== 0 || figures.length === 0)
  return {
    ...nothing,
    passed: figures.length - bad.length,
    failed: bad.length + (unsaid ? 1 : 0),
    notes: [
      ...bad.map((it) => `${it.figure}: ${it.value} ${it.unit ?? ''}, goal ${it.goal}`),
      ...(unsaid ? [`chaos.js gave ${figures.length} figures and ended with code ${code}`] : []),
    ],
  }
}

/** The designer in a real browser, against a real installation. */
export async function browser() {
  const playwright = inModules('@playwright', 'test', 'cli.js')
  const chromium = await ensureChromium()
  if (!chromium.path) {
    if (ci) return { ...nothing, failed: 1, notes: [`${chromium.reason}: needed with CI=true`] }
    const skipped = await withReport(async (file) => {
      await runChild(node, [playwright, 'test', '--list', '--reporter=json'], {
        env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file },
        quiet: true,
      })
      return countBrowserTests(file)
    })
    return { ...nothing, skipped, notes: [`skipped: ${chromium.reason}`] }
  }
  return withReport(async (file) => {
    const { code } = await runChild(node, [playwright, 'test', '--reporter=list,json'], {
      env: { LIENTHONG_CHROMIUM: chromium.path, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
      minutes: 45,
    })
    return readPlaywright(file, code)
  })
}

async function withReport(task) {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-test-'))
  try {
    return await task(join(folder, 'report.json'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function inModules(...names) {
  return join(root, 'node_modules', ...names)
}

function linesOf(text) {
  return text.trimEnd().split('\n')
}
