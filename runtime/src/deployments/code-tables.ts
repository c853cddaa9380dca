import type { Database } from 'better-sqlite3'
import type { CodeTable } from '#shared/api/platform.ts'

/** A code table without its rows. */
export interface StoredTable {
  readonly id: string
  readonly unit: string
  readonly title: string
  readonly rows: number
  readonly updatedAt: number
}

/** Code tables (danh mục). Codes are text, so leading zeros survive. */
export interface CodeTableStore {
  list(unit: string): readonly StoredTable[]
  summary(id: string): StoredTable | undefined
  find(id: string): CodeTable | undefined
  all(): readonly CodeTable[]
  put(table: CodeTable, unit: string, by: string, at: number): void
  remove(id: string): void
}

interface Row {
  readonly id: string
  readonly unit: string
  readonly title: string
  readonly entry_count: number
  readonly updated_at: number
}

/** Code tables in the table `code_tables`. */
export function createCodeTableStore(db: Database): CodeTableStore {
  const columns = 'id, unit, title, entry_count, updated_at'
  const byUnit = db.prepare<[string], Row>(`SELECT ${columns} FROM code_tables WHERE unit = ? ORDER BY id`)
  const one = db.prepare<[string], Row>(`SELECT ${columns} FROM code_tables WHERE id = ?`)
  const whole = db.prepare<[string], { id: string; title: string; entries: string }>(
    'SELECT id, title, entries FROM code_tables WHERE id = ?',
  )
  const every = db.prepare<[], { id: string; title: string; entries: string }>(
    'SELECT id, title, entries FROM code_tables ORDER BY id',
  )
  const put = db.prepare(
    `INSERT INTO code_tables (id, unit, title, entries, entry_count, updated_at, updated_by)
     VALUES (@id, @unit, @title, @entries, @count, @at, @by)
     ON CONFLICT (id) DO UPDATE SET title = @title, entries = @entries, entry_count = @count, updated_at = @at,
       updated_by = @by`,
  )
  const remove = db.prepare('DELETE FROM code_tables WHERE id = ?')
  const summary = (row: Row): StoredTable => ({
    id: row.id,
    unit: row.unit,
    title: row.title,
    rows: row.entry_count,
    updatedAt: row.updated_at,
  })
  const table = (row: { id: string; title: string; entries: string }): CodeTable => ({
    id: row.id,
    title: row.title,
    rows: JSON.parse(row.entries),
  })
  return {
    list: (unit) => byUnit.all(unit).map(summary),
    summary: (id) => {
      const row = one.get(id)
      return row && summary(row)
    },
    find: (id) => {
      const row = whole.get(id)
      return row && table(row)
    },
    all: () => every.all().map(table),
    put: (it, unit, by, at) =>
      void put.run({
        id: it.id,
        unit,
        title: it.title,
        entries: JSON.stringify(it.rows),
        count: it.rows.length,
        at,
        by,
      }),
    remove: (id) => void remove.run(id),
  }
}
