import { createServer, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { serverAt } from '#nodes/testing/database-server.ts'
import { done, error, row, startTds, type TdsAnswer, type TdsServer, tds } from '#nodes/testing/tds-server.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { Database, RowsCall, SqlCall } from './database.ts'
import type { ServerAddress } from './server.ts'
import { openSqlServer } from './sqlserver.ts'

let server: TdsServer | undefined
let database: Database | undefined

afterEach(async () => {
  await database?.close()
  await server?.stop()
  server = undefined
})

/** A database behind a stand-in that gives these answers. */
async function opened(answer: (text: string) => TdsAnswer, more: Partial<ServerAddress> = {}): Promise<Database> {
  server = await startTds((text) => (/^(?:begin|commit|rollback)$/.test(text) ? Buffer.alloc(0) : answer(text)))
  return at(server.port, more)
}

function at(port: number, more: Partial<ServerAddress> = {}): Database {
  const where = { host: '127.0.0.1', port, database: 'kho', user: 'thu' }
  database = openSqlServer(serverAt(where, { password: 'bi-mat', ...more }))
  return database
}

const asked = (): readonly string[] => server?.asked ?? []
const call = (more: Partial<SqlCall> = {}): SqlCall => ({
  kind: 'query',
  source: 'SELECT 1 AS so',
  values: {},
  limits: { rows: 10, bytes: 10_000, timeoutMs: 20_000 },
  signal: new AbortController().signal,
  ...more,
})
const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (thrown: unknown) => toErrorData(thrown),
  )

test('a row comes with exact numbers, dates as text, bytes as base64 and Vietnamese letters', async () => {
  const database = await opened(() =>
    row([
      tds.nvarchar('ten', 'Nguyễn Thị Ánh Tuyết 𠀀'),
      tds.bigint('id', 9007199254740993n),
      tds.int('so', 7),
      tds.bit('xong', true),
      tds.decimal('tien', -1234567890120n, 2),
      tds.datetime2('luc', 739797, 288_001_250_007),
      tds.date('ngay', 739797),
      tds.varbinary('tep', Buffer.from([0, 255])),
      tds.nothing('khong'),
      tds.int('', 5),
    ]),
  )
  expect((await database.run(call())).rows).toEqual([
    {
      ten: 'Nguyễn Thị Ánh Tuyết 𠀀',
      id: '9007199254740993',
      so: 7,
      xong: true,
      tien: '-12345678901.20',
      luc: '2026-07-01 08:00:00.1250007',
      ngay: '2026-07-01',
      tep: 'AP8=',
      khong: null,
      column10: 5,
    },
  ])
  expect(asked().filter((it) => /^\w+$/.test(it))).toEqual(['begin', 'rollback'])
})

test('a decimal that a number cannot hold is refused with the way out, and never rounded', async () => {
  const database = await opened(() => row([tds.decimal('tien', 1234567890123456710n, 2)]))
  const found = await errorOf(database.run(call()))
  expect(found).toMatchObject({ code: 'sql.failed', class: 'permanent' })
  expect(found.message.en).toContain('CONVERT(varchar(50), tien)')
})

test('values go beside the statement as NVARCHAR, numbers and bits, and a change is committed', async () => {
  const database = await opened(() => done(3))
  const source = 'UPDATE ho_so SET ten = :ten, so = :so, lon = :lon, xong = :xong WHERE ma = :ma AND ten <> :ten'
  const values = { ten: "Đỗ'; DROP TABLE x --", so: 5, lon: 5_000_000_000, xong: false, ma: null }
  expect(await database.run(call({ kind: 'change', source, values }))).toEqual({ rows: [], changed: 3 })
  const text = asked().find((it) => it.includes('UPDATE'))
  expect(text).toContain('SET ten = @p1, so = @p2, lon = @p3, xong = @p4 WHERE ma = @p5 AND ten <> @p1')
  expect(text).toContain('@p1 nvarchar(4000), @p2 int, @p3 bigint, @p4 bit, @p5 nvarchar(4000)')
  expect(text).toContain("Đỗ'; DROP TABLE x --")
  expect(asked().at(-1)).toBe('commit')
})

