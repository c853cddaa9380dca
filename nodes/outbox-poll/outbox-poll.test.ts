import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createMotCua, type MotCua } from '#nodes/simulators/index.ts'
import { mysqlAddress, mysqlSecrets, temporaryDatabase, withMysql } from '#nodes/testing/mysql.ts'
import { type TestPoll, testPoll } from '#nodes/testing/poll-context.ts'
import { postgresAddress, temporarySchema, withPostgres } from '#nodes/testing/postgres.ts'
import { handle, type RealPartners, realPartners } from '#nodes/testing/real-partners.ts'
import { done, row, startTds, tds } from '#nodes/testing/tds-server.ts'
import { retryable, toErrorData } from '#shared/errors/flow-error.ts'
import { definition } from './definition.ts'
import { poll } from './poll.ts'

let folder: string
let motCua: MotCua
let partners: RealPartners
let context: TestPoll

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lt-outbox-'))
  motCua = createMotCua({ database: join(folder, 'mot-cua.sqlite') })
  partners = realPartners([
    handle('sql', { driver: 'sqlite', file: motCua.database }, {}, 'mot-cua'),
    handle('sql', { driver: 'postgres', ...postgresAddress }, {}, 'kho'),
  ])
  context = testPoll(partners)
})

afterEach(async () => {
  await partners.close()
  await motCua.close()
  rmSync(folder, { recursive: true })
})

const WAITING = "SELECT * FROM HangDoi WHERE DaDongBo = 0 AND Loai = 'HoSo' ORDER BY Id LIMIT :limit"
const MARK = 'UPDATE HangDoi SET DaDongBo = 1, NgayDongBo = :NgayTao WHERE Id = :id'

const settings = (given: object) => definition.settings.parse({ connection: 'mot-cua', query: WAITING, ...given })
const waiting = (): number => {
  const database = new Sqlite(motCua.database)
  const count = Number(
    database.prepare(`SELECT count(*) FROM HangDoi WHERE DaDongBo = 0 AND Loai = 'HoSo'`).pluck().get(),
  )
  database.close()
  return count
}

test('every waiting row becomes one message and is marked, over several batches', async () => {
  const codes = motCua.generate(25)
  const rows = waiting()
  expect(rows).toBeGreaterThanOrEqual(codes.length)
  expect(await poll.poll(settings({ acknowledge: MARK, batch: 10 }), context)).toBe(rows)
  expect(waiting()).toBe(0)
  expect(context.accepted).toHaveLength(rows)
  expect(context.accepted[0]?.body).toMatchObject({ MaHoSo: expect.any(String), Loai: 'HoSo', DaDongBo: 0 })
  const ids = context.accepted.map((message) => Number(Reflect.get(Object(message.body), 'Id')))
  expect(ids).toEqual([...ids].sort((a, b) => a - b))
  expect(await poll.poll(settings({ acknowledge: MARK }), context)).toBe(0)
})

test('a row that could not be marked comes again, is recognised, and is marked then', async () => {
  motCua.generate(3)
  const rows = waiting()
  const broken = settings({ acknowledge: 'UPDATE HangDoi SET KhongCoCot = 1 WHERE Id = :id' })
  expect(await poll.poll(broken, context).catch(toErrorData)).toMatchObject({ code: 'sql.failed' })
  expect(context.accepted).toHaveLength(rows)
  expect(await poll.poll(settings({ acknowledge: MARK }), context)).toBe(0)
  expect(context.accepted).toHaveLength(rows)
  expect(waiting()).toBe(0)
})

test('a row that the engine refused is not marked, and neither is any behind it', async () => {
  motCua.generate(3)
  const rows = waiting()
  context.refuseNext(retryable('engine.busy'))
  expect(await poll.poll(settings({ acknowledge: MARK }), context).catch(toErrorData)).toMatchObject({
    code: 'engine.busy',
  })
  expect(waiting()).toBe(rows)
  await poll.poll(settings({ acknowledge: MARK }), context)
  expect(context.accepted).toHaveLength(rows)
  expect(waiting()).toBe(0)
})

