import type { ProcedureCall, ProcedureResult } from './database.ts'
import { resultSets } from './mysql-results.ts'
import { execute, type Session } from './mysql-session.ts'
import { quotePath } from './names.ts'

/** Calls a procedure; what it gives back through parameters goes by variables of the session, which both MariaDB and MySQL can read afterwards. */
export async function callMysqlProcedure(session: Session, call: ProcedureCall): Promise<ProcedureResult> {
  const back = call.parameters.filter(({ direction }) => direction !== 'in')
  const variables = new Map(back.map((parameter, at) => [parameter, `@lienthong_${at + 1}`]))
  for (const [{ direction, value }, variable] of variables)
    await execute(session, `SET ${variable} = ?`, [direction === 'inout' ? value : null])
  const marks = call.parameters.map((parameter) => variables.get(parameter) ?? '?')
  const given = call.parameters.filter(({ direction }) => direction === 'in').map(({ value }) => value)
  const text = `CALL ${quotePath(call.name, 'mysql')}(${marks.join(', ')})`
  const { sets } = await resultSets(session, text, given, call.limits)
  if (back.length === 0) return { out: {}, sets }
  const asked = await resultSets(session, `SELECT ${[...variables.values()].join(', ')}`, [], call.limits)
  const read = Object.values(asked.sets[0]?.[0] ?? {})
  return { out: Object.fromEntries(back.map(({ name }, at) => [name, read[at] ?? null])), sets }
}
