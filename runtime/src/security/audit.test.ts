import { readFileSync } from 'node:fs'
import Sqlite, { type Database } from 'better-sqlite3'
import { beforeEach, expect, test } from 'vitest'
import { type Audit, createAudit } from './audit.ts'
import { machine } from './ports.ts'
import { createSealer } from './sealing.ts'

const schema = readFileSync(new URL('../kernel/store/migrations/001-platform.sql', import.meta.url), 'utf8')
const sealer = createSealer(Buffer.alloc(32, 1), machine.random)
let db: Database
let audit: Audit
beforeEach(() => {
  db = new Sqlite(':memory:')
  db.exec(schema)
  audit = createAudit(db, sealer, () => 1_782_900_000_000)
  for (const n of [1, 2, 3, 4, 5]) {
    audit.append({
      unit: 'mac-dinh',
      actor: 'an',
      address: '::1',
      action: 'publishFlow',
      target: `f${n}`,
      details: { n },
    })
  }
})

test('an untouched trail verifies, and an empty one too', () => {
  expect(audit.verify()).toMatchObject({ ok: true, rows: 5 })
  const empty = new Sqlite(':memory:')
  empty.exec(schema)
  expect(createAudit(empty, sealer, () => 0).verify()).toMatchObject({ ok: true, rows: 0 })
})

test.each([
  ['a changed actor', "UPDATE audit SET actor = 'binh' WHERE seq = 3", 3],
  ['a changed detail', "UPDATE audit SET details = '{}' WHERE seq = 2", 2],
  ['a changed time', "UPDATE audit SET at = '2020-01-01' WHERE seq = 1", 1],
  ['a removed row', 'DELETE FROM audit WHERE seq = 2', 2],
  ['a removed first row', 'DELETE FROM audit WHERE seq = 1', 1],
  ['a removed newest row', 'DELETE FROM audit WHERE seq = 5', 5],
  [
    'a removed tail with a matching head',
    'DELETE FROM audit WHERE seq > 3; UPDATE audit_head SET seq = 3, hash = (SELECT hash FROM audit WHERE seq = 3)',
    3,
  ],
  ['a removed head', 'DELETE FROM audit_head', 5],
  ['everything removed but the head', 'DELETE FROM audit', 5],
])('%s is found', (_what, sql, seq) => {
  db.exec(sql)
  expect(audit.verify()).toMatchObject({ ok: false, seq })
})

test('a chain that is written anew without the master key is found', () => {
  const forged = new Sqlite(':memory:')
  forged.exec(schema)
  const forger = createAudit(forged, createSealer(Buffer.alloc(32, 2), machine.random), () => 0)
  forger.append({ unit: 'mac-dinh', actor: 'ma', address: '', action: 'x', target: '', details: {} })
  expect(createAudit(forged, sealer, () => 0).verify()).toMatchObject({
    ok: false,
    reason: expect.stringContaining('signature'),
  })
})

test('a field cannot flow into its neighbour unseen', () => {
  db.exec("UPDATE audit SET action = 'publish', target = 'Flowf3' WHERE seq = 3")
  expect(audit.verify()).toMatchObject({ ok: false, seq: 3 })
})

test('the list is of one unit, newest first, page by page', () => {
  audit.append({ unit: 'khac', actor: 'x', address: '', action: 'a', target: '', details: {} })
  expect(audit.list('mac-dinh', 2).map((row) => row.seq)).toEqual([5, 4])
  expect(audit.list('mac-dinh', 2, 4).map((row) => row.seq)).toEqual([3, 2])
})