test('with a cursor nothing is written into the foreign table', async () => {
  motCua.generate(4)
  const rows = waiting()
  const following = settings({
    query: "SELECT * FROM HangDoi WHERE Id > :cursor AND Loai = 'HoSo' ORDER BY Id LIMIT :limit",
    batch: 2,
  })
  expect(await poll.poll(following, context)).toBe(rows)
  expect(await poll.poll(following, context)).toBe(0)
  motCua.generate(2)
  expect(await poll.poll(following, context)).toBeGreaterThanOrEqual(2)
  expect(waiting()).toBe(context.accepted.length)
})

test('a changed row is a new message when a version column says so', async () => {
  motCua.generate(1)
  const byVersion = settings({
    query: `SELECT MaHoSo AS Id, TrangThai FROM HoSo ORDER BY 1 LIMIT :limit`,
    versionColumn: 'TrangThai',
    acknowledge: 'UPDATE HoSo SET GhiChu = :TrangThai WHERE MaHoSo = :id',
  })
  expect(await poll.poll(byVersion, context)).toBe(1)
  expect(await poll.poll(byVersion, context)).toBe(0)
  const database = new Sqlite(motCua.database)
  database.exec("UPDATE HoSo SET TrangThai = 'khac'")
  database.close()
  expect(await poll.poll(byVersion, context)).toBe(1)
})

test('a query without the id column says which column is missing', async () => {
  motCua.generate(1)
  const wrong = settings({ query: 'SELECT MaHoSo FROM HangDoi LIMIT :limit', acknowledge: MARK })
  expect(await poll.poll(wrong, context).catch(toErrorData)).toMatchObject({ code: 'sql.no-column' })
  expect(context.accepted).toEqual([])
})

test('a trigger that would read the same rows for ever is refused', () => {
  const refused = definition.settings.safeParse({ connection: 'mot-cua', query: WAITING })
  expect(refused.error?.issues[0]?.path).toEqual(['acknowledge'])
})

withPostgres('the same trigger works on PostgreSQL with exact bigint ids', async () => {
  const schema = await temporarySchema()
  try {
    const table = `${schema.name}.hang_doi`
    await schema.exec(`CREATE TABLE ${table} (id bigint, ma text, xong boolean DEFAULT false)`)
    await schema.exec(`INSERT INTO ${table} SELECT 9007199254740992 + n, '00' || n FROM generate_series(1, 5) AS n`)
    const pg = definition.settings.parse({
      connection: 'kho',
      idColumn: 'id',
      query: `SELECT id, ma FROM ${table} WHERE NOT xong ORDER BY id LIMIT :limit`,
      acknowledge: `UPDATE ${table} SET xong = true WHERE id = :id`,
      batch: 2,
    })
    expect(await poll.poll(pg, context)).toBe(5)
    expect(context.accepted[0]?.body).toEqual({ id: '9007199254740993', ma: '001' })
    expect((await schema.exec(`SELECT count(*)::int AS so FROM ${table} WHERE NOT xong`)).rows).toEqual([{ so: 0 }])
  } finally {
    await schema.drop()
  }
})

const FOLLOWING = {
  as: 'page',
  query: "SELECT * FROM HangDoi WHERE Id > :cursor AND Loai = 'HoSo' ORDER BY Id LIMIT :limit",
} as const
const idsOf = () =>
  context.accepted.flatMap(({ body }) => {
    const rows: unknown = Reflect.get(Object(body), 'rows')
    return Array.isArray(rows) ? rows.map((row) => Number(Reflect.get(Object(row), 'Id'))) : []
  })

test('a page is one message, and every row is in just one of them', async () => {
  motCua.generate(25)
  const rows = waiting()
  expect(await poll.poll(settings({ ...FOLLOWING, batch: 10 }), context)).toBe(Math.ceil(rows / 10))
  expect(context.accepted[0]?.body).toMatchObject({ count: 10 })
  expect(new Set(idsOf()).size).toBe(rows)
  expect(idsOf()).toHaveLength(rows)
  expect(await poll.poll(settings({ ...FOLLOWING, batch: 10 }), context)).toBe(0)
})