test('a query that has no columns changed data: it is taken back and refused', async () => {
  const database = await opened(() => done(2))
  const source = 'WITH c AS (SELECT 1 AS a) DELETE FROM ho_so'
  expect((await errorOf(database.run(call({ source })))).code).toBe('sql.changes-data')
  expect(asked()).not.toContain('commit')
})

test.each([
  [1205, 'sql.busy', 'transient'],
  [1222, 'sql.busy', 'transient'],
  [40501, 'sql.busy', 'transient'],
  [2627, 'sql.constraint', 'data'],
  [515, 'sql.constraint', 'data'],
  [547, 'sql.constraint', 'data'],
  [229, 'sql.auth', 'auth'],
  [3906, 'sql.changes-data', 'permanent'],
  [208, 'sql.failed', 'permanent'],
])('message %i of the server is %s', async (number, code, kind) => {
  const database = await opened(() => error(number, "Invalid object name 'ho_so'."))
  const found = await errorOf(database.run(call({ kind: 'change', source: 'DELETE FROM ho_so' })))
  expect(found).toMatchObject({ code, class: kind })
  expect(asked()).not.toContain('commit')
})

test.each([
  [
    2627,
    "Violation of PRIMARY KEY constraint 'pk'. Cannot insert duplicate key in object 'dbo.x'. The duplicate key value is (BI-MAT).",
  ],
  [2628, "String or binary data would be truncated in table 'x', column 'ten'. Truncated value: 'BI-MAT'."],
  [245, "Conversion failed when converting the nvarchar value 'BI-MAT' to data type int."],
])('the words of %i come without the value', async (number, words) => {
  const database = await opened(() => error(number, words))
  const found = await errorOf(database.run(call({ kind: 'change', source: 'DELETE FROM ho_so' })))
  expect(found.code).toBe('sql.constraint')
  expect(JSON.stringify(found)).not.toContain('BI-MAT')
})

test('results beyond the limits are refused, and the next statement works', async () => {
  const database = await opened((text) => row([tds.nvarchar('a', text.includes('dai') ? 'x'.repeat(3000) : 'y')]))
  const limits = { rows: 10, bytes: 1000, timeoutMs: 20_000 }
  expect((await errorOf(database.run(call({ source: 'SELECT dai', limits })))).code).toBe('sql.too-large')
  expect((await database.run(call({ limits }))).rows).toEqual([{ a: 'y' }])
})

test('a statement that takes too long is told to stop at the server', async () => {
  const database = await opened(() => 'silent')
  const limits = { rows: 10, bytes: 1000, timeoutMs: 300 }
  expect(await errorOf(database.run(call({ limits })))).toMatchObject({ code: 'connect.timeout', class: 'transient' })
  expect(asked()).toContain('attention')
})

test('an abort stops the statement', async () => {
  const abort = new AbortController()
  const database = await opened(() => {
    setImmediate(() => abort.abort())
    return 'silent'
  })
  await expect(database.run(call({ signal: abort.signal }))).rejects.toThrow(/abort/i)
  expect(asked()).not.toContain('commit')
})

test('a connection that breaks before the commit did nothing; while it commits nobody knows', async () => {
  const before = await opened(() => 'cut')
  expect((await errorOf(before.run(call({ kind: 'change', source: 'DELETE FROM x' })))).code).toBe(
    'connect.unreachable',
  )
  await before.close()
  await server?.stop()
  server = await startTds((text) => (text === 'commit' ? 'cut' : text === 'begin' ? Buffer.alloc(0) : done(1)))
  const during = at(server.port)
  expect(await errorOf(during.run(call({ kind: 'change', source: 'DELETE FROM x' })))).toMatchObject({
    code: 'connect.cut',
    class: 'transient',
  })
})

const rowsCall = (more: Partial<RowsCall>): RowsCall => ({
  table: 'dbo.ho_so',
  columns: ['ma', 'tien'],
  rows: [
    ['a', 1],
    ['b', '2.5'],
  ],
  existing: 'fail',
  keys: [],
  limits: { timeoutMs: 20_000 },
  signal: new AbortController().signal,
  ...more,
})

