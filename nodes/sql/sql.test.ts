import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createMotCua, type MotCua } from '#nodes/simulators/index.ts'
import { postgresAddress, temporarySchema, withPostgres } from '#nodes/testing/postgres.ts'
import { handle, type RealPartners, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { effectsOf } from '#shared/node/define.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

let folder: string
let motCua: MotCua
let partners: RealPartners

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lt-sql-'))
  motCua = createMotCua({ database: join(folder, 'mot-cua.sqlite') })
  partners = realPartners([
    handle('sql', { driver: 'sqlite', file: motCua.database }, {}, 'mot-cua'),
    handle('sql', { driver: 'postgres', ...postgresAddress }, {}, 'kho'),
  ])
})

afterEach(async () => {
  await partners.close()
  await motCua.close()
  rmSync(folder, { recursive: true })
})

const sql = (settings: object) => testNode({ definition, run }, { connection: 'mot-cua', ...settings }, partners)

test('reads dossiers of the one-stop system by a code of the message', async () => {
  const [code = ''] = motCua.generate(3)
  const node = sql({
    statement: 'SELECT MaHoSo, BangMa FROM HoSo WHERE MaHoSo = :ma',
    params: [{ name: 'ma', value: { field: 'hoSo.ma' } }],
  })
  const message = { body: { hoSo: { ma: code } }, headers: { a: 'b' }, keys: { maHoSo: code } }
  expect(await node.send(message)).toEqual({
    kind: 'emit',
    port: 'out',
    message: { ...message, body: { rows: [{ MaHoSo: code, BangMa: expect.any(String) }], count: 1 } },
  })
})

test('the first row becomes the body, and no row leaves through its own port with the message as it came', async () => {
  const node = sql({
    statement: 'SELECT MaTTHC FROM ThuTuc WHERE MaTTHC = :ma',
    params: [{ name: 'ma', value: { expr: 'ma' } }],
    answer: 'first',
  })
  expect(await node.send({ ma: 'khong-co' })).toMatchObject({ port: 'empty', message: { body: { ma: 'khong-co' } } })
  const { rows } = bodyOf(await sql({ statement: 'SELECT MaTTHC FROM ThuTuc ORDER BY 1 LIMIT 1' }).send({}))
  expect(await node.send({ ma: rows[0].MaTTHC })).toMatchObject({ port: 'out', message: { body: rows[0] } })
})

test('changes data and counts the rows', async () => {
  const [code = ''] = motCua.generate(1)
  const change = sql({
    kind: 'change',
    statement: 'UPDATE HoSo SET GhiChu = :ghiChu WHERE MaHoSo = :ma',
    params: [
      { name: 'ghiChu', value: 'đã đồng bộ' },
      { name: 'ma', value: { field: 'ma' } },
    ],
  })
  expect(await change.send({ ma: code })).toMatchObject({ message: { body: { changed: 1 } } })
  const read = sql({ statement: "SELECT MaHoSo FROM HoSo WHERE GhiChu = 'đã đồng bộ'" })
  expect(bodyOf(await read.send({}))).toEqual({ rows: [{ MaHoSo: code }], count: 1 })
})

test('text of a message never becomes SQL', async () => {
  motCua.generate(2)
  const node = sql({
    statement: 'SELECT count(*) AS so FROM HoSo WHERE ChuHoSo = :ten',
    params: [{ name: 'ten', value: { field: 'ten' } }],
  })
  expect(bodyOf(await node.send({ ten: "x' OR '1'='1" }))).toEqual({ rows: [{ so: 0 }], count: 1 })
})

test('a value that is missing in the message is named', async () => {
  const node = sql({ statement: 'SELECT :ma AS ma', params: [{ name: 'ma', value: { field: 'khongCo' } }] })
  expect(await node.send({}).catch(toErrorData)).toMatchObject({ code: 'mapping.missing' })
})

test.each([
  [{ statement: 'SELECT :ma' }, 'sql.parameter'],
  [{ statement: 'SELECT 1; SELECT 2' }, 'sql.many-statements'],
  [{ statement: 'UPDATE HoSo SET GhiChu = 1' }, 'sql.verb'],
  [{ statement: 'ATTACH DATABASE x AS y', kind: 'change' }, 'sql.verb'],
])('%o is refused at deployment with %s', (settings, code) => {
  expect(() => sql(settings)).toThrow(code)
})

test('reading repeats freely, changing does not unless it is declared safe', () => {
  const effects = (settings: object) =>
    effectsOf(definition, definition.settings.parse({ connection: 'a', statement: 'SELECT 1', ...settings }))
  expect(effects({})).toBe('idempotent')
  expect(effects({ repeatSafe: true })).toBe('idempotent')
  expect(effects({ kind: 'change' })).toBe('once')
  expect(effects({ kind: 'change', repeatSafe: true })).toBe('idempotent')
})

test('a connection of another kind is refused with its name', async () => {
  const wrong = realPartners([handle('http', { baseUrl: 'http://127.0.0.1' }, {}, 'mot-cua')])
  const node = testNode({ definition, run }, { connection: 'mot-cua', statement: 'SELECT 1' }, wrong)
  expect(await node.send({}).catch(toErrorData)).toMatchObject({ code: 'connect.not-configured' })
})

test('one database is opened for many messages', async () => {
  let opened = 0
  const counting: RealPartners = {
    ...partners,
    shared: (key, open, close) =>
      partners.shared(
        key,
        () => {
          opened++
          return open()
        },
        close,
      ),
  }
  const node = testNode({ definition, run }, { connection: 'mot-cua', statement: 'SELECT 1 AS so' }, counting)
  await Promise.all(Array.from({ length: 20 }, () => node.send({})))
  expect(opened).toBe(1)
})

withPostgres('the same node works on PostgreSQL', async () => {
  const schema = await temporarySchema()
  try {
    await schema.exec('CREATE TABLE danh_muc (ma text PRIMARY KEY, ten text, gia numeric)')
    const upsert = sql({
      connection: 'kho',
      kind: 'change',
      repeatSafe: true,
      statement: `INSERT INTO ${schema.name}.danh_muc AS d VALUES (:ma, :ten, :gia)
        ON CONFLICT (ma) DO UPDATE SET ten = :ten RETURNING d.ma, d.gia`,
      params: ['ma', 'ten', 'gia'].map((name) => ({ name, value: { field: name } })),
    })
    const input = { ma: '001', ten: 'Hộ tịch', gia: '12.50' }
    const once = { changed: 1, rows: [{ ma: '001', gia: '12.50' }] }
    expect(bodyOf(await upsert.send(input))).toEqual(once)
    expect(bodyOf(await upsert.send(input))).toEqual(once)
  } finally {
    await schema.drop()
  }
})

function bodyOf(emission: unknown) {
  return (emission as { message: { body: { rows: { [name: string]: unknown }[] } } }).message.body as {
    rows: [{ [name: string]: unknown }]
  }
}