test('a page that broke off before or after it was stored comes again with the same rows, though the table has grown', async () => {
  motCua.generate(3)
  const page = settings({ ...FOLLOWING, batch: 100 })
  context.refuseNext(retryable('engine.busy'))
  expect(await poll.poll(page, context).catch(toErrorData)).toMatchObject({ code: 'engine.busy' })
  const first = waiting()
  motCua.generate(2)
  await poll.poll(page, context)
  expect(context.accepted[0]?.body).toMatchObject({ count: first })
  const saved = (await context.cursor()) ?? ''
  // As if the process had ended between storing the second page and moving the cursor on.
  const last = idsOf().at(-1)
  await context.saveCursor(`\u0001${JSON.stringify({ from: String(idsOf()[first - 1]), until: String(last) })}`)
  motCua.generate(2)
  await poll.poll(page, context)
  expect(saved).toBe(String(last))
  expect(idsOf()).toHaveLength(waiting())
  expect(new Set(idsOf()).size).toBe(waiting())
})

test('pages need a cursor and mark nothing', () => {
  const refused = (given: object) =>
    definition.settings.safeParse({ connection: 'mot-cua', as: 'page', ...given }).error?.issues.map((it) => it.path)
  expect(refused({ query: WAITING, acknowledge: MARK })).toEqual([['as']])
  expect(refused({ query: FOLLOWING.query, acknowledge: MARK })).toEqual([['as']])
  expect(refused({ query: FOLLOWING.query })).toBeUndefined()
})

withMysql('the same trigger works on MariaDB, marking and by cursor', async () => {
  const own = await temporaryDatabase()
  const other = realPartners([
    handle('sql', { driver: 'mysql', ...mysqlAddress, database: own.name }, mysqlSecrets, 'maria'),
  ])
  const polling = testPoll(other)
  try {
    await own.exec('CREATE TABLE hang_doi (id bigint PRIMARY KEY, ma varchar(20), xong bit(1) DEFAULT 0)')
    await own.exec("INSERT INTO hang_doi (id, ma) SELECT 9007199254740992 + seq, concat('00', seq) FROM seq_1_to_5")
    const marking = definition.settings.parse({
      connection: 'maria',
      idColumn: 'id',
      query: 'SELECT id, ma FROM hang_doi WHERE NOT xong ORDER BY id LIMIT :limit',
      acknowledge: 'UPDATE hang_doi SET xong = 1 WHERE id = :id',
      batch: 2,
    })
    expect(await poll.poll(marking, polling)).toBe(5)
    expect(polling.accepted[0]?.body).toEqual({ id: '9007199254740993', ma: '001' })
    expect(await own.exec('SELECT id FROM hang_doi WHERE NOT xong')).toEqual([])
    const following = definition.settings.parse({
      connection: 'maria',
      idColumn: 'id',
      as: 'page',
      query: 'SELECT id, ma FROM hang_doi WHERE id > :cursor ORDER BY id LIMIT :limit',
      batch: 3,
    })
    expect(await poll.poll(following, polling)).toBe(2)
    expect(await polling.cursor()).toBe('9007199254740997')
  } finally {
    await other.close()
    await own.drop()
  }
})

test('the same trigger asks SQL Server page by page, tried with a stand-in', async () => {
  const server = await startTds((text) => {
    if (text.includes('UPDATE')) return done(1)
    return text.includes('SELECT')
      ? row([tds.bigint('id', 9007199254740993n), tds.nvarchar('ma', '001')])
      : Buffer.alloc(0)
  })
  const other = realPartners([
    handle(
      'sql',
      { driver: 'sqlserver', host: '127.0.0.1', port: server.port, database: 'kho', user: 'thu' },
      {},
      'mssql',
    ),
  ])
  const polling = testPoll(other)
  try {
    const given = {
      connection: 'mssql',
      idColumn: 'id',
      query: 'SELECT TOP (:limit) id, ma FROM hang_doi WHERE xong = 0 ORDER BY id',
      acknowledge: 'UPDATE hang_doi SET xong = 1 WHERE id = :id',
      batch: 2,
    }
    expect(await poll.poll(definition.settings.parse(given), polling)).toBe(1)
    expect(polling.accepted[0]?.body).toEqual({ id: '9007199254740993', ma: '001' })
    expect(server.asked.some((it) => it.includes('TOP (@p1)') && it.includes('@p1 int'))).toBe(true)
    expect(server.asked.filter((it) => /^\w+$/.test(it))).toEqual(['begin', 'rollback', 'begin', 'commit'])
  } finally {
    await other.close()
    await server.stop()
  }
})
