import { FlowError, permanent } from '#shared/errors/flow-error.ts'

/** The error of one row of a list, by its number (from 1) and, where the database tells it, its column. */
export function badRow(number: number, column: string | undefined, fault: FlowError): FlowError {
  const at = column === undefined ? { vi: '', en: '' } : { vi: `, cột ${column}`, en: `, column ${column}` }
  const place = { vi: `Dòng ${number}${at.vi}`, en: `Row ${number}${at.en}` }
  const named = { row: number, ...(column === undefined ? {} : { column }) }
  return permanent('sql.bad-row', { place, reason: reasonOf(fault) }, { ...fault.data.details, ...named })
}

/** The words of the database alone; what our sentence puts in front of them is said already. */
function reasonOf({ data }: FlowError) {
  const { vi, en } = data.message
  return { vi: vi.slice(vi.indexOf(': ') + 2), en: en.slice(en.indexOf(': ') + 2) }
}

/** True for what is wrong with the data of a list, so that looking for the row makes sense. */
export function isDataFault(error: unknown): error is FlowError {
  return error instanceof FlowError && (error.data.class === 'data' || error.data.code === 'sql.failed')
}

/** Which of the columns a sentence of the database names in quotes. */
export function columnIn(reason: string, columns: readonly string[]): string | undefined {
  return columns.find((column) => ['`', "'", '"'].some((quote) => reason.includes(`${quote}${column}${quote}`)))
}

/**
 * Finds the first row that cannot be written between two numbers (both included), by halves. `attempt` writes the rows of a range and,
 * when it throws, leaves everything as it was before; rows that are good stay written, so that a row is also found that only breaks a rule together with those before it.
 */
export async function findBadRow(
  from: number,
  to: number,
  attempt: (from: number, to: number) => Promise<void>,
  columns: readonly string[],
): Promise<FlowError | undefined> {
  let [low, high] = [from, to]
  let fault: FlowError | undefined
  while (low <= high) {
    const middle = Math.floor((low + high) / 2)
    try {
      await attempt(low, middle)
      low = middle + 1
    } catch (error) {
      if (!isDataFault(error)) throw error
      fault = error
      if (low === middle) return badRow(low, columnIn(fault.data.message.en, columns), fault)
      high = middle
    }
  }
  return undefined
}
