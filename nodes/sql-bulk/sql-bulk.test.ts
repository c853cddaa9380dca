import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  mysqlAddress,
  mysqlSecrets,
  type TemporaryDatabase,
  temporaryDatabase,
  withMysql,
} from '#nodes/testing/mysql.ts'
import { postgresAddress, type TemporarySchema, temporarySchema, withPostgres } from '#nodes/testing/postgres.ts'
import { handle, type RealPartners, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { effectsOf } from '#shared/node/define.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

type Rows = readonly Readonly<Record<string, unknown>>[]

const folder = mkdtempSync(join(tmpdir(), 'lt-bulk-'))
const file = join(folder, 'kho.db')
const sqlite = new Sqlite(file)
let schema: TemporarySchema | undefined
let own: TemporaryDatabase | undefined
let partners: RealPartners

/** A place with the table of the tests, and how to look into it. */
interface Place {
  readonly connection: string
  readonly only: typeof test
  table(): string
  read(): Promise<Rows>
}

const COLUMNS = 'SELECT ma, ten, tien FROM'
const places: readonly Place[] = [
  {
    connection: 'sqlite',
    only: test,
    table: () => 'ho_so',
    read: async () => sqlite.prepare<[], Rows[number]>(`${COLUMNS} ho_so ORDER BY ma`).all(),
  },
  {
    connection: 'postgres',
    only: withPostgres as typeof test,
    table: () => `${schema?.name}.ho_so`,
    read: async () => (await schema?.exec(`${COLUMNS} ${schema.name}.ho_so ORDER BY ma`))?.rows ?? [],
  },
  {
    connection: 'mysql',
    only: withMysql as typeof test,
    table: () => 'ho_so',
    read: async () => (await own?.exec(`${COLUMNS} ho_so ORDER BY ma`)) ?? [],
  },
]

beforeAll(async () => {
  sqlite.exec("CREATE TABLE ho_so (ma TEXT PRIMARY KEY, ten TEXT NOT NULL, tien TEXT CHECK (tien <> 'sai'))")
  schema = await temporarySchema().catch(() => undefined)
  await schema?.exec(`CREATE TABLE ${schema.name}.ho_so (ma text PRIMARY KEY, ten text NOT NULL, tien numeric(12,2))`)
  own = await temporaryDatabase().catch(() => undefined)
  await own?.exec('CREATE TABLE ho_so (ma varchar(40) PRIMARY KEY, ten varchar(200) NOT NULL, tien decimal(12,2))')
  partners = realPartners([
    handle('sql', { driver: 'sqlite', file }, {}, 'sqlite'),
    handle('sql', { driver: 'postgres', ...postgresAddress }, {}, 'postgres'),
    handle('sql', { driver: 'mysql', ...mysqlAddress, database: own?.name ?? 'test' }, mysqlSecrets, 'mysql'),
  ])
})

afterAll(async () => {
  await partners.close()
  sqlite.close()
  rmSync(folder, { recursive: true })
  await schema?.drop()
  await own?.drop()
})

const many = (count: number, from = 1) =>
  Array.from({ length: count }, (_, i) => ({
    ma: `00${String(from + i).padStart(6, '0')}`,
    ten: `Nguyễn Văn ${i}\t"\\N"\n'; DROP TABLE ho_so; --`,
    tien: i % 3 === 0 ? null : '12345.60',
  }))

describe.each(places)('$connection', ({ connection, only, table, read }) => {
  const node = (settings: object = {}) =>
    testNode({ definition, run }, { connection, table: table(), ...settings }, partners)
  const write = (body: unknown, settings?: object) => node(settings).send({ body, headers: {}, keys: {} })
  const errorOf = (body: unknown, settings?: object) =>
    write(body, settings).then(
      () => Promise.reject(new Error('it did not fail')),
      (error: unknown) => toErrorData(error),
    )

  only('writes every row as it is, whatever its text looks like', async () => {
    const rows = many(2345)
    expect(await write(rows)).toMatchObject({ port: 'out', message: { body: { count: 2345 } } })
    expect(await read()).toEqual(rows)
  })

  only('a key that is there already names its row, and nothing is written', async () => {
    const error = await errorOf([...many(1400, 10_000), ...many(1, 7), ...many(3, 20_000)])
    expect(error).toMatchObject({ code: 'sql.bad-row', class: 'data', details: { row: 1401 } })
    expect(error.message.vi).toMatch(/^Dòng 1401/)
    expect(JSON.stringify(error)).not.toContain('00000007')
    expect(await read()).toHaveLength(2345)
  })

  only('the same key twice in the list names the second', async () => {
    expect((await errorOf([...many(900, 30_000), ...many(1, 30_000)])).details).toMatchObject({ row: 901 })
    expect(await read()).toHaveLength(2345)
  })

  only('a missing value names row and column', async () => {
    const rows = many(700, 40_000).map((row, i) => (i === 650 ? { ...row, ten: null } : row))
    expect(await errorOf(rows)).toMatchObject({ code: 'sql.bad-row', details: { row: 651, column: 'ten' } })
    expect(await read()).toHaveLength(2345)
  })

  only('rows that are there are changed or left out, others are added', async () => {
    const changed = many(3, 2344).map((row) => ({ ...row, ten: 'mới' }))
    await write(changed, { existing: 'skip', keys: [{ name: 'ma' }] })
    expect((await read()).filter(({ ten }) => ten === 'mới')).toHaveLength(1)
    await write({ ds: changed }, { rows: 'ds', existing: 'update', keys: [{ name: 'ma' }] })
    await write({ ds: changed }, { rows: 'ds', existing: 'update', keys: [{ name: 'ma' }] })
    expect((await read()).filter(({ ten }) => ten === 'mới')).toHaveLength(3)
    expect(await read()).toHaveLength(2346)
    const bad = [...changed, { ma: '00999999', ten: null, tien: null }]
    expect(await errorOf(bad, { existing: 'update', keys: [{ name: 'ma' }] })).toMatchObject({
      details: { row: 4, column: 'ten' },
    })
  })

  only('a table or column that is not there is told by its name', async () => {
    expect((await errorOf(many(1), { table: 'khong_co' })).message.vi).toContain('khong_co')
    expect((await errorOf([{ khong_co: 1 }])).message.vi).toContain('khong_co')
    expect(await errorOf(many(1), { table: 'ho_so"; DROP TABLE x' })).toMatchObject({ code: 'sql.name' })
  })

  only('an empty list writes nothing', async () => {
    expect(await write([])).toMatchObject({ message: { body: { count: 0 } } })
  })
})

describe.each(places.slice(1))('$connection', ({ connection, only, table }) => {
  only('a value of the wrong type names row and column, and stays out of the error', async () => {
    const node = testNode({ definition, run }, { connection, table: table() }, partners)
    const rows = many(600, 50_000).map((row, i) => (i === 599 ? { ...row, tien: 'BI-MAT' } : row))
    const error = await node.send({ body: rows, headers: {}, keys: {} }).catch(toErrorData)
    expect(error).toMatchObject({ code: 'sql.bad-row', class: 'data', details: { row: 600, column: 'tien' } })
    expect(JSON.stringify(error)).not.toContain('BI-MAT')
  })
})

test.each([
  [[{ ma: '1', ten: 'a' }, { ma: '2' }], { row: 2, column: 'ten' }],
  [[{ ma: '1' }, { ma: '2', ten: 'b' }], { row: 2, column: 'ten' }],
  [[{ ma: '1' }, 'x'], { row: 2 }],
])('%j is refused before anything is written', async (body, details) => {
  const node = testNode({ definition, run }, { connection: 'sqlite', table: 'ho_so' }, partners)
  expect(await node.send({ body, headers: {}, keys: {} }).catch(toErrorData)).toMatchObject({
    code: 'sql.bad-row',
    details,
  })
})

test('what is no list is refused', async () => {
  const node = testNode({ definition, run }, { connection: 'sqlite', table: 'ho_so' }, partners)
  expect(await node.send({ ma: '1' }).catch(toErrorData)).toMatchObject({ code: 'message.wrong-shape' })
})

test('changing needs the key columns, and only what can be repeated is', () => {
  const parse = (settings: object) => definition.settings.safeParse({ connection: 'a', table: 'b', ...settings })
  expect(parse({ existing: 'update' }).error?.issues[0]?.path).toEqual(['keys'])
  const effects = (existing: string) => effectsOf(definition, { existing })
  expect([effects('fail'), effects('skip'), effects('update')]).toEqual(['once', 'idempotent', 'idempotent'])
})
