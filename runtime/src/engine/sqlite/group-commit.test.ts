import { statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FlowError, permanent } from '#shared/errors/flow-error.ts'
import { type Connection, openConnection } from './connection.ts'
import { createGroupCommit, type GroupCommit } from './group-commit.ts'
import { migrate, readMigrations } from './migrate.ts'
import { openSqliteEngine } from './open.ts'
import { createTally, type Tally } from './tally.ts'

let folder = ''
let db: Connection
let tally: Tally
let group: GroupCommit
let fatal: FlowError[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-engine-'))
  db = openConnection(join(folder, 'engine.db'))
  migrate(db, readMigrations(), 0)
  fatal = []
  tally = createTally(db)
  group = createGroupCommit(db, tally, { onFatal: (error) => fatal.push(error), busyMs: 150 })
})
afterEach(async () => {
  await group.close()
  await rm(folder, { recursive: true, force: true })
})

const codeOf = (thrown: unknown): string => (thrown instanceof FlowError ? thrown.data.code : String(thrown))
const save = (name: string): void => {
  db.prepare('insert into cursors values (?, ?)').run(name, 'x')
}
const saved = (): string[] => db.prepare<[], string>('select name from cursors order by name').pluck().all()

test('calls of one turn share a transaction, at most 64', async () => {
  await Promise.all(Array.from({ length: 64 }, (_, i) => group.write(() => save(`${i}`))))
  expect(group.stats).toEqual({ transactions: 1, calls: 64 })
  await Promise.all(Array.from({ length: 130 }, (_, i) => group.write(() => save(`b${i}`))))
  expect(group.stats).toEqual({ transactions: 4, calls: 194 })
})

test('two hundred messages at once cost four transactions', async () => {
  const engine = openSqliteEngine({ path: join(folder, 'other.db'), blobs: join(folder, 'blobs'), clock: () => 1 })
  const message = { body: 1, headers: {}, keys: {} }
  const common = { unit: 'u', flow: 'f', version: 'v', trigger: 't', message, at: 1 }
  await Promise.all(Array.from({ length: 200 }, (_, i) => engine.accept({ run: `R${i}`, ...common })))
  expect(engine.stats.transactions).toBe(4)
  await engine.close()
})

test('an answer comes after the sync of its log, and a failed sync ends everything', async () => {
  const told: string[] = []
  let sick = false
  const log = {
    sync() {
      // Others may write by now: the lock is not kept while the disk works.
      new Database(join(folder, 'engine.db'), { timeout: 0 }).exec('begin immediate; rollback').close()
      if (sick) throw Object.assign(new Error('bad disk'), { code: 'EIO' })
      told.push('synced')
    },
    close: () => undefined,
  }
  const other = openConnection(join(folder, 'engine.db'))
  const careful = createGroupCommit(other, createTally(other), { onFatal: (error) => fatal.push(error), log })
  const keep = (name: string) =>
    careful.write(() => void other.prepare('insert into cursors values (?, ?)').run(name, 'x'))
  await keep('a').then(() => told.push('answered'))
  expect(told).toEqual(['synced', 'answered'])
  sick = true
  const answers = await Promise.allSettled([keep('b'), keep('c')])
  expect(answers.map((it) => it.status === 'rejected' && codeOf(it.reason))).toEqual([
    'engine.storage',
    'engine.storage',
  ])
  expect(fatal.map((it) => it.data.code)).toEqual(['engine.storage'])
  await expect(keep('d')).rejects.toMatchObject({ data: { code: 'engine.storage' } })
  expect(saved()).not.toContain('d')
  await careful.close()
})

test('a call that fails undoes only what it did itself', async () => {
  const answers = await Promise.allSettled([
    group.write(() => save('a')),
    group.write(() => {
      save('b')
      tally.open('luong', 'v1', 1)
      throw permanent('api.not-found', { what: 'x' })
    }),
    group.write(() => {
      tally.open('luong', 'v1', 1)
      save('c')
      return 'answer'
    }),
    group.write(() => save('a')),
  ])
  expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected'])
  expect(answers[2]).toMatchObject({ value: 'answer' })
  expect(saved()).toEqual(['a', 'c'])
  expect(db.prepare('select open from open_runs').pluck().all()).toEqual([1])
  expect(group.stats.transactions).toBe(1)
  await group.write(() => save('d'))
  expect(saved()).toEqual(['a', 'c', 'd'])
})

test('calls keep their order when one of them fails', async () => {
  const order: string[] = []
  const calls = Array.from({ length: 70 }, (_, i) =>
    group.write(() => {
      if (i === 3) throw permanent('api.not-found', { what: 'x' })
      const last = saved().at(-1)
      save(String(i).padStart(2, '0'))
      order.push(`${last}<${i}`)
    }),
  )
  const answers = await Promise.allSettled(calls)
  expect(answers.filter((answer) => answer.status === 'rejected')).toHaveLength(1)
  // The 65th call was in the queue behind the batch that had to run twice, and must still come after it.
  expect(order.at(-6)).toBe('63<64')
})

