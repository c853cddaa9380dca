import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openSqliteEngine } from '#runtime/engine/sqlite/open.ts'
import { checkStore } from '#runtime/engine/sqlite/testing/check-store.ts'

const PROCESS = fileURLToPath(new URL('./testing/waiting-process.ts', import.meta.url))
const MESSAGES = 60

interface Said {
  readonly accepted: Map<string, Set<string>>
  readonly called: { readonly number: string; readonly outcome: string; readonly run: string }[]
}

/** Runs the process until it ends, is killed by its fault, or has said so many lines; answers whether it came to its end. */
async function live(folder: string, said: Said, killAfter = Number.POSITIVE_INFINITY): Promise<boolean> {
  const env = { PATH: process.env.PATH ?? '', LIENTHONG_FAULTS: join(folder, 'faults') }
  const child = spawn(process.execPath, [PROCESS, folder, `${MESSAGES}`], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    if (text.split('\n').length > killAfter) child.kill('SIGKILL')
  })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  // A line cut short by the kill was not said to anybody.
  for (const line of text.split('\n').slice(0, -1)) {
    const [what, number = '', third = '', run = ''] = line.split(' ')
    if (what === 'A') said.accepted.set(number, (said.accepted.get(number) ?? new Set()).add(third))
    else said.called.push({ number, outcome: third, run })
  }
  return code === 0
}

test('kill -9 at any moment loses no callback, gives none twice, and never lets time-out and callback both happen', {
  timeout: 90_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-waiting-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  mkdirSync(join(folder, 'faults'))
  const said: Said = { accepted: new Map(), called: [] }
  for (const point of ['commit.inside', 'claim.after', 'step.after-effect']) {
    writeFileSync(join(folder, 'faults', point), 'kill')
    expect(await live(folder, said), point).toBe(false)
  }
  for (const lines of [30, 75]) await live(folder, said, lines)
  expect(await live(folder, said)).toBe(true)
  expect(said.accepted.size).toBe(MESSAGES)
  for (const runs of said.accepted.values()) expect(runs.size).toBe(1)

  expect(checkStore(join(folder, 'engine.db'))).toEqual([])
  const engine = openSqliteEngine({ path: join(folder, 'engine.db'), blobs: join(folder, 'blobs'), clock: Date.now })
  onTestFinished(() => engine.close())
  const left = readFileSync(join(folder, 'ra'), 'utf8').trim().split('\n')
  const ends = { callback: 0, timeout: 0 }
  for (const [number, [run = '']] of [...said.accepted].map(([number, runs]) => [number, [...runs]] as const)) {
    const found = await engine.history.get(run)
    expect(found?.row.status, number).toBe('done')
    const [end, ...more] = (found?.journal ?? []).flatMap((entry) => (entry.kind === 'await-end' ? [entry] : []))
    expect(more).toEqual([])
    if (end?.how !== 'callback' && end?.how !== 'timeout') throw new Error(`run ${number} has no end of its wait`)
    ends[end.how]++
    if (end.how === 'callback') expect(end.message.body).toEqual({ ma: Number(number) })
    // Wherever the message went, it went by the way that the journal says.
    expect(new Set(left.filter((line) => line.startsWith(run)))).toEqual(new Set([`${run} ${end.how}`]))
    for (const told of said.called.filter((it) => it.number === number && it.outcome === 'delivered'))
      expect([told.run, end.how]).toEqual([run, 'callback'])
  }
  expect(ends.callback).toBeGreaterThan(MESSAGES / 2)
  expect(ends.timeout).toBeGreaterThan(0)
})
