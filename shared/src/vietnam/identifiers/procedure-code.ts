import { AGENCY } from '../agencies/agency-code.ts'
import { bad, type Checked, good } from './checked.ts'

/** A procedure code (mã TTHC): `2.000488`, in a province also `2.000488.000.00.00.H56`. */
const PROCEDURE = /^(?<code>\d\.\d{6})(?:\.(?<agency>.+))?$/

/** The parts of a procedure code. */
export interface ProcedureParts {
  readonly ma: string
  readonly coQuan?: string
}

/** Checks a procedure code. */
export function checkProcedureCode(code: string): Checked {
  const fields = PROCEDURE.exec(code)?.groups
  if (fields === undefined)
    return bad('form', {
      vi: 'Mã thủ tục có dạng n.nnnnnn, ví dụ 2.000488, có thể thêm mã cơ quan ở sau',
      en: 'A procedure code has the form n.nnnnnn, such as 2.000488, perhaps with an agency code behind it',
    })
  if (fields.agency !== undefined && !AGENCY.test(fields.agency))
    return bad('agency', { vi: 'Mã cơ quan ở sau không hợp lệ', en: 'The agency code behind it is not valid' })
  return good
}

/** The national code and the agency behind it; undefined when it is no procedure code. */
export function procedureParts(code: string): ProcedureParts | undefined {
  if (!checkProcedureCode(code).ok) return undefined
  const fields = PROCEDURE.exec(code)?.groups
  return { ma: fields?.code ?? '', ...(fields?.agency === undefined ? {} : { coQuan: fields.agency }) }
}
