import { FlowError } from '../../errors/flow-error.ts'
import { canonicalDate, parseDate } from '../../vietnam/dates/parse.ts'
import { ExpressionError } from '../errors.ts'
import type { CodeTables } from '../scope.ts'
import { type DomainFunction, type DomainPort, textAt } from './definition.ts'

/** The entry of a code: `code`, `name` and the other columns of the table. */
export function lookupCode(port: DomainPort, table: string, code: string, asOf?: string): Record<string, unknown> {
  const entry = findCode(port, table, code, asOf)
  // A code is not personal data, and the officer has to know which one to add to the table.
  if (entry === undefined) throw new ExpressionError('code-table.unknown-code', { params: { table, code } })
  return { ...entry.extra, code: entry.code, name: entry.name }
}

/** The row of a code as of a day, the day of the run by default; undefined when the table has no such code. */
export function findCode(
  port: DomainPort,
  table: string,
  code: string,
  asOf?: string,
): ReturnType<CodeTables['lookup']> {
  const { tables } = port
  if (tables === undefined) throw new ExpressionError('domain.no-tables', { params: { table } })
  const day = asOf === undefined ? port.today : canonicalDate(parseDate(asOf))
  return ask(() => tables.lookup(table, code, day))
}

/** A table that does not exist is reported by the port in the words of the error table. */
function ask<T>(lookup: () => T): T {
  try {
    return lookup()
  } catch (error) {
    if (error instanceof FlowError) throw new ExpressionError(error.data.code, { sentence: error.data.message })
    throw error
  }
}

/** Code-table lookup. */
export const codeFunctions: readonly DomainFunction[] = [
  {
    name: 'danhMuc',
    alias: 'lookupCode',
    parameters: ['table', 'code', 'asOf'],
    signature: '<sss?:o>',
    help: {
      vi: 'Tra mã trong danh mục: cho mã (code), tên (name) và các cột khác, theo ngày hiệu lực ở đối số thứ ba (mặc định là ngày chạy). Mã lạ là lỗi.',
      en: 'Looks a code up in a code table: code, name and the other columns, as of the day in the third argument (the day of the run by default). An unknown code is an error.',
    },
    example: { expression: '$danhMuc("dan-toc", MaDanToc).name', input: { MaDanToc: '01' }, result: 'Kinh' },
    run: (args, port) => {
      const table = textAt(args, 0)
      const code = textAt(args, 1)
      return table === undefined || code === undefined ? undefined : lookupCode(port, table, code, textAt(args, 2))
    },
  },
]
