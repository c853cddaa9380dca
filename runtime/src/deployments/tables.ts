import type { CodeTable, UsedCodeTable } from '#shared/api/platform.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Caller } from '../accounts/caller.ts'
import { type Clock, isoTime } from '../security/ports.ts'
import type { CodeTableStore } from './code-tables.ts'
import { named, notFound, requireId } from './names.ts'
import type { Uses } from './uses.ts'
import type { WorkerPool } from './worker-pool.ts'

/** Code tables as designers keep them. */
export interface Tables {
  list(caller: Caller): { id: string; title: string; rows: number; updatedAt: string }[]
  get(caller: Caller, id: string): UsedCodeTable
  save(caller: Caller, table: CodeTable): Promise<CodeTable>
  /** Throws `api.in-use` while a published flow names it. */
  remove(caller: Caller, id: string): Promise<void>
}

/** The rules over code tables; workers get every change. */
export function createTables(store: CodeTableStore, uses: Uses, pool: WorkerPool, clock: Clock): Tables {
  function requireOwn(caller: Caller, id: string): void {
    if (store.summary(id)?.unit !== caller.unit) throw notFound('table', id)
  }
  const push = (): Promise<void> => pool.all((worker) => worker.tables(store.all()))
  return {
    list: (caller) =>
      store
        .list(caller.unit)
        .map(({ id, title, rows, updatedAt }) => ({ id, title, rows, updatedAt: isoTime(updatedAt) })),
    get(caller, id) {
      requireOwn(caller, id)
      const table = store.find(id)
      if (!table) throw notFound('table', id)
      return { ...table, usedBy: uses.of('code-table', id) }
    },
    async save(caller, table) {
      requireId(table.id)
      const owner = store.summary(table.id)?.unit
      if (owner !== undefined && owner !== caller.unit)
        throw permanent('api.exists', { what: named('table', table.id) })
      refuseUnclearRows(table)
      store.put(table, caller.unit, caller.name, clock())
      await push()
      return table
    },
    async remove(caller, id) {
      requireOwn(caller, id)
      const users = uses.published('code-table', id)
      if (users.length > 0) throw permanent('api.in-use', { what: named('table', id), users: users.join(', ') })
      store.remove(id)
      await push()
    },
  }
}

/** A code may stand several times only for periods that do not overlap: else nobody could tell which row is meant. */
export function refuseUnclearRows(table: CodeTable): void {
  const seen = new Map<string, { from: string; to: string }[]>()
  for (const [i, { code, from = '', to = '9999' }] of table.rows.entries()) {
    const earlier = seen.get(code) ?? []
    if (earlier.some((it) => from <= it.to && it.from <= to)) {
      throw permanent('api.invalid', {
        place: `rows.${i}.code`,
        reason: {
          vi: `mã "${code}" có hai dòng cùng hiệu lực`,
          en: `the code "${code}" has two rows for the same time`,
        },
      })
    }
    seen.set(code, [...earlier, { from, to }])
  }
}
