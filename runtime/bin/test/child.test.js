import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { runChild, stopChildren } from './child.js'
import { missingPostgres } from './needs.js'

const script = (code, options) => runChild(process.execPath, ['-e', code], { quiet: true, ...options })

test('the exit code and all output are answered', async () => {
  const { code, output } = await script('console.log("a"); console.error("b"); process.exitCode = 3')
  expect(code).toBe(3)
  expect(output.split('\n').filter(Boolean).sort()).toEqual(['a', 'b'])
})

test('lines of standard output come one by one, the last one without its end too', async () => {
  const lines = []
  await script('process.stdout.write("mot\\nhai\\nba")', { lines: (line) => lines.push(line) })
  expect(lines).toEqual(['mot', 'hai', 'ba'])
})

test('a program that is not there counts as failed', async () => {
  expect(await runChild('khong-co-chuong-trinh-nay', [], { quiet: true })).toMatchObject({ code: 1 })
})

test('a program that takes too long is killed', async () => {
  const { code, output } = await script('setInterval(() => {}, 1000)', { minutes: 1 / 120 })
  expect(code).toBe(1)
  expect(output).toContain('stopped after')
})

test('what a program leaves behind ends with it', async () => {
  const left = `const { spawn } = require('node:child_process')
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    child.unref()
    console.log(child.pid)`
  const { output } = await script(left)
  await expect.poll(() => alive(Number(output))).toBe(false)
})

test('stopping reaches the program and what it started', async () => {
  const lines = []
  const running = script(
    `const { spawn } = require('node:child_process')
    console.log(spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']).pid)`,
    { lines: (line) => lines.push(line) },
  )
  while (lines.length === 0) await sleep(20)
  stopChildren()
  expect((await running).code).toBe(1)
  await expect.poll(() => alive(Number(lines[0]))).toBe(false)
})

test('a PostgreSQL that is not there is missing for a reason that names its address', async () => {
  vi.stubEnv('PGHOST', '127.0.0.1')
  vi.stubEnv('PGPORT', '1')
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(await missingPostgres()).toBe('no PostgreSQL at 127.0.0.1:1 (ECONNREFUSED)')
})

/** A process that runs; one that has ended and waits to be reaped does not. */
function alive(pid) {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const status = `/proc/${pid}/status`
  return !existsSync('/proc/self') || (existsSync(status) && !/^State:\s+Z/m.test(readFileSync(status, 'utf8')))
}
