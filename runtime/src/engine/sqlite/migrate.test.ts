import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Connection, openConnection } from './connection.ts'
import { migrate, readMigrations } from './migrate.ts'
import { openSqliteEngine } from './open.ts'

let folder = ''
let db: Connection

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-engine-'))
  db = openConnection(join(folder, 'engine.db'))
})
afterEach(async () => {
  db.close()
  await rm(folder, { recursive: true, force: true })
})

const schema = (): unknown => db.prepare('select type, name, sql from sqlite_schema order by name').all()
const versions = (): unknown => db.prepare('select * from schema_version').all()

test('migrating twice is migrating once', () => {
  migrate(db, readMigrations(), 5)
  const first = schema()
  migrate(db, readMigrations(), 9)
  expect(schema()).toEqual(first)
  expect(versions()).toEqual(readMigrations().map(({ version }) => ({ version, applied_at: 5 })))
})

test('an older file gets only what it lacks', () => {
  migrate(db, readMigrations(), 1)
  const next = { version: readMigrations().length + 1, sql: 'create table extra (a integer) strict' }
  migrate(db, [...readMigrations(), next], 2)
  expect(db.prepare('select count(*) from extra').pluck().get()).toBe(0)
})

test('keys against duplicates from before they had a trigger stay in force at every trigger', async () => {
  migrate(db, readMigrations().slice(0, 8), 1)
  db.exec(`
    insert into runs (seq, id, unit, flow, version, trigger_node, accepted_at, status, epoch, entries)
      values (7, 'CU', 'x', 'luong', 'v', 'nhan', 1, 'done', 1, 1);
    insert into journal (id, kind, body) values (${7 * 2 ** 20}, 'message', '{"body":1,"headers":{},"keys":{}}');
    insert into dedupe (flow, key, run, expires_at, fingerprint) values ('luong', 'k', 7, 9000, 'a')`)
  db.close()
  const engine = openSqliteEngine({ path: join(folder, 'engine.db'), blobs: join(folder, 'blobs'), clock: () => 1 })
  const message = { body: 2, headers: {}, keys: {} }
  const send = (run: string, trigger: string, at: number, fingerprint = 'a') => {
    const dedupe = { key: 'k', windowMs: 100, trigger, fingerprint }
    return engine.accept({ run, unit: 'x', flow: 'luong', version: 'v', trigger, message, at, dedupe })
  }
  expect(await send('A', 'nhan', 8999)).toMatchObject({ run: 'CU', duplicate: true })
  expect(await send('B', 'huy', 8999)).toMatchObject({ run: 'CU', duplicate: true })
  expect(await send('C', 'huy', 8999, 'b')).toMatchObject({ run: 'CU', conflict: true })
  expect(await send('D', 'nhan', 9001)).toMatchObject({ run: 'D', duplicate: false })
  expect(await send('E', 'huy', 9001)).toMatchObject({ run: 'E', duplicate: false })
  await engine.close()
})

test('a migration that fails leaves no half of a schema', () => {
  const bad = { version: 2, sql: 'create table extra (a integer) strict; create table runs (a integer)' }
  expect(() => migrate(db, [...readMigrations().slice(0, 1), bad], 1)).toThrow(/already exists/)
  expect(schema()).toEqual([])
  migrate(db, readMigrations(), 1)
})

test('a file of a newer release is refused with both versions', () => {
  migrate(db, readMigrations(), 1)
  db.prepare('insert into schema_version values (99, 1)').run()
  const open = () => openSqliteEngine({ path: join(folder, 'engine.db'), blobs: join(folder, 'blobs'), clock: () => 1 })
  expect(open).toThrow(/engine.newer-schema.*schema 99.*schema \d+/)
})

test('migrations with a gap or another name are refused', async () => {
  const only = join(folder, 'only')
  await mkdir(only)
  await writeFile(join(only, '0001-first.sql'), 'select 1')
  expect(readMigrations(only)).toEqual([{ version: 1, sql: 'select 1' }])
  await writeFile(join(only, '0003-third.sql'), '')
  expect(() => readMigrations(only)).toThrow(/should have the number 2/)
})
