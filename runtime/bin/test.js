// `npm test [-- PART…]`: installs, builds, then runs every part. Standard output: a line a part with what went wrong below it, and
// at the end `N passed, N failed, N skipped`. Standard error: progress. Exit 0 good, 1 failures, 2 wrong use.
import { build, install, say } from './install.js'
import { dead, layers, lint, size, types } from './test/checks.js'
import { stopChildren } from './test/child.js'
import { browser, chaos, flows, unit } from './test/suites.js'

const parts = { types, lint, layers, size, dead, unit, flows, chaos, browser }
/** How much a part says of what went wrong when others run too. */
const LINES_SHOWN = 60
const total = { passed: 0, failed: 0, skipped: 0 }
/** What failed, said once more above the last line: a build server's log often keeps only its end. */
const failures = []
let stopped

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !Object.hasOwn(parts, name))
if (unknown.length > 0) {
  say(`Không có phần ${unknown.join(', ')} (no such part). Parts: ${Object.keys(parts).join(', ')}`)
  process.exit(2)
}

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    stopped ??= signal
    stopChildren()
  })

const names = Object.keys(parts).filter((name) => asked.length === 0 || asked.includes(name))
if (await prepare()) for (const name of names) if (!stopped) await runPart(name)
if (stopped && total.failed === 0) add({ passed: 0, failed: 1, skipped: 0 })
if (stopped) process.stdout.write(`Đã dừng giữa chừng (stopped by ${stopped})\n`)
for (const line of failures) process.stdout.write(`${line}\n`)
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
process.exitCode = total.failed > 0 ? 1 : 0

async function prepare() {
  try {
    await install()
    await build()
    return true
  } catch (error) {
    process.stdout.write(`install    ${error instanceof Error ? error.message : String(error)}\n`)
    add({ passed: 0, failed: 1, skipped: 0 })
    return false
  }
}

async function runPart(name) {
  const began = Date.now()
  say(`── ${name}…`)
  let result
  try {
    result = await parts[name]()
  } catch (error) {
    result = {
      passed: 0,
      failed: 1,
      skipped: 0,
      notes: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
    }
  }
  add(result)
  const { passed, failed, skipped, notes } = result
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  const mark = failed > 0 ? 'HỎNG' : 'đạt '
  process.stdout.write(
    `${mark} ${name.padEnd(8)} ${passed} passed, ${failed} failed, ${skipped} skipped  (${seconds} s)\n`,
  )
  const lines = notes.join('\n').split('\n').filter(Boolean)
  const shown = names.length > 1 ? lines.slice(0, LINES_SHOWN) : lines
  for (const line of shown) process.stdout.write(`       ${line}\n`)
  const more = lines.length - shown.length
  if (more > 0) process.stdout.write(`       … còn ${more} dòng (more): npm test -- ${name}\n`)
  if (failed > 0) failures.push(`HỎNG ${name}`, ...shown.map((line) => `       ${line}`))
}

function add({ passed, failed, skipped }) {
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
}
