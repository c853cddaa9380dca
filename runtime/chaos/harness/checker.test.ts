import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createMotCua } from '#nodes/simulators/index.ts'
import { checkHttp, checkT1, type Verdict } from './checker.ts'
import type { EngineRecord, KeyedRun } from './engine-record.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lienthong-checker-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const run = (key: string, status: KeyedRun['status'] = 'done'): KeyedRun => ({
  key,
  run: `R-${key}`,
  version: 'v',
  status,
  error: status === 'failed' ? '{"code":"run.poison"}' : null,
  deaths: 0,
  compensation: null,
})

function engineOf(keyed: readonly KeyedRun[], runs = keyed.length): EngineRecord {
  return {
    deaths: () => 0,
    keyed: () => keyed,
    counts: () => ({ done: runs }),
    holder: () => undefined,
    close: () => undefined,
  }
}

const lines = (name: string, values: readonly unknown[]): string => {
  const file = join(folder, name)
  writeFileSync(file, values.map((it) => `${JSON.stringify(it)}\n`).join(''))
  return file
}

function http(engine: EngineRecord, calls: readonly (readonly [id: string, kind: string, key: string])[]): Verdict {
  const acks = lines('acks', [{ id: 'a', run: 'R-a', duplicate: false }])
  const sink = lines(
    'sink',
    calls.map(([id, kind, key]) => ({ id, kind, key, at: 0 })),
  )
  return checkHttp(acks, sink, 'f', engine)
}

const both = [
  ['a', 'ghi', 'k1'],
  ['a', 'mot-lan', 'k2'],
] as const

test('a message that was acknowledged, is done and reached the partner once is well', () => {
  expect(http(engineOf([run('a')]), both)).toMatchObject({ messages: 1, lost: 0, duplicated: 0, findings: [] })
})

test('a repeat under the same idempotency key is no duplicate, one under another key is', () => {
  expect(http(engineOf([run('a')]), [...both, ['a', 'ghi', 'k1']])).toMatchObject({ duplicated: 0 })
  expect(http(engineOf([run('a')]), [...both, ['a', 'ghi', 'k9']])).toMatchObject({ duplicated: 1 })
})

test('a once call that came twice, and a second run of a key, are duplicates', () => {
  expect(http(engineOf([run('a')]), [...both, ['a', 'mot-lan', 'k2']])).toMatchObject({ lost: 0, duplicated: 1 })
  expect(http(engineOf([run('a')], 2), both)).toMatchObject({ lost: 0, duplicated: 1 })
})

test('an acknowledged message without a run, still open, or done without its calls is lost', () => {
  expect(http(engineOf([]), both)).toMatchObject({ lost: 1 })
  expect(http(engineOf([run('a', 'running')]), both)).toMatchObject({ lost: 1 })
  expect(http(engineOf([run('a')]), both.slice(0, 1))).toMatchObject({ lost: 1 })
})

test('a run that waits for a person is in the inbox and not lost', () => {
  const verdict = http(engineOf([run('a', 'failed')]), [])
  expect(verdict).toMatchObject({ lost: 0, duplicated: 0, inbox: { 'failed run.poison': 1 } })
})

test('dossiers and steps are compared with the portal’s own record', async () => {
  const motCua = createMotCua({ folder })
  motCua.generate(3)
  const rows = motCua.state().counts.HangDoi ?? 0
  await motCua.close()
  const keyed = Array.from({ length: rows }, (_, i) => run(`hang-doi:${i + 1}`))
  const empty = checkT1(folder, engineOf(keyed))
  expect(empty.messages).toBe(rows)
  expect(empty.lost).toBeGreaterThan(0)
  expect(checkT1(folder, engineOf(keyed.slice(1))).lost).toBeGreaterThan(0)
  const line = { operation: 'CapNhatTienDoHoSoMC', key: 'x', outcome: 'step-added', fingerprint: 'f', body: {} }
  const insert = { operation: 'DongBoHoSoMC', key: 'x', outcome: 'inserted', fingerprint: 'g', body: {} }
  lines('dvcqg.jsonl', [line, line, insert, insert])
  expect(checkT1(folder, engineOf(keyed))).toMatchObject({ duplicated: 2 })
})
