import type { RecordLine } from '../frame/record.ts'
import { asObject, textOf } from '../frame/request.ts'
import { SHARED_TABLES, type SharedTable } from './code-tables.ts'

/** The shared code tables as they stand. */
export interface TableStore {
  list(): readonly { readonly CategoryCode: string; readonly CategoryName: string; readonly Count: number }[]
  find(code: string): SharedTable | undefined
  add(code: string, rows: SharedTable['rows']): void
  total(): number
  clear(): void
  /** Brings back one inserted row from a record file. */
  restore(line: RecordLine): void
}

/** Makes the store with the tables of the guide. */
export function createTableStore(): TableStore {
  const tables = new Map<string, SharedTable>()
  const clear = (): void => {
    for (const table of SHARED_TABLES) tables.set(table.code, table)
  }
  const add: TableStore['add'] = (code, rows) => {
    const table = tables.get(code)
    if (table) tables.set(code, { ...table, rows: [...table.rows, ...rows] })
  }
  clear()
  return {
    list: () =>
      [...tables.values()].map((table) => ({
        CategoryCode: table.code,
        CategoryName: table.name,
        Count: table.rows.length,
      })),
    find: (code) => tables.get(code),
    add,
    total: () => [...tables.values()].reduce((sum, table) => sum + table.rows.length, 0),
    clear,
    restore: (line) => {
      const table = line.operation === 'CategoryInsert' ? tables.get(line.key.split('/')[0] ?? '') : undefined
      const body = asObject(line.body)
      if (table)
        add(table.code, [Object.fromEntries(table.properties.map(({ code }) => [code, textOf(body, code) ?? null]))])
    },
  }
}
