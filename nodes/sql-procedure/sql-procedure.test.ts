import { afterAll, beforeAll, expect, test } from 'vitest'
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
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

let schema: TemporarySchema | undefined
let own: TemporaryDatabase | undefined
let partners: RealPartners

beforeAll(async () => {
  schema = await temporarySchema().catch(() => undefined)
  await schema?.exec(`CREATE TABLE ${schema.name}.phieu (so serial, ma text)`)
  await schema?.exec(`CREATE PROCEDURE ${schema.name}.cap_so(ma text, INOUT lan int, OUT so text) LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO ${schema.name}.phieu (ma) VALUES (ma); lan := lan + 1; so := lpad(lan::text, 4, '0');
    IF ma = 'lỗi' THEN RAISE EXCEPTION 'không cấp được'; END IF; END $$`)
  own = await temporaryDatabase().catch(() => undefined)
  await own?.exec('CREATE TABLE phieu (ma varchar(40)) ENGINE=InnoDB')
  await own?.exec(`CREATE PROCEDURE cap_so(IN p_ma varchar(40), INOUT p_lan int, OUT p_so varchar(10), OUT p_tien decimal(20,2))
    BEGIN INSERT INTO phieu VALUES (p_ma); SET p_lan = p_lan + 1; SET p_so = lpad(p_lan, 4, '0'); SET p_tien = 12345678901234567.10;
    SELECT p_ma AS ma, 9007199254740993 AS lon; SELECT ma FROM phieu WHERE false; SELECT seq FROM seq_1_to_3;
    IF p_ma = 'lỗi' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'không cấp được'; END IF; END`)
  await own?.exec('CREATE PROCEDURE cho() BEGIN DO sleep(20); END')
  partners = realPartners([
    handle('sql', { driver: 'postgres', ...postgresAddress }, {}, 'postgres'),
    handle('sql', { driver: 'mysql', ...mysqlAddress, database: own?.name ?? 'test' }, mysqlSecrets, 'mysql'),
    handle('sql', { driver: 'sqlite', file: ':memory:' }, {}, 'sqlite'),
  ])
})

afterAll(async () => {
  await partners.close()
  await schema?.drop()
  await own?.drop()
})

const node = (settings: object) => testNode({ definition, run }, settings, partners)
const ofMysql = (more: object = {}) =>
  node({
    connection: 'mysql',
    procedure: 'cap_so',
    parameters: [
      { name: 'ma', value: { field: 'ma' } },
      { name: 'lan', direction: 'inout', value: 41 },
      { name: 'so', direction: 'out' },
      { name: 'tien', direction: 'out' },
    ],
    ...more,
  })

withMysql('MariaDB gives what comes out and every result set', async () => {
  expect(await ofMysql().send({ ma: 'Đỗ' })).toMatchObject({
    message: {
      body: {
        out: { lan: '42', so: '0042', tien: expect.stringMatching(/^12345678901234567\.10*$/) },
        sets: [[{ ma: 'Đỗ', lon: '9007199254740993' }], [], [{ seq: '1' }, { seq: '2' }, { seq: '3' }]],
      },
    },
  })
})

withMysql('a procedure that fails or gives too much is taken back', async () => {
  const failed = await ofMysql().send({ ma: 'lỗi' }).catch(toErrorData)
  expect(failed).toMatchObject({ code: 'sql.failed', message: { vi: expect.stringContaining('không cấp được') } })
  expect(await ofMysql({ maxRows: 3 }).send({ ma: 'nhiều' }).catch(toErrorData)).toMatchObject({
    code: 'sql.too-many-rows',
  })
  expect(await own?.exec("SELECT ma FROM phieu WHERE ma IN ('lỗi', 'nhiều')")).toEqual([])
})

withMysql('a procedure that takes too long is stopped', async () => {
  const slow = node({ connection: 'mysql', procedure: 'cho', timeout: 'PT0.3S' })
  expect(await slow.send({}).catch(toErrorData)).toMatchObject({ code: 'connect.timeout', class: 'transient' })
})

withPostgres('PostgreSQL takes parameters by name and gives what comes out', async () => {
  const call = node({
    connection: 'postgres',
    procedure: `${schema?.name}.cap_so`,
    parameters: [
      { name: 'so', direction: 'out' },
      { name: 'lan', direction: 'inout', value: 41 },
      { name: 'ma', value: { field: 'ma' } },
    ],
  })
  expect(await call.send({ ma: 'Đỗ' })).toMatchObject({ message: { body: { out: { lan: 42, so: '0042' }, sets: [] } } })
  expect(await call.send({ ma: 'lỗi' }).catch(toErrorData)).toMatchObject({ code: 'sql.failed' })
  expect((await schema?.exec(`SELECT ma FROM ${schema.name}.phieu`))?.rows).toEqual([{ ma: 'Đỗ' }])
})

test('a parameter that goes in without a value, and a name that is none, are refused', async () => {
  expect(() => node({ connection: 'mysql', procedure: 'a', parameters: [{ name: 'b' }] })).toThrow('sql.parameter')
})
