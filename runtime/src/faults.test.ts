import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FAULT_ACTIONS, FAULT_POINTS, faults } from './faults.ts'

test('each fault point is crossed at exactly one place of the source, those of the tables at one of each engine', () => {
  const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  )
  expect(crossed(sources.filter((name) => !name.startsWith('engine/postgres/')))).toEqual([...FAULT_POINTS].sort())
  // Payloads of any size are rows there, so there is no blob before its row.
  const tables = /^(accept|claim|intend|commit|migrate)\./
  expect(crossed(sources.filter((name) => name.startsWith('engine/postgres/')))).toEqual(
    FAULT_POINTS.filter((point) => tables.test(point)).sort(),
  )
})

test('a process that was not told of faults never looks for them', () => {
  for (const point of FAULT_POINTS) expect(faults.at(point)).toBeUndefined()
  expect(String(faults.at)).toBe('() => undefined')
})

test('an armed fault strikes once, in the way that its file says', { timeout: 30_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-faults-'))
  const program = `
    const { faults } = await import(${JSON.stringify(new URL('./faults.ts', import.meta.url).href)})
    const began = performance.now()
    for (let i = 0; i < 2; i++) {
      try { faults.at('commit.after'); console.log('passed', performance.now() - began >= 1990) }
      catch (error) { console.log('threw', error.code ?? 'no code') }
    }`
  const said: Record<string, string> = {}
  for (const action of FAULT_ACTIONS) {
    writeFileSync(join(folder, 'commit.after'), action)
    const { output, signal } = await run(program, folder)
    said[action] = signal ?? output.trim().split('\n').join(', ')
    expect(existsSync(join(folder, 'commit.after'))).toBe(false)
  }
  rmSync(folder, { recursive: true })
  expect(said).toEqual({
    kill: 'SIGKILL',
    throw: 'threw no code, passed false',
    io: 'threw EIO, passed false',
    full: 'threw ENOSPC, passed false',
    stall: 'passed true, passed true',
  })
})

function run(program: string, folder: string): Promise<{ readonly output: string; readonly signal: string | null }> {
  const options = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program]
  const child = spawn(process.execPath, options, {
    env: { PATH: process.env.PATH ?? '', LIENTHONG_FAULTS: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk
  })
  return new Promise((resolve) => child.once('close', (_, signal) => resolve({ output, signal })))
}

function crossed(names: readonly string[]): readonly (string | undefined)[] {
  const source = names.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8')).join('\n')
  return [...source.matchAll(/faults\.at\('([^']+)'\)/g)].map(([, name]) => name).sort()
}
