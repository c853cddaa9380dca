import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import {
  createDvcqg,
  createNgsp,
  DVCQG_ACCOUNT,
  DVCQG_DSTCODE,
  NGSP_CONSUMER,
  PAYMENT_PARTNER,
} from '#nodes/simulators/index.ts'
import { brokerPlaces, withBroker } from '#nodes/testing/brokers.ts'
import { mysqlAddress, mysqlSecrets, withMysql } from '#nodes/testing/mysql.ts'
import { postgresAddress, withPostgres } from '#nodes/testing/postgres.ts'
import { handle, httpTool } from '#nodes/testing/real-partners.ts'
import { row, startTds, tds } from '#nodes/testing/tds-server.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import { connectionKinds } from './index.ts'
import { connectionTests } from './tests.ts'

const CLOSED = 'http://127.0.0.1:9'

async function check(connection: ConnectionHandle) {
  const signal = new AbortController().signal
  const http = httpTool(signal)
  const checks = await connectionTests[connection.kind]?.test(connection, {
    signal,
    http: (request) => http(connection, request),
  })
  return (checks ?? []).map(({ name, ok, message }) => ({ name: name.vi, ok, message: message?.vi }))
}

const GOOD = [
  { name: 'Kết nối tới địa chỉ', ok: true },
  { name: 'Đăng nhập', ok: true },
  { name: 'Gọi thử', ok: true },
]

test('every kind of connection can be tested', () => {
  expect(Object.keys(connectionTests).sort()).toEqual(connectionKinds.map((kind) => kind.kind).sort())
})

test('the payment platform is asked for a payment that nobody began, so the hash is tried and nothing is changed', async () => {
  const platform = createDvcqg()
  const values = { baseUrl: (await platform.listen(0)).url, maDoiTac: PAYMENT_PARTNER.maDoiTac }
  expect(await check(handle('payment', values, { secretKey: PAYMENT_PARTNER.secretKey }))).toMatchObject(GOOD)
  const wrong = await check(handle('payment', values, { secretKey: 'sai-ma-bi-mat' }))
  expect(wrong).toMatchObject([
    { ok: true },
    { name: 'Đăng nhập', ok: false, message: expect.stringContaining('thứ tự trường') },
  ])
  expect(JSON.stringify(wrong)).not.toContain('sai-ma-bi-mat')
  expect(platform.recorded()).toEqual([])
  await platform.close()
  expect(await check(handle('payment', { ...values, baseUrl: CLOSED }, { secretKey: 'x' }))).toMatchObject([
    { name: 'Kết nối tới địa chỉ', ok: false },
  ])
})

test('the portal is tested from address to sample call', async () => {
  const portal = createDvcqg()
  const { url } = await portal.listen(0)
  const values = {
    baseUrl: `${url}/XrdAdapter/RestService/forward`,
    style: 'session',
    dstcode: DVCQG_DSTCODE,
    maDonVi: '000.00.00.H22',
    username: DVCQG_ACCOUNT.username,
  }
  expect(await check(handle('national', values, { password: DVCQG_ACCOUNT.password }))).toMatchObject(GOOD)
  const wrong = await check(handle('national', values, { password: 'sai' }))
  expect(wrong).toMatchObject([
    { ok: true },
    { name: 'Đăng nhập', ok: false, message: expect.stringContaining('kiểm tra tài khoản') },
  ])
  const refused = await check(
    handle('national', { ...values, maDonVi: 'sai mã' }, { password: DVCQG_ACCOUNT.password }),
  )
  expect(refused).toMatchObject([
    { ok: true },
    { ok: true },
    { name: 'Gọi thử', ok: false, message: expect.stringContaining('madonvi') },
  ])
  await portal.close()
  const gone = await check(handle('national', { ...values, baseUrl: CLOSED }, { password: DVCQG_ACCOUNT.password }))
  expect(gone).toMatchObject([
    { name: 'Kết nối tới địa chỉ', ok: false, message: expect.stringContaining('Không kết nối được') },
  ])
})

