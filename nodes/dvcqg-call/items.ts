import { permanent } from '#shared/errors/flow-error.ts'
import { MOST_STEPS } from './services.ts'

/** A dossier or a progress step as it is sent; it always has its MaHoSo. */
export type Item = Readonly<Record<string, unknown>> & { readonly MaHoSo: string }

/** A question, or the answer to one, as it is sent; it always has its HOIDAPID. */
export type Question = Readonly<Record<string, unknown>> & { readonly HOIDAPID: string | number }

/**
 * The list for `data`: a list as it is, one object as a list of one. Throws `message.wrong-shape` with the place of what is missing and
 * `dvcqg.too-many` beyond the limit of progress steps.
 */
export function itemsOf(value: unknown, service: string): readonly Item[] {
  const list = listOf(value)
  if (service === 'CapNhatTienDoHoSoMC' && list.length > MOST_STEPS) {
    throw permanent('dvcqg.too-many', { limit: MOST_STEPS, count: list.length })
  }
  return list.map((item, index) => {
    if (isItem(item)) return item
    throw permanent('message.wrong-shape', { reason: `data[${index}].MaHoSo` })
  })
}

/** The list of questions or answers for `data`; throws `message.wrong-shape` as `itemsOf` does. */
export function questionsOf(value: unknown): readonly Question[] {
  return listOf(value).map((item, index) => {
    if (isQuestion(item)) return item
    throw permanent('message.wrong-shape', { reason: `data[${index}].HOIDAPID` })
  })
}

function listOf(value: unknown): readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (list.length === 0) throw permanent('message.wrong-shape', { reason: 'data: []' })
  return list
}

function isItem(value: unknown): value is Item {
  const code = fieldsOf(value).MaHoSo
  return typeof code === 'string' && code !== ''
}

function isQuestion(value: unknown): value is Question {
  const id = fieldsOf(value).HOIDAPID
  return (typeof id === 'string' && id !== '') || (typeof id === 'number' && Number.isSafeInteger(id))
}

/** The own fields of a body that is an object; nothing for any other body. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
