import type { Database, Statement } from 'better-sqlite3'
import { type StoredCase, type TestCase, testCaseSchema } from '#shared/api/test-cases.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Caller } from '../accounts/caller.ts'
import { type Clock, isoTime } from '../security/ports.ts'
import type { Drafts } from './drafts.ts'
import { notFound } from './names.ts'

/** The saved test cases of flows: one set a flow, shared by all of its unit. Every call throws `api.not-found` for a flow of another unit. */
export interface TestCases {
  /** By name. */
  list(caller: Caller, flow: string): readonly StoredCase[]
  save(caller: Caller, flow: string, name: string, it: TestCase): StoredCase
  remove(caller: Caller, flow: string, name: string): void
}

/** Cases that a flow may have. */
const MOST = 200
/** Characters of a case. */
const LONGEST = 2_000_000

/** Test cases in the table `test_cases`. */
export function createTestCases(db: Database, drafts: Drafts, clock: Clock): TestCases {
  type Row = { name: string; text: string; updated_by: string; updated_at: number }
  const all: Statement<[string], Row> = db.prepare('SELECT * FROM test_cases WHERE flow = ? ORDER BY name')
  const others: Statement<[string, string], { count: number }> = db.prepare(
    'SELECT count(*) AS count FROM test_cases WHERE flow = ? AND name <> ?',
  )
  const put = db.prepare(
    `INSERT INTO test_cases (flow, name, text, updated_by, updated_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (flow, name) DO UPDATE SET text = excluded.text, updated_by = excluded.updated_by,
       updated_at = excluded.updated_at`,
  )
  const drop = db.prepare('DELETE FROM test_cases WHERE flow = ? AND name = ?')
  return {
    list(caller, flow) {
      drafts.requireFlow(caller, flow)
      return all.all(flow).map((row) => ({
        name: row.name,
        case: testCaseSchema.parse(JSON.parse(row.text)),
        by: row.updated_by,
        at: isoTime(row.updated_at),
      }))
    },
    save(caller, flow, name, it) {
      drafts.requireFlow(caller, flow)
      const text = JSON.stringify(it)
      if (text.length > LONGEST) throw permanent('api.too-large', { limit: `${LONGEST / 1_000_000} MB` })
      if ((others.get(flow, name)?.count ?? 0) >= MOST)
        throw permanent('api.invalid', { place: 'name', reason: `≤ ${MOST}` })
      const at = clock()
      put.run(flow, name, text, caller.name, at)
      return { name, case: it, by: caller.name, at: isoTime(at) }
    },
    remove(caller, flow, name) {
      drafts.requireFlow(caller, flow)
      if (drop.run(flow, name).changes === 0) throw notFound('case', name)
    },
  }
}