test('the platform is tested with its token', async () => {
  const platform = createNgsp()
  const { url } = await platform.listen(0)
  const values = { baseUrl: url, consumerKey: NGSP_CONSUMER.key }
  expect(await check(handle('national', values, { consumerSecret: NGSP_CONSUMER.secret }))).toMatchObject(GOOD)
  expect(await check(handle('national', values, { consumerSecret: 'sai' }))).toMatchObject([
    { ok: true },
    { ok: false },
  ])
  const noPath = handle('national', { ...values, testPath: '/khong-co' }, { consumerSecret: NGSP_CONSUMER.secret })
  expect(await check(noPath)).toMatchObject([{ ok: true }, { ok: true }, { name: 'Gọi thử', ok: false }])
  await platform.close()
})

test('an HTTP partner is tested at its path', async () => {
  const partner = createNgsp()
  const { url } = await partner.listen(0)
  const http = (values: object, secrets = {}) => check(handle('http', { baseUrl: url, ...values }, secrets))
  expect(await http({ testPath: '/' })).toMatchObject(GOOD)
  expect(await http({ testPath: '/khong-co' })).toMatchObject([{ ok: true }, { ok: true }, { ok: false }])
  expect(await http({ testPath: '/dmdc/AllCategory', auth: 'bearer' }, { token: 'sai' })).toMatchObject([
    { ok: true },
    { name: 'Đăng nhập', ok: false },
  ])
  expect(await http({ auth: 'bearer' })).toMatchObject([
    { ok: true },
    { ok: false, message: expect.stringContaining('token') },
  ])
  expect(await http({ baseUrl: CLOSED })).toMatchObject([{ name: 'Kết nối tới địa chỉ', ok: false }])
  await partner.close()
})

test('a SQLite file is opened and read, and a missing one is not made', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lt-test-'))
  const file = join(folder, 'a.db')
  const made = new Sqlite(file)
  made.exec('CREATE TABLE a (b)')
  made.close()
  const good = await check(handle('sql', { driver: 'sqlite', file }))
  expect(good).toMatchObject(GOOD)
  expect(good[2]?.message).toBe('Đọc được, có 1 bảng')
  expect(await check(handle('sql', { driver: 'sqlite', file: join(folder, 'b.db') }))).toMatchObject([{ ok: false }])
  rmSync(folder, { recursive: true })
})

withPostgres('a PostgreSQL server is reached, signed in to and read', async () => {
  expect(await check(handle('sql', { ...postgresAddress }))).toMatchObject(GOOD)
  expect(await check(handle('sql', { ...postgresAddress, database: 'khong_co' }))).toMatchObject([
    { ok: true },
    { ok: false },
  ])
  expect(await check(handle('sql', { ...postgresAddress, port: 9 }))).toMatchObject([
    { name: 'Kết nối tới địa chỉ', ok: false },
  ])
})

withMysql('a MariaDB server is reached, signed in to and read, and what is wrong is told by its step', async () => {
  const maria = (values: object, secrets: Readonly<Record<string, string>> = mysqlSecrets) =>
    check(handle('sql', { driver: 'mysql', ...mysqlAddress, ...values }, secrets))
  expect(await maria({})).toMatchObject(GOOD)
  expect(await maria({}, { password: 'sai' })).toMatchObject([{ ok: true }, { name: 'Đăng nhập', ok: false }])
  expect(await maria({ database: 'khong_co' })).toMatchObject([{ ok: true }, { ok: false }])
  expect(await maria({ port: 9 })).toMatchObject([{ name: 'Kết nối tới địa chỉ', ok: false }])
  expect(await maria({ ssl: 'verify' })).toMatchObject([{ name: 'Mã hoá đường truyền (TLS)', ok: false }])
})

