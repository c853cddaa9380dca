import type { Database } from 'better-sqlite3'
import { type Tour, tourSchema } from '#shared/api/tour.ts'
import type { Caller } from './caller.ts'

/** Where each account stands in the first-run tour. */
export interface Tours {
  of(caller: Caller): Tour
  save(caller: Caller, tour: Tour): Tour
}

/** Tours in the table `tours`. */
export function createTours(db: Database): Tours {
  const one = db.prepare<[string], { data: string }>('SELECT data FROM tours WHERE account = ?')
  const put = db.prepare(
    'INSERT INTO tours (account, data) VALUES (?, ?) ON CONFLICT (account) DO UPDATE SET data = excluded.data',
  )
  return {
    of(caller) {
      const row = one.get(caller.name)
      // A step that a later release no longer has must not keep anybody from the page.
      const read = row && tourSchema.safeParse(JSON.parse(row.data))
      return read?.success ? read.data : { state: 'new', done: [] }
    },
    save(caller, tour) {
      put.run(caller.name, JSON.stringify(tour))
      return tour
    },
  }
}
