import { createServer } from 'node:net'
import { afterAll, beforeAll, expect } from 'vitest'
import { serverAt } from '#nodes/testing/database-server.ts'
import { postgresAddress, type TemporarySchema, temporarySchema, withPostgres } from '#nodes/testing/postgres.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { Database, SqlCall, SqlResult } from './database.ts'
import { openPostgres } from './postgres.ts'

let schema: TemporarySchema | undefined
let database: Database
let t = ''

beforeAll(async () => {
  database = openPostgres(serverAt(postgresAddress, { poolSize: 3 }))
  schema = await temporarySchema().catch(() => undefined)
  t = `${schema?.name}.ho_so`
  await schema?.exec(
    `CREATE TABLE ${t} (id bigint PRIMARY KEY, ma text UNIQUE, tien numeric(20,2), luc timestamptz, du_lieu jsonb)`,
  )
})

afterAll(async () => {
  await database.close()
  await schema?.drop()
})

function run(
  kind: SqlCall['kind'],
  source: string,
  values: Record<string, unknown> = {},
  more: Partial<SqlCall['limits']> = {},
  signal = new AbortController().signal,
): Promise<SqlResult> {
  return database.run({ kind, source, values, limits: { rows: 100, bytes: 100_000, timeoutMs: 5000, ...more }, signal })
}

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  return typeof address === 'object' && address ? address.port : 0
}

const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('it did not fail')
    },
    (error: unknown) => toErrorData(error),
  )

withPostgres('bigint, numeric and dates stay exact text; JSON, numbers and booleans are values', async () => {
  const insert = `INSERT INTO ${t} VALUES (:id, :ma, :tien, :luc, :duLieu)`
  const values = {
    id: '9007199254740993',
    ma: '000123',
    tien: '12345678901234567.10',
    luc: '2026-07-01T08:00:00+07:00',
    duLieu: { a: ['ệ'] },
  }
  expect(await run('change', insert, values)).toEqual({ rows: [], changed: 1 })
  const { rows } = await run(
    'query',
    `SELECT id, ma, tien, date '2026-07-01' AS ngay, du_lieu, 7::int AS so, 1.5::float8 AS le, true AS dung,
     '\\x00ff'::bytea AS tep, ARRAY['a','b'] AS nhom, 'NaN'::float8 AS khong FROM ${t} WHERE ma = :ma AND luc < now() + interval '900 days'`,
    { ma: '000123' },
  )
  expect(rows).toEqual([
    {
      id: '9007199254740993',
      ma: '000123',
      tien: '12345678901234567.10',
      ngay: '2026-07-01',
      du_lieu: { a: ['ệ'] },
      so: 7,
      le: 1.5,
      dung: true,
      tep: 'AP8=',
      nhom: ['a', 'b'],
      khong: 'NaN',
    },
  ])
})

withPostgres('a query cannot change data, not even by a function', async () => {
  await schema?.exec(
    `CREATE OR REPLACE FUNCTION ${schema.name}.xoa() RETURNS int LANGUAGE sql AS 'DELETE FROM ${t}; SELECT 1'`,
  )
  expect((await errorOf(run('query', `SELECT ${schema?.name}.xoa()`))).code).toBe('sql.changes-data')
  expect((await errorOf(run('query', `WITH x AS (DELETE FROM ${t} RETURNING id) SELECT * FROM x`))).class).toBe(
    'permanent',
  )
})

withPostgres('results come page by page up to the limit and are never cut', async () => {
  const series = 'SELECT n FROM generate_series(1, :so::int) AS n'
  expect((await run('query', series, { so: 1200 }, { rows: 1200 })).rows).toHaveLength(1200)
  expect((await run('query', series, { so: 500 }, { rows: 500 })).rows).toHaveLength(500)
  expect((await errorOf(run('query', series, { so: 1201 }, { rows: 1200 }))).code).toBe('sql.too-many-rows')
  expect((await errorOf(run('query', "SELECT repeat('x', 200000) AS dai"))).code).toBe('sql.too-large')
  expect((await run('query', 'SELECT 1 AS n WHERE false')).rows).toEqual([])
})

withPostgres('a change whose rows go beyond the limit is taken back', async () => {
  const insert = `INSERT INTO ${t} (id) SELECT n FROM generate_series(100, 105) AS n RETURNING id`
  expect((await errorOf(run('change', insert, {}, { rows: 5 }))).code).toBe('sql.too-many-rows')
  expect((await run('query', `SELECT count(*)::int AS so FROM ${t} WHERE id BETWEEN 100 AND 105`)).rows).toEqual([
    { so: 0 },
  ])
})

withPostgres('a broken rule is the fault of the data and its values stay out of the details', async () => {
  const insert = `INSERT INTO ${t} (id, ma) VALUES (:id, 'BI-MAT-01')`
  await run('change', insert, { id: 1 })
  const error = await errorOf(run('change', insert, { id: 2 }))
  expect(error).toMatchObject({ code: 'sql.constraint', class: 'data', details: { sqlState: '23505' } })
  expect(JSON.stringify(error)).not.toContain('BI-MAT-01')
})

withPostgres('an unknown table is final, with the words of the database', async () => {
  const error = await errorOf(run('query', 'SELECT * FROM khong_co_bang_nay'))
  expect(error).toMatchObject({ code: 'sql.failed', class: 'permanent' })
  expect(error.message.vi).toContain('khong_co_bang_nay')
})

withPostgres('a statement that takes too long is cancelled and worth another try', async () => {
  expect(await errorOf(run('query', 'SELECT pg_sleep(5)', {}, { timeoutMs: 100 }))).toMatchObject({
    code: 'connect.timeout',
    class: 'transient',
  })
})

withPostgres('an abort leaves the statement and the pool goes on working', async () => {
  const abort = new AbortController()
  const started = run('change', `INSERT INTO ${t} (id) SELECT 777 FROM pg_sleep(3)`, {}, {}, abort.signal)
  setTimeout(() => abort.abort(), 100)
  await expect(started).rejects.toThrow(/abort/i)
  expect((await run('query', `SELECT count(*)::int AS so FROM ${t} WHERE id = 777`)).rows).toEqual([{ so: 0 }])
})

withPostgres('a connection that the server ends is transient, and the next statement gets a new one', async () => {
  const error = await errorOf(run('query', 'SELECT pg_terminate_backend(pg_backend_pid())'))
  expect(error.class).toBe('transient')
  expect((await run('query', 'SELECT 1 AS so')).rows).toEqual([{ so: 1 }])
})

withPostgres('a server that is not there is transient, a wrong database is a matter of the connection', async () => {
  const port = await closedPort()
  const call: SqlCall = {
    kind: 'query',
    source: 'SELECT 1',
    values: {},
    limits: { rows: 1, bytes: 100, timeoutMs: 1000 },
    signal: new AbortController().signal,
  }
  const nobody = openPostgres(serverAt({ ...postgresAddress, port }))
  expect(await errorOf(nobody.run(call))).toMatchObject({ code: 'connect.unreachable', class: 'transient' })
  const wrong = openPostgres(serverAt({ ...postgresAddress, database: 'khong_co' }))
  expect((await errorOf(wrong.run(call))).code).toBe('sql.auth')
  await Promise.all([nobody.close(), wrong.close()])
})
