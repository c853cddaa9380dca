import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { Database, SqlCall, SqlResult } from './database.ts'
import { openSqlite } from './sqlite.ts'

let folder: string
let file: string
let database: Database

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lt-sqlite-'))
  file = join(folder, 'mot-cua.db')
  const made = new Sqlite(file)
  made.exec(`CREATE TABLE ho_so (id INTEGER PRIMARY KEY, ma TEXT UNIQUE NOT NULL, le_phi REAL, xong INTEGER, tep BLOB)`)
  made
    .prepare('INSERT INTO ho_so (ma, le_phi, xong, tep) VALUES (?, ?, ?, ?)')
    .run('000.00.01', 1.5, 0, Buffer.from('tệp'))
  made.close()
  database = openSqlite(file)
})

afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

function run(
  kind: SqlCall['kind'],
  source: string,
  values: Record<string, unknown> = {},
  limits = {},
): Promise<SqlResult> {
  return database.run({
    kind,
    source,
    values,
    limits: { rows: 100, bytes: 10_000, timeoutMs: 1000, ...limits },
    signal: new AbortController().signal,
  })
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => toErrorData(error).code,
  )

test('codes keep their leading zeros, bytes come as base64, whole numbers beyond JSON come as text', async () => {
  const { rows } = await run('query', 'SELECT ma, le_phi, xong, tep, 9007199254740993 AS lon FROM ho_so')
  expect(rows).toEqual([
    { ma: '000.00.01', le_phi: 1.5, xong: 0, tep: Buffer.from('tệp').toString('base64'), lon: '9007199254740993' },
  ])
})

test('values are bound and never become SQL', async () => {
  const evil = "'; DROP TABLE ho_so; --"
  const { rows } = await run('query', 'SELECT :ma AS ma, count(*) AS so FROM ho_so', { ma: evil })
  expect(rows).toEqual([{ ma: evil, so: 1 }])
})

test('a change counts its rows and takes booleans, nothing and objects', async () => {
  const insert = 'INSERT INTO ho_so (ma, xong, tep) VALUES (:ma, :xong, :tep)'
  expect(await run('change', insert, { ma: '2', xong: true, tep: { a: 1 } })).toEqual({ rows: [], changed: 1 })
  expect((await run('query', "SELECT xong, tep, le_phi FROM ho_so WHERE ma = '2'")).rows).toEqual([
    { xong: 1, tep: '{"a":1}', le_phi: null },
  ])
})

test('RETURNING gives rows beside the count', async () => {
  expect(await run('change', 'UPDATE ho_so SET xong = 1 RETURNING id, ma')).toEqual({
    rows: [{ id: 1, ma: '000.00.01' }],
    changed: 1,
  })
})

test('a change whose rows go beyond the limit is taken back', async () => {
  await run('change', "INSERT INTO ho_so (ma) VALUES ('2'), ('3')")
  expect(await codeOf(run('change', 'UPDATE ho_so SET xong = 5 RETURNING id', {}, { rows: 2 }))).toBe(
    'sql.too-many-rows',
  )
  expect((await run('query', 'SELECT count(*) AS so FROM ho_so WHERE xong = 5')).rows).toEqual([{ so: 0 }])
})

test('a result beyond the limits is refused and not cut', async () => {
  const many = 'WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < :so) SELECT i FROM n'
  expect((await run('query', many, { so: 100 })).rows).toHaveLength(100)
  expect(await codeOf(run('query', many, { so: 101 }))).toBe('sql.too-many-rows')
  expect(await codeOf(run('query', "SELECT printf('%.20000c', 'x') AS dai"))).toBe('sql.too-large')
})

test('a query that changes data is not run', async () => {
  expect(await codeOf(run('query', 'WITH x AS (SELECT 1) DELETE FROM ho_so RETURNING id'))).toBe('sql.changes-data')
  expect((await run('query', 'SELECT count(*) AS so FROM ho_so')).rows).toEqual([{ so: 1 }])
})

test('a broken rule of the table is the fault of the data', async () => {
  expect(await codeOf(run('change', "INSERT INTO ho_so (ma) VALUES ('000.00.01')"))).toBe('sql.constraint')
})

test('an unknown table is final, with the words of the database', async () => {
  const error = toErrorData(await run('query', 'SELECT * FROM khong_co').catch((thrown: unknown) => thrown))
  expect(error).toMatchObject({ code: 'sql.failed', class: 'permanent' })
  expect(error.message.vi).toContain('no such table: khong_co')
})

test('a database locked by another writer is worth another try', async () => {
  const other = new Sqlite(file)
  other.exec('BEGIN IMMEDIATE')
  const error = toErrorData(await run('change', 'UPDATE ho_so SET xong = 1').catch((thrown: unknown) => thrown))
  other.exec('ROLLBACK')
  other.close()
  expect(error).toMatchObject({ code: 'sql.busy', class: 'transient' })
})

test('a parameter without value is named', async () => {
  expect(await codeOf(run('query', 'SELECT :ma'))).toBe('sql.parameter')
})

test('a column that could reach a prototype is refused', async () => {
  expect(await codeOf(run('query', 'SELECT 1 AS "__proto__"'))).toBe('json.forbidden-key')
})

test('a missing file is not created', async () => {
  expect(() => openSqlite(join(folder, 'khong-co.db'))).toThrow(/connect.unreachable/)
})

test('a database that was closed because its connection changed is worth another try', async () => {
  await database.close()
  const error = toErrorData(await run('query', 'SELECT 1').catch((thrown: unknown) => thrown))
  expect(error).toMatchObject({ code: 'sql.busy', class: 'transient' })
})

test('there are no procedures', async () => {
  const limits = { rows: 1, bytes: 100, timeoutMs: 100 }
  const call = { name: 'a', parameters: [], limits, signal: new AbortController().signal }
  expect(await codeOf(database.callProcedure(call))).toBe('sql.unsupported')
})
