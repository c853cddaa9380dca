import { cp, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FlowError } from '#shared/errors/flow-error.ts'
import type { Engine, Inbound } from '../engine.ts'
import { createBlobs } from './blobs.ts'
import { assertDurable, openConnection } from './connection.ts'
import { migrate, readMigrations } from './migrate.ts'
import { assembleEngine, openSqliteEngine, type SqliteEngine } from './open.ts'
import { checkStore } from './testing/check-store.ts'

let folder = ''
let path = ''
let blobs = ''
const opened: Engine[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-engine-'))
  path = join(folder, 'engine.db')
  blobs = join(folder, 'blobs')
})
afterEach(async () => {
  for (const engine of opened.splice(0)) await engine.close()
  await rm(folder, { recursive: true, force: true })
})

const clock = (): number => 1_790_000_000_000

function open(): SqliteEngine {
  const engine = openSqliteEngine({ path, blobs, clock })
  opened.push(engine)
  return engine
}

let ids = 0
function inbound(body: unknown, changes: Partial<Inbound> = {}): Inbound {
  return {
    run: `RUN${String(++ids).padStart(6, '0')}`,
    unit: 'mac-dinh',
    flow: 'luong',
    version: 'v1',
    trigger: 'nhan',
    message: { body, headers: {}, keys: {} },
    at: clock(),
    ...changes,
  }
}

const codeOf = (thrown: unknown): string => (thrown instanceof FlowError ? thrown.data.code : String(thrown))

test('every connection writes ahead, syncs its log before each copy and waits up to five seconds', () => {
  for (let i = 0; i < 2; i++) {
    const db = openConnection(path)
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(db.pragma('synchronous', { simple: true })).toBe(1)
    expect(db.pragma('busy_timeout', { simple: true })).toBe(5000)
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
    db.close()
  }
})

test('a connection that would lose commits at power loss is refused', () => {
  const db = openConnection(path)
  db.pragma('synchronous = OFF')
  expect(() => assertDurable(db)).toThrow(/synchronous is 0, not NORMAL/)
  db.pragma('synchronous = FULL')
  assertDurable(db)
  db.close()
  const memory = new Database(':memory:')
  expect(() => assertDurable(memory)).toThrow(/journal_mode is memory, not wal/)
  memory.close()
})

test('what was acknowledged is in the files at that moment', async () => {
  const engine = open()
  const runs: string[] = []
  for (let i = 0; i < 5; i++) {
    runs.push((await engine.accept(inbound({ i }))).run)
    const copy = join(folder, `copy-${i}`)
    await cp(path, join(copy, 'engine.db'))
    await cp(`${path}-wal`, join(copy, 'engine.db-wal'))
    const after = openSqliteEngine({ path: join(copy, 'engine.db'), blobs, clock })
    for (const run of runs) expect((await after.history.get(run))?.row.status).toBe('accepted')
    await after.close()
  }
})

test('a write-ahead log cut short or torn loses only the tail that it cuts', async () => {
  const engine = open()
  const acknowledged: { run: string; size: number }[] = []
  for (let i = 0; i < 12; i++) {
    const { run } = await engine.accept(inbound({ i }))
    acknowledged.push({ run, size: (await stat(`${path}-wal`)).size })
  }
  const wal = await readFile(`${path}-wal`)
  for (const [i, { size }] of acknowledged.entries()) {
    const copy = join(folder, `cut-${i}`)
    await cp(path, join(copy, 'engine.db'))
    await writeFile(
      join(copy, 'engine.db-wal'),
      Buffer.concat([wal.subarray(0, size), Buffer.alloc(1000 + i * 517, 7)]),
    )
    const after = openSqliteEngine({ path: join(copy, 'engine.db'), blobs, clock })
    for (const { run } of acknowledged.slice(0, i + 1)) expect(await after.history.get(run)).toBeDefined()
    await after.close()
    expect(checkStore(join(copy, 'engine.db'))).toEqual([])
  }
})