test('a list is written by statements of many rows within what a request may hold, in one transaction', async () => {
  const database = await opened(() => done(1))
  const rows = Array.from({ length: 2500 }, (_, i) => [`m${i}`, i])
  await database.writeRows(rowsCall({ rows }))
  const inserts = asked().filter((it) =>
    it.includes('INSERT INTO [dbo].[ho_so] ([ma], [tien]) VALUES (@p1, @p2), (@p3'),
  )
  expect(inserts).toHaveLength(3)
  expect(asked().filter((it) => /^\w+$/.test(it))).toEqual(['begin', 'commit'])
})

test('rows that are there already are merged by their keys; without keys leaving out is refused', async () => {
  const database = await opened(() => done(1))
  await database.writeRows(rowsCall({ existing: 'update', keys: ['ma'] }))
  const merge = asked().find((it) => it.includes('MERGE'))
  expect(merge).toContain('USING (VALUES (@p1, @p2), (@p3, @p4)) AS s ([ma], [tien]) ON t.[ma] = s.[ma]')
  expect(merge).toContain('WHEN MATCHED THEN UPDATE SET t.[tien] = s.[tien] WHEN NOT MATCHED THEN INSERT')
  // A column of numbers and text goes as text, because VALUES would convert all of it to the number.
  expect(merge).toContain('@p2 nvarchar(4000)')
  expect((await errorOf(database.writeRows(rowsCall({ existing: 'skip' })))).code).toBe('sql.unsupported')
})

test('the bad row of a list is told by its number, and nothing is committed', async () => {
  const database = await opened((text) => (text.includes('xau') ? error(547, 'CHECK constraint') : done(1)))
  const rows = Array.from({ length: 40 }, (_, i) => [i === 28 ? 'xau' : `m${i}`, i])
  const found = await errorOf(database.writeRows(rowsCall({ rows })))
  expect(found).toMatchObject({ code: 'sql.bad-row', details: { row: 29 } })
  expect(asked()).not.toContain('commit')
})

test('a procedure gets its parameters by name and gives its result sets', async () => {
  const database = await opened(() => row([tds.int('so', 1)]))
  const result = await database.callProcedure({
    name: 'dbo.tinh',
    parameters: [
      { name: 'ma', direction: 'in', value: 'ệ' },
      { name: 'tong', direction: 'out', value: undefined },
    ],
    limits: call().limits,
    signal: call().signal,
  })
  expect(result).toEqual({ out: { tong: null }, sets: [[{ so: 1 }]] })
  const text = asked().find((it) => it.includes('[dbo].[tinh]'))
  expect(text).toContain('@ma')
  expect(text).toContain('@tong')
})

test('a wrong account is a matter of the connection, and the password is not in the words', async () => {
  const found = await errorOf((await opened(() => done(0), { user: 'sai' })).run(call()))
  expect(found).toMatchObject({ code: 'sql.auth', class: 'auth' })
  expect(JSON.stringify(found)).not.toContain('bi-mat')
})

test('a server without encryption is refused before the password where encryption is asked for', async () => {
  for (const ssl of ['require', 'verify'] as const) {
    const database = await opened(() => done(0), { ssl })
    expect((await errorOf(database.run(call()))).code).toBe('connect.certificate')
    await database.close()
    await server?.stop()
  }
})

test('nobody there, one who hangs up, one who speaks nonsense: transient, and the process lives', async () => {
  for (const answer of ['', 'HTTP/1.1 400 Bad Request\r\n\r\n', Buffer.alloc(70_000, 0xff)]) {
    const strange: Server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.resume().end(answer)
    })
    await new Promise<void>((ready) => strange.listen(0, '127.0.0.1', ready))
    const place = strange.address()
    const database = at(typeof place === 'object' && place ? place.port : 0)
    expect(await errorOf(database.run(call()))).toMatchObject({ class: 'transient' })
    await new Promise((closed) => strange.close(closed))
    expect(await errorOf(database.run(call()))).toMatchObject({ code: 'connect.unreachable', class: 'transient' })
    await database.close()
  }
})
