import type pg from 'pg'
import type { ProcedureCall, ProcedureResult } from './database.ts'
import { quoteName, quotePath } from './names.ts'
import { toPostgres } from './postgres-values.ts'
import { rowCollector } from './rows.ts'

/** Calls a procedure by the names of its parameters; what it gives back is the one row that CALL answers with. */
export async function callPostgresProcedure(client: pg.PoolClient, call: ProcedureCall): Promise<ProcedureResult> {
  const values: unknown[] = []
  const given = call.parameters.map(({ name, direction, value }) => {
    if (direction !== 'out') values.push(toPostgres(value))
    return `${quoteName(name, 'postgres')} => ${direction === 'out' ? 'NULL' : `$${values.length}`}`
  })
  const text = `CALL ${quotePath(call.name, 'postgres')}(${given.join(', ')})`
  const result = await client.query<unknown[]>({ text, values, rowMode: 'array' })
  const collector = rowCollector(
    result.fields.map(({ name }) => name),
    call.limits,
  )
  for (const row of result.rows) collector.add(row)
  return { out: collector.rows[0] ?? {}, sets: [] }
}
