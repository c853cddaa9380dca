import { permanent } from '#shared/errors/flow-error.ts'
import { MOST_STEPS } from './services.ts'

/** A dossier or a progress step as it is sent; it always has its MaHoSo. */
export type Item = Readonly<Record<string, unknown>> & { readonly MaHoSo: string }

/**
 * The list for `data`: a list as it is, one object as a list of one. Throws `message.wrong-shape` with the place of what is missing and
 * `dvcqg.too-many` beyond the limit of progress steps.
 */
export function itemsOf(value: unknown, service: string): readonly Item[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (list.length === 0) throw permanent('message.wrong-shape', { reason: 'data: []' })
  if (service === 'CapNhatTienDoHoSoMC' && list.length > MOST_STEPS) {
    throw permanent('dvcqg.too-many', { limit: MOST_STEPS, count: list.length })
  }
  return list.map((item, index) => {
    if (isItem(item)) return item
    throw permanent('message.wrong-shape', { reason: `data[${index}].MaHoSo` })
  })
}

function isItem(value: unknown): value is Item {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'MaHoSo')) return false
  const code: unknown = Reflect.get(value, 'MaHoSo')
  return typeof code === 'string' && code !== ''
}

/** The own fields of a body that is an object; nothing for any other body. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
