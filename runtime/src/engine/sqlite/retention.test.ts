import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createRunIds } from '../run-id.ts'
import { openSqliteEngine, type SqliteEngine } from './open.ts'

const DAY = 86_400_000
const LARGE = 'x'.repeat(100_000)

let folder: string
let engine: SqliteEngine
let now: number
const newId = createRunIds({ now: () => now, random: (bytes) => crypto.getRandomValues(bytes) })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lienthong-retention-'))
  now = Date.UTC(2026, 10, 2)
  open()
})
afterEach(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

function open(): void {
  engine = openSqliteEngine({ path: join(folder, 'engine.db'), blobs: join(folder, 'blobs'), clock: () => now })
}

async function done(body: unknown): Promise<string> {
  const message = { body, headers: {}, keys: {} }
  const base = { unit: 'mac-dinh', flow: 'luong', version: 'v1', trigger: 'nhan', lease: 'm', at: now }
  const { run, lease } = await engine.accept({ ...base, run: newId(), message })
  if (!lease) throw new Error('no lease')
  await engine.commit(lease, [], { status: 'done', at: now })
  return run
}

/** Carries the rule out and sweeps every part of the blobs; answers how many files went. */
async function clear(rule: { payloadsBefore: number }): Promise<number> {
  await engine.retention.prune({ flow: 'luong', ...rule }, 1000)
  let gone = 0
  for (let part = 0; part < 256; part++) gone += (await engine.retention.sweep(part)).blobs
  return gone
}

/** Paths of all blob files, and their age set to two hours. */
function blobs(aged = true): readonly string[] {
  const files = readdirSync(join(folder, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile())
    .map((it) => join(it.parentPath, it.name))
  const hoursAgo = now / 1000 - 7200
  if (aged) for (const file of files) utimesSync(file, hoursAgo, hoursAgo)
  return files
}

test('a large payload leaves the disk with the last run that names it', async () => {
  await done({ LARGE })
  now += DAY
  const second = await done({ LARGE })
  expect(blobs()).toHaveLength(1)
  expect(await clear({ payloadsBefore: now })).toBe(0)
  expect((await engine.history.get(second))?.inbound.message.body).toEqual({ LARGE })
  expect(await clear({ payloadsBefore: now + 1 })).toBe(1)
  expect(blobs()).toEqual([])
})

test('a large part of a group stays on the disk until its group is settled, whatever becomes of its run', async () => {
  const message = { body: { LARGE }, headers: {}, keys: {} }
  const base = { unit: 'mac-dinh', flow: 'luong', version: 'v1', trigger: 'nhan', lease: 'm', at: now }
  const { lease } = await engine.accept({ ...base, run: newId(), message: { ...message, body: 1 } })
  if (!lease) throw new Error('no lease')
  const name = { flow: 'luong', node: 'gom', key: 'a', path: 'gom', message, at: now, count: 1, rememberMs: 0 }
  const limits = { timeout: { ms: DAY, from: 'first' as const }, most: { parts: 1, bytes: 1_000_000 } }
  await engine.groups.join(lease, { ...name, ...limits })
  await engine.commit(lease, [], { status: 'done', at: now })
  expect(blobs()).toHaveLength(1)
  expect(await clear({ payloadsBefore: now + 1 })).toBe(0)
  const [group] = await engine.groups.take(1, now)
  expect(group?.parts).toEqual([message])
  await engine.groups.settle(group?.id ?? 0, now)
  expect(await clear({ payloadsBefore: now + 1 })).toBe(1)
})

test('a file that is written again is young and stays, though nothing names it yet', async () => {
  await done({ LARGE })
  blobs()
  await engine.retention.prune({ flow: 'luong', payloadsBefore: now + 1 }, 1000)
  const run = await done({ LARGE })
  expect(await clear({ payloadsBefore: 0 })).toBe(0)
  expect((await engine.history.get(run))?.inbound.message.body).toEqual({ LARGE })
})

test('a file that a killed process had put aside comes back at the next start', async () => {
  const run = await done({ LARGE })
  const [file = ''] = blobs()
  mkdirSync(join(folder, 'blobs', 'leaving'))
  renameSync(file, join(folder, 'blobs', 'leaving', file.slice(-64)))
  await engine.close()
  open()
  await expect.poll(() => blobs(false)).toEqual([file])
  expect((await engine.history.get(run))?.inbound.message.body).toEqual({ LARGE })
})

test('the pages that pruning frees go back to the file system', async () => {
  for (let i = 0; i < 60; i++) await done('y'.repeat(40_000))
  const full = await engine.retention.size()
  await clear({ payloadsBefore: now + 1 })
  const less = await engine.retention.size()
  expect(less.database).toBeLessThan(full.database / 4)
  await engine.close()
  expect(statSync(join(folder, 'engine.db')).size).toBeLessThan(full.database / 4)
  open()
})
