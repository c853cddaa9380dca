import type { CodeTable } from '#shared/api/platform.ts'
import type { CodeTables } from '#shared/expression/scope.ts'

type Row = CodeTable['rows'][number]

/** Code tables in memory, by table and code; a code may have several rows that follow each other in time. */
export interface TableStore extends CodeTables {
  replace(tables: readonly CodeTable[]): void
}

/** Makes an empty store. Unknown tables and codes give undefined; the caller decides what that means. */
export function createTableStore(): TableStore {
  let tables = new Map<string, Map<string, Row[]>>()
  return {
    replace(next) {
      tables = new Map(next.map((table) => [table.id, byCode(table.rows)]))
    },
    lookup(table, code, asOf) {
      const rows = tables.get(table)?.get(code) ?? []
      const row =
        asOf === undefined ? rows.at(-1) : rows.find((it) => (it.from ?? '') <= asOf && asOf <= (it.to ?? '9999'))
      return row && { code: row.code, name: row.name, ...(row.extra ? { extra: row.extra } : {}) }
    },
  }
}

function byCode(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>()
  for (const row of rows) found.set(row.code, [...(found.get(row.code) ?? []), row])
  for (const same of found.values()) same.sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1))
  return found
}
