import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { postgresAddress, withPostgres as test } from '#nodes/testing/postgres.ts'
import type { Engine, Inbound, JournalEntry, Lease } from '../engine.ts'
import { openPostgresEngine } from './open.ts'
import { type CommitProxy, commitProxy } from './testing/commit-proxy.ts'
import { dropSchema, SERVER, schemaName } from './testing/schema.ts'

vi.setConfig({ testTimeout: 60_000 })

const LEASE_MS = 1000
const clock = (): number => Date.now()
let schema: string
let proxy: CommitProxy
let direct: Engine
let behind: Engine
const opened: Engine[] = []
let runs = 0

const open = async (server: string, name = schema): Promise<Engine> => {
  const engine = await openPostgresEngine({
    url: `${server}?schema=${name}`,
    leaseMs: LEASE_MS,
    clock,
    newMark: randomUUID,
  })
  opened.push(engine)
  return engine
}

beforeEach(async () => {
  schema = schemaName()
  proxy = await commitProxy(postgresAddress)
  direct = await open(SERVER)
  behind = await open(`postgres://${postgresAddress.user}@127.0.0.1:${proxy.port}/${postgresAddress.database}`)
})
afterEach(async () => {
  proxy.release()
  for (const engine of opened.splice(0)) await engine.close()
  await proxy.close()
  await dropSchema(schema)
})

function inbound(changes: Partial<Inbound> = {}): Inbound {
  const message = { body: { maHoSo: '00123' }, headers: {}, keys: {} }
  const run = `RUN${String(++runs).padStart(6, '0')}`
  return { run, unit: 'mac-dinh', flow: 'luong', version: 'v1', trigger: 'nhan', message, at: clock(), ...changes }
}

function effect(path: string): JournalEntry {
  return { kind: 'effect', path, node: 'gui', attempt: 1, startedAt: 0, endedAt: 0, emission: path }
}

async function leased(engine: Engine, changes: Partial<Inbound> = {}): Promise<Lease> {
  const { lease } = await engine.accept(inbound({ lease: 'm', ...changes }))
  if (!lease) throw new Error('no lease was given')
  return lease
}

test('an acceptance whose answer was lost is stored once, and its lease is known', async () => {
  proxy.loseNextAnswer()
  const input = inbound({ lease: 'm', dedupe: { key: 'a', windowMs: 60_000 } })
  const answer = await behind.accept(input)
  expect(answer).toMatchObject({ run: input.run, duplicate: false, status: 'running', lease: { epoch: 1 } })
  expect((await direct.history.list({ limit: 10 })).runs).toHaveLength(1)
  expect(await behind.commit(answer.lease as Lease, [], { status: 'done', at: clock() })).toBe('committed')
})

test.for(['running', 'done'] as const)('a commit whose answer was lost is applied once (%s)', async (status) => {
  const lease = await leased(direct)
  proxy.loseNextAnswer()
  const next = status === 'done' ? ({ status, at: clock(), reply: { body: 1, headers: {} } } as const) : { status }
  expect(await behind.commit(lease, [effect('a')], next as never)).toBe('committed')
  expect((await direct.history.get(lease.run))?.journal).toEqual([effect('a')])
})

test('a claim whose answer was lost gives the runs that it took', async () => {
  const { run } = await direct.accept(inbound())
  proxy.loseNextAnswer()
  const [claimed] = await behind.claim('m', 5, clock())
  expect(claimed?.lease).toMatchObject({ run, epoch: 1 })
  expect(claimed?.deaths).toBe(0)
})

test('a slot whose answer was lost belongs to the caller, and to nobody else', async () => {
  proxy.loseNextAnswer()
  expect(await behind.fire('lich', 1)).toBe(true)
  expect(await direct.fire('lich', 1)).toBe(false)
})

test('a member that is cut off loses its runs, and what it commits late is stale', async () => {
  const lease = await leased(behind)
  proxy.hold()
  const late = behind.commit(lease, [effect('muon')], { status: 'done', at: clock() })
  const { lease: other } = await vi.waitFor(async () => {
    const [run] = await direct.claim('khac', 1, clock())
    return run ?? Promise.reject(new Error('still leased'))
  }, 10_000)
  expect(other).toMatchObject({ run: lease.run, epoch: 2 })
  expect(await direct.commit(other, [effect('khac')], { status: 'done', at: clock() })).toBe('committed')
  proxy.release()
  expect(await late).toBe('stale')
  expect((await direct.history.get(lease.run))?.journal).toEqual([effect('khac')])
})

test('a member that stands still inside a transaction holds the others up for some seconds only', async () => {
  const lease = await leased(direct, { partition: 'P' })
  const stuck = new pg.Client({ connectionString: SERVER, options: '-c idle_in_transaction_session_timeout=4s' })
  stuck.on('error', () => undefined)
  await stuck.connect()
  await stuck.query(`begin; select 1 from ${schema}.runs where id = '${lease.run}' for update`)
  const began = performance.now()
  expect(await direct.commit(lease, [], { status: 'done', at: clock() })).toBe('committed')
  expect(performance.now() - began).toBeLessThan(8000)
  await stuck.end().catch(() => undefined)
})

test('while the server cannot be reached a message is refused with a reason, and an answer that came is kept', async () => {
  const lease = await leased(direct)
  const alone = await commitProxy(postgresAddress)
  const member = await open(`postgres://${postgresAddress.user}@127.0.0.1:${alone.port}/${postgresAddress.database}`)
  await alone.close()
  await expect(member.accept(inbound())).rejects.toMatchObject({ data: { code: 'engine.server', class: 'transient' } })
  const kept = member.commit(lease, [effect('a')], { status: 'done', at: clock() })
  expect(await Promise.race([kept, pause(1000, 'waits')])).toBe('waits')
  void kept.catch(() => undefined)
})

test('members that take messages of one partition at the same time keep its order', async () => {
  const engines = [direct, behind, await open(SERVER)]
  const accepted: string[] = []
  for (let i = 0; i < 30; i++) accepted.push((await (engines[i % 3] as Engine).accept(inbound({ partition: 'P' }))).run)
  const seen: string[] = []
  const work = async (engine: Engine, member: string): Promise<void> => {
    while (seen.length < accepted.length) {
      for (const { lease } of await engine.claim(member, 5, clock())) {
        seen.push(lease.run)
        await engine.commit(lease, [effect('a')], { status: 'done', at: clock() })
      }
      await pause(1)
    }
  }
  await Promise.all(engines.map((engine, i) => work(engine, `m${i}`)))
  expect(seen).toEqual(accepted)
})

test('a server that would lose commits is refused, and an address that is none', async () => {
  const unsafe = `${SERVER}?options=${encodeURIComponent('-c synchronous_commit=off')}`
  await expect(openPostgresEngine({ url: unsafe, clock, newMark: randomUUID })).rejects.toThrow(/synchronous_commit/)
  await expect(open(SERVER, 'Ten-sai')).rejects.toMatchObject({ data: { code: 'engine.server' } })
})
