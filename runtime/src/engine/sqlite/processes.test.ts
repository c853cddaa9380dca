import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSqliteEngine } from './open.ts'
import { checkStore } from './testing/check-store.ts'

const HAMMER = fileURLToPath(new URL('./testing/hammer.ts', import.meta.url))

let folder = ''
const children: ChildProcess[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-engine-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

/** What the processes said they had acknowledged. */
interface Facts {
  readonly accepted: Map<string, Set<string>>
  readonly done: string[]
}

const noFacts = (): Facts => ({ accepted: new Map(), done: [] })

/** Starts a hammering process; resolves with its exit code, null when it was killed. */
function hammer(
  facts: Facts,
  member: string,
  first: number,
  count: number,
  env: Readonly<Record<string, string>> = {},
): { child: ChildProcess; end: Promise<number | null> } {
  const child = spawn(process.execPath, [HAMMER, folder, member, `${first}`, `${count}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  children.push(child)
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  const end = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      // A line cut short by the kill was not acknowledged to anybody.
      for (const line of text.split('\n').slice(0, -1)) note(facts, line)
      resolve(code)
    })
  })
  return { child, end }
}

function note(facts: Facts, line: string): void {
  const [what, run = '', message = ''] = line.split(' ')
  if (what === 'D') facts.done.push(run)
  else facts.accepted.set(message, (facts.accepted.get(message) ?? new Set()).add(run))
}

async function expectOnce(facts: Facts, messages: number): Promise<void> {
  expect(checkStore(join(folder, 'engine.db'))).toEqual([])
  const engine = openSqliteEngine({ path: join(folder, 'engine.db'), blobs: join(folder, 'blobs'), clock: Date.now })
  try {
    for (const runs of facts.accepted.values()) expect(runs.size).toBe(1)
    expect(new Set(facts.done).size).toBe(facts.done.length)
    const counts = (await engine.history.counts(0, 1, 1)).get('bua')
    expect(counts).toMatchObject({ accepted: messages, done: messages, failed: 0, open: 0 })
    for (const [message, runs] of facts.accepted) {
      const found = await engine.history.list({ key: message, limit: 5 })
      expect(found.runs.map((run) => run.id)).toEqual([...runs])
      const stored = await engine.history.get([...runs][0] ?? '')
      expect(stored?.row.status).toBe('done')
      // Worked on by one member only, whoever else may have begun it before it was killed.
      expect(stored?.journal).toHaveLength(1)
      expect(stored?.inbound.message.body).toMatchObject({ number: Number(message) })
    }
  } finally {
    await engine.close()
  }
}

test('two processes that hammer one file lose nothing and do nothing twice', { timeout: 60_000 }, async () => {
  const facts = noFacts()
  // The same messages from both: each must become one run.
  const ends = await Promise.all([hammer(facts, 'a', 0, 400).end, hammer(facts, 'b', 0, 400).end])
  expect(ends).toEqual([0, 0])
  expect(facts.accepted.size).toBe(400)
  expect(facts.done).toHaveLength(400)
  await expectOnce(facts, 400)
})

test('four processes may open a new file at the same time', { timeout: 60_000 }, async () => {
  const facts = noFacts()
  const ends = await Promise.all(['a', 'b', 'c', 'd'].map((member) => hammer(facts, member, 0, 1).end))
  expect(ends).toEqual([0, 0, 0, 0])
  expect(checkStore(join(folder, 'engine.db'))).toEqual([])
})

test('what a process acknowledged is there after kill -9, and its runs are finished by others', {
  timeout: 90_000,
}, async () => {
  const facts = noFacts()
  for (let round = 0; round < 5; round++) {
    const victim = hammer(facts, `victim-${round}`, 0, 1000)
    const other = hammer(facts, `other-${round}`, 500, 1000)
    // Killed by count of acknowledgements and not by time, so that each round is killed at work on a slow machine too.
    await saidAtLeast(victim.child, 40 + round * 60)
    victim.child.kill('SIGKILL')
    other.child.kill('SIGKILL')
    await Promise.all([victim.end, other.end])
  }
  const acknowledged = facts.accepted.size
  expect(acknowledged).toBeGreaterThan(100)
  expect(await hammer(facts, 'last', 0, 600).end).toBe(0)
  const engine = openSqliteEngine({ path: join(folder, 'engine.db'), blobs: join(folder, 'blobs'), clock: Date.now })
  const total = (await engine.history.counts(0, 1, 1)).get('bua')?.accepted ?? 0
  await engine.close()
  expect(total).toBeGreaterThanOrEqual(Math.max(600, facts.accepted.size))
  await expectOnce(facts, total)
})

test('a process that is killed inside the migration leaves no half of a schema, and the next one makes it whole', {
  timeout: 60_000,
}, async () => {
  const armed = join(folder, 'faults')
  await mkdir(armed)
  await writeFile(join(armed, 'migrate.inside'), 'kill')
  const facts = noFacts()
  const killed = hammer(facts, 'a', 0, 1, { LIENTHONG_FAULTS: armed })
  expect(await killed.end).toBeNull()
  expect(await readdir(armed)).toEqual([])
  const db = new Database(join(folder, 'engine.db'), { readonly: true })
  expect(db.prepare('select name from sqlite_schema').all()).toEqual([])
  db.close()
  expect(await hammer(facts, 'b', 0, 1).end).toBe(0)
  await expectOnce(facts, 1)
})

function saidAtLeast(child: ChildProcess, lines: number): Promise<void> {
  let seen = 0
  return new Promise((resolve) => {
    child.on('close', () => resolve())
    child.stdout?.on('data', (chunk: string) => {
      seen += chunk.split('\n').length - 1
      if (seen >= lines) resolve()
    })
  })
}