test('calls wait while another process writes, and the event loop goes on', async () => {
  const other = new Database(join(folder, 'engine.db'))
  other.exec('begin immediate')
  const waiting = group.write(() => save('a'))
  let turns = 0
  const ticking = setInterval(() => turns++, 5)
  await new Promise((resolve) => setTimeout(resolve, 60))
  other.exec('commit')
  await waiting
  clearInterval(ticking)
  expect(turns).toBeGreaterThan(2)
  expect(saved()).toEqual(['a'])
  other.close()
})

test('calls are refused when another process does not let go, and later ones succeed', async () => {
  const other = new Database(join(folder, 'engine.db'))
  other.exec('begin immediate')
  const answers = await Promise.allSettled([group.write(() => save('a')), group.write(() => save('b'))])
  expect(answers.map((answer) => answer.status === 'rejected' && codeOf(answer.reason))).toEqual([
    'engine.busy',
    'engine.busy',
  ])
  other.exec('commit')
  await group.write(() => save('c'))
  expect(saved()).toEqual(['c'])
  expect(fatal).toEqual([])
  other.close()
})

test('what has happened already waits for a lock that others give up on, and keeps its order', async () => {
  const other = new Database(join(folder, 'engine.db'))
  other.exec('begin immediate')
  const [first, refused, second] = [
    group.persist(() => save('a')),
    group.write(() => save('b')),
    group.persist(() => save('c')),
  ]
  await expect(refused).rejects.toMatchObject({ data: { code: 'engine.busy' } })
  other.exec('commit')
  other.close()
  await Promise.all([first, second])
  expect(saved()).toEqual(['a', 'c'])
})

test('what has happened already waits for space on the disk, while new calls are refused at once', async () => {
  const large = (name: string) => (): void =>
    void db.prepare('insert into cursors values (?, ?)').run(name, 'x'.repeat(200_000))
  const pages = Number(db.pragma('page_count', { simple: true }))
  db.pragma(`max_page_count = ${pages + 10}`)
  let done = false
  const waiting = group.persist(large('a')).then(() => (done = true))
  for (let i = 0; i < 3; i++)
    await expect(group.write(large(`b${i}`))).rejects.toMatchObject({ data: { code: 'engine.disk-full' } })
  expect(done).toBe(false)
  db.pragma('max_page_count = 1000000')
  await waiting
  expect(saved()).toEqual(['a'])
})

test('closing does not wait for a disk that stays full', async () => {
  const pages = Number(db.pragma('page_count', { simple: true }))
  db.pragma(`max_page_count = ${pages}`)
  const waiting = group.persist(() => db.prepare('insert into cursors values (?, ?)').run('a', 'x'.repeat(200_000)))
  const refused = expect(waiting).rejects.toMatchObject({ data: { code: 'engine.disk-full' } })
  await group.close()
  await refused
})

test('the log is copied into the database when it has grown, and used again', async () => {
  const log = join(folder, 'engine.db-wal')
  const sizes: number[] = []
  for (let i = 0; i < 3; i++) {
    for (let n = 0; n < 200; n++)
      await group.write(() => db.prepare('insert into cursors values (?, ?)').run(`${i}-${n}`, 'x'.repeat(100_000)))
    sizes.push(statSync(log).size)
  }
  // 200 transactions write some 5,000 pages; without copies the log would be three times as large in the end.
  expect(Math.max(...sizes)).toBeLessThan(2 * 5000 * 4200)
})

test('after a failed write to the disk the process is told to stop and nothing more is taken', async () => {
  const failure = new Database.SqliteError('disk I/O error', 'SQLITE_IOERR_FSYNC')
  const first = group.write(() => save('a'))
  const broken = group.write(() => {
    throw failure
  })
  await expect(first).rejects.toMatchObject({ data: { code: 'engine.storage' } })
  await expect(broken).rejects.toMatchObject({ data: { code: 'engine.storage' } })
  expect(fatal).toHaveLength(1)
  await expect(group.write(() => save('b'))).rejects.toMatchObject({ data: { code: 'engine.storage' } })
  expect(() => group.read(saved)).toThrow(FlowError)
  expect(fatal).toHaveLength(1)
  expect(saved()).toEqual([])
})

test('closing writes what is waiting and refuses the rest', async () => {
  const before = group.write(() => save('a'))
  const closing = group.close()
  await expect(group.write(() => save('b'))).rejects.toMatchObject({ data: { code: 'engine.storage' } })
  await before
  await closing
  await group.close()
  const after = new Database(join(folder, 'engine.db'))
  expect(after.prepare('select name from cursors').pluck().all()).toEqual(['a'])
  after.close()
})
