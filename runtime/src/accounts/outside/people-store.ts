import type { Database } from 'better-sqlite3'
import type { OutsidePerson } from '#shared/api/identity-source.ts'
import { isoTime } from '../../security/ports.ts'

/** Somebody of the provider, by a keyed digest of who that is. */
export interface StoredPerson {
  readonly id: string
  readonly unit: string
  readonly displayName: string
  readonly state: 'waiting' | 'granted' | 'refused'
  readonly account?: string
  /** The role follows the claims at each sign-in; otherwise it is the account's, as administrators set it. */
  readonly byRule: boolean
}

/** People of the provider: who has which account, and who waits for one. */
export interface PeopleStore {
  find(id: string): StoredPerson | undefined
  /** Notes that somebody came, with the name and the end of the identifier as the provider tells them now. */
  seen(person: { id: string; unit: string; displayName: string; identifierEnd: string; at: number }): void
  decide(id: string, decision: Pick<StoredPerson, 'state' | 'byRule'> & { readonly account?: string }): void
  /** Those without a role, who came last first. */
  withoutRole(unit: string): readonly OutsidePerson[]
}

/** More people than this are not kept waiting; whoever came longest ago goes first, and stands here again when they come again. */
const MOST_WAITING = 1000

interface Row {
  readonly id: string
  readonly unit: string
  readonly display_name: string
  readonly identifier_end: string
  readonly state: 'waiting' | 'granted' | 'refused'
  readonly account: string | null
  readonly by_rule: number
  readonly first_at: number
  readonly last_at: number
  readonly tries: number
}

/** People in the table `outside_people`. */
export function createPeopleStore(db: Database): PeopleStore {
  const one = db.prepare<[string], Row>('SELECT * FROM outside_people WHERE id = ?')
  const see = db.prepare(
    `INSERT INTO outside_people (id, unit, display_name, identifier_end, state, account, by_rule, first_at, last_at, tries)
     VALUES (@id, @unit, @displayName, @identifierEnd, 'waiting', NULL, 0, @at, @at, 1)
     ON CONFLICT (id) DO UPDATE SET display_name = @displayName, identifier_end = @identifierEnd, last_at = @at, tries = tries + 1`,
  )
  const decide = db.prepare(
    'UPDATE outside_people SET state = @state, account = coalesce(@account, account), by_rule = @byRule WHERE id = @id',
  )
  const without = db.prepare<[string, number], Row>(
    `SELECT * FROM outside_people WHERE unit = ? AND state <> 'granted' ORDER BY state DESC, last_at DESC LIMIT ?`,
  )
  const trim = db.prepare(
    `DELETE FROM outside_people WHERE state = 'waiting' AND account IS NULL AND id NOT IN
     (SELECT id FROM outside_people WHERE state = 'waiting' AND account IS NULL ORDER BY last_at DESC LIMIT ?)`,
  )
  const seen = db.transaction((person: Parameters<PeopleStore['seen']>[0]) => {
    see.run(person)
    trim.run(MOST_WAITING)
  })
  return {
    find(id) {
      const row = one.get(id)
      if (!row) return undefined
      return {
        id: row.id,
        unit: row.unit,
        displayName: row.display_name,
        state: row.state,
        byRule: row.by_rule === 1,
        ...(row.account === null ? {} : { account: row.account }),
      }
    },
    seen: (person) => seen.immediate(person),
    decide: (id, { state, account, byRule }) =>
      void decide.run({ id, state, account: account ?? null, byRule: Number(byRule) }),
    withoutRole: (unit) =>
      without.all(unit, 2 * MOST_WAITING).map((row) => ({
        id: row.id,
        displayName: row.display_name,
        identifierEnd: row.identifier_end,
        state: row.state === 'refused' ? 'refused' : 'waiting',
        firstAt: isoTime(row.first_at),
        lastAt: isoTime(row.last_at),
        tries: row.tries,
      })),
  }
}