test('a full disk refuses, keeps what is there, and goes on when there is space', async () => {
  const db = openConnection(path)
  migrate(db, readMigrations(), clock())
  const engine = assembleEngine(db, { blobs, clock })
  opened.push(engine)
  const first = await engine.accept(inbound('đầu', { lease: 'm' }))
  const pages = Number(db.pragma('page_count', { simple: true }))
  db.pragma(`max_page_count = ${pages + 20}`)
  const answers = await Promise.allSettled(Array.from({ length: 100 }, () => engine.accept(inbound('x'.repeat(3000)))))
  const refused = answers.filter((answer) => answer.status === 'rejected')
  expect(refused.length).toBeGreaterThan(0)
  for (const answer of refused) expect(codeOf(answer.reason)).toBe('engine.disk-full')
  db.pragma('max_page_count = 1000000')
  await engine.accept(inbound('sau'))
  if (first.lease) expect(await engine.commit(first.lease, [], { status: 'done', at: clock() })).toBe('committed')
  const kept = answers.length - refused.length + 2
  expect((await engine.history.counts(0, 1, 1)).get('luong')).toMatchObject({ accepted: kept, done: 1, open: kept - 1 })
  await engine.close()
  expect(checkStore(path)).toEqual([])
})

test('large payloads are files named by their content, outside the database', async () => {
  const engine = open()
  const body = 'Đ'.repeat(500_000)
  const { run } = await engine.accept(inbound(body))
  await engine.accept(inbound(body))
  const names = (await readdir(blobs, { recursive: true })).filter((name) => /[0-9a-f]{64}$/.test(name))
  expect(names).toHaveLength(1)
  expect(names[0]).toMatch(/^([0-9a-f]{2})[/\\]\1[0-9a-f]{62}$/)
  expect(await readdir(join(blobs, 'unfinished'))).toEqual([])
  expect((await engine.history.get(run))?.inbound.message.body).toBe(body)
  await engine.close()
  expect((await stat(path)).size).toBeLessThan(300_000)
})

test('a payload of 64 KB is in the database, one byte more is not', async () => {
  const engine = open()
  const around = (bytes: number) => 'x'.repeat(bytes - JSON.stringify(inbound('').message).length)
  await engine.accept(inbound(around(65_536)))
  await expect(readdir(blobs)).rejects.toThrow()
  await engine.accept(inbound(around(65_537)))
  expect(await readdir(blobs)).not.toEqual([])
})

test('a run whose payload is missing or damaged is set aside, and the others go on', async () => {
  const engine = open()
  const lost = await engine.accept(inbound('a'.repeat(100_000)))
  const damaged = await engine.accept(inbound('b'.repeat(100_000)))
  const sound = await engine.accept(inbound('c'))
  const names = (await readdir(blobs, { recursive: true })).filter((name) => /[0-9a-f]{64}$/.test(name))
  for (const name of names) {
    const file = join(blobs, name)
    if ((await readFile(file, 'utf8')).includes('aaaa')) await rm(file)
    else await writeFile(file, 'khác')
  }
  const runs = await engine.claim('m', 10, clock())
  expect(runs.map((run) => run.lease.run)).toEqual([sound.run])
  const { runs: failed } = await engine.history.list({ limit: 5, statuses: ['failed'] })
  expect(failed.map((run) => [run.id, run.error?.code, run.errorNode])).toEqual([
    [damaged.run, 'engine.storage', 'nhan'],
    [lost.run, 'engine.storage', 'nhan'],
  ])
})

test('unfinished blobs of a process that has gone are swept, younger ones are not', async () => {
  const store = createBlobs(blobs, Date.now, () => undefined)
  await store.write(Buffer.from('một'))
  const [old, young] = [join(blobs, 'unfinished', 'old'), join(blobs, 'unfinished', 'young')]
  await writeFile(old, 'x')
  await writeFile(young, 'x')
  await utimes(old, 1000, 1000)
  await store.sweep(2_000_000)
  expect(await readdir(join(blobs, 'unfinished'))).toEqual(['young'])
})
