import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createRunIds } from '../engine/run-id.ts'
import { openSqliteEngine, type SqliteEngine } from '../engine/sqlite/open.ts'
import { createLog } from '../observe/log.ts'
import { createRedactor } from '../observe/redaction.ts'
import { createRetentionJob, type RetentionJob } from './retention-job.ts'
import { createRetentionRules, type RetentionRuleStore } from './retention-rules.ts'

const DAY = 86_400_000
let folder: string
let engine: SqliteEngine
let db: Database
let rules: RetentionRuleStore
let job: RetentionJob
let now = Date.UTC(2026, 10, 2)
const newId = createRunIds({ now: () => now, random: (bytes) => crypto.getRandomValues(bytes) })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lienthong-retention-job-'))
  engine = openSqliteEngine({ path: join(folder, 'engine.db'), blobs: join(folder, 'blobs'), clock: () => now })
  db = new Sqlite(':memory:')
  db.exec('CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT')
  rules = createRetentionRules(db)
  const log = createLog(createRedactor(), { write: () => true }, 'silent')
  job = createRetentionJob({ engine, rules, clock: () => now, log, wait: async () => undefined })
})
afterEach(async () => {
  job.stop()
  db.close()
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

async function done(flow: string, body: unknown = {}): Promise<string> {
  const message = { body, headers: {}, keys: {} }
  const base = { unit: 'mac-dinh', flow, version: 'v1', trigger: 'nhan', lease: 'm', at: now }
  const { run, lease } = await engine.accept({ ...base, run: newId(), message })
  if (lease) await engine.commit(lease, [], { status: 'done', at: now })
  return run
}

test('contents go after their days, runs after theirs, and a flow may have days of its own', async () => {
  const [a, b] = [await done('a'), await done('b')]
  rules.save({ usual: { contentDays: 10, runDays: 20 }, flows: { b: { contentDays: 30, runDays: 40 } } })
  await job.round()
  expect(job.last).toBeUndefined()
  now += 15 * DAY
  await job.round()
  expect(job.last).toMatchObject({ contents: 1, runs: 0 })
  expect((await engine.history.get(a))?.row.emptied).toBe(true)
  expect((await engine.history.get(b))?.row.emptied).toBeUndefined()
  now += 10 * DAY
  await job.round()
  expect(await engine.history.get(a)).toBeUndefined()
  expect(await engine.history.get(b)).toBeDefined()
})

test('of more runs than the quota the oldest go, however young they are', async () => {
  for (let i = 0; i < 130; i++) {
    now += 1
    await done('a')
  }
  rules.save({ usual: { contentDays: 10, runDays: 20, mostRuns: 100 }, flows: {} })
  await job.round()
  expect((await engine.history.list({ limit: 200 })).runs).toHaveLength(100)
})

test('a run that is kept no longer than its contents is refused with its place', () => {
  const wrong = { usual: { contentDays: 10, runDays: 20 }, flows: { a: { contentDays: 10, runDays: 9 } } }
  expect(() => rules.save(wrong)).toThrow(
    expect.objectContaining({ data: expect.objectContaining({ code: 'api.invalid' }) }),
  )
  expect(rules.get().usual.contentDays).toBe(90)
})

test('beyond a quota in bytes the oldest contents go, the lines of their runs stay, and other flows keep theirs', async () => {
  const runs: string[] = []
  for (let i = 0; i < 5; i++) {
    now += 1000
    runs.push(await done('a', 'x'.repeat(i % 2 === 0 ? 800_000 : 80_000)))
  }
  const other = await done('b', 'x'.repeat(2_000_000))
  const days = { contentDays: 10, runDays: 20 }
  rules.save({ usual: days, flows: { a: { ...days, mostBytes: 2_000_000 } } })
  await job.round()
  const emptied = async (run: string) => (await engine.history.get(run))?.row.emptied === true
  expect(await Promise.all(runs.map(emptied))).toEqual([true, false, false, false, false])
  expect(await emptied(other)).toBe(false)
  rules.save({ usual: days, flows: { a: { ...days, mostBytes: 1_000_000 } } })
  await job.round()
  expect(await Promise.all(runs.map(emptied))).toEqual([true, true, true, false, false])
})