test('SQL Server is signed in to and read, tried with a stand-in', async () => {
  const server = await startTds((text) =>
    text.includes('count(*)')
      ? row([tds.int('so', 12)])
      : text.includes('SELECT')
        ? row([tds.int('so', 1)])
        : Buffer.alloc(0),
  )
  try {
    const values = { driver: 'sqlserver', host: '127.0.0.1', port: server.port, database: 'kho', user: 'thu' }
    const good = await check(handle('sql', values, { password: 'x' }))
    expect(good).toMatchObject(GOOD)
    expect(good[2]?.message).toContain('12')
    const wrong = { ...values, user: 'sai' }
    expect(await check(handle('sql', wrong, { password: 'x' }))).toMatchObject([
      { ok: true },
      { name: 'Đăng nhập', ok: false },
    ])
    expect(await check(handle('sql', { ...values, ssl: 'require' }, { password: 'x' }))).toMatchObject([
      { name: 'Mã hoá đường truyền (TLS)', ok: false },
    ])
  } finally {
    await server.stop()
  }
})

test('a short key is refused', async () => {
  expect(await check(handle('api-key', {}, { key: 'x'.repeat(16) }))).toMatchObject([{ ok: true }])
  expect(await check(handle('api-key', {}, { key: 'ngan' }))).toMatchObject([{ ok: false }])
})

const onRabbit = await withBroker('amqp')
onRabbit(
  'RabbitMQ is reached and signed in to, and a wrong password or virtual host is told apart from silence',
  async () => {
    const rabbit = (values: object = {}, password = 'guest') =>
      check(handle('queue', { protocol: 'amqp', ...brokerPlaces.amqp, user: 'guest', ...values }, { password }))
    const good = await rabbit()
    expect(good).toMatchObject(GOOD)
    expect(good[2]?.message).toMatch(/RabbitMQ \d/)
    expect(await rabbit({}, 'sai')).toMatchObject([{ ok: true }, { name: 'Đăng nhập', ok: false }])
    expect(await rabbit({ vhost: 'khong-co' })).toMatchObject([
      { ok: true },
      { ok: false, message: expect.stringContaining('"khong-co"') },
    ])
    expect(await rabbit({ port: 9 })).toMatchObject([{ name: 'Kết nối tới địa chỉ', ok: false }])
  },
)

const onRedis = await withBroker('redis')
onRedis('Redis is reached, and says its version', async () => {
  const redis = (values: object) => check(handle('queue', { protocol: 'redis', ...brokerPlaces.redis, ...values }))
  const good = await redis({})
  expect(good).toMatchObject(GOOD)
  expect(good[2]?.message).toMatch(/Redis \d/)
  expect(await redis({ port: 9 })).toMatchObject([{ name: 'Kết nối tới địa chỉ', ok: false }])
})

const onMqtt = await withBroker('mqtt')
onMqtt('an MQTT broker is reached in both versions', async () => {
  const mqtt = (values: object) => check(handle('queue', { protocol: 'mqtt', ...brokerPlaces.mqtt, ...values }))
  for (const mqttVersion of ['5', '3.1.1']) {
    const good = await mqtt({ mqttVersion })
    expect(good).toMatchObject(GOOD)
    expect(good[2]?.message).toContain(`MQTT ${mqttVersion}`)
  }
  expect(await mqtt({ port: 9 })).toMatchObject([{ name: 'Kết nối tới địa chỉ', ok: false }])
})

const onNats = await withBroker('nats')
onNats('NATS is reached, and says whether it keeps messages', async () => {
  const nats = (values: object) => check(handle('queue', { protocol: 'nats', ...brokerPlaces.nats, ...values }))
  const good = await nats({})
  expect(good).toMatchObject(GOOD)
  expect(good[2]?.message).toMatch(/NATS \d.*JetStream/)
  expect(await nats({ port: 9 })).toMatchObject([{ name: 'Kết nối tới địa chỉ', ok: false }])
})
