import { permanent } from '#shared/errors/flow-error.ts'

/** A parameter in a filter or a DN: `{ten}`. */
const PLACE = /\{([A-Za-z][A-Za-z0-9_]{0,63})\}/g
/** Longest value of a parameter in bytes. */
const LONGEST = 4096

/** The names of the parameters in a text. */
export function placesIn(text: string): readonly string[] {
  return [...text.matchAll(PLACE)].map(([, name = '']) => name)
}

/** The text with each parameter replaced; names that have no value give `undefined`, and their place stays. */
export function fillPlaces(text: string, valueFor: (name: string) => string | undefined): string {
  return text.replace(PLACE, (place, name: string) => valueFor(name) ?? place)
}

/** A value of a message as text. Empty ones are refused: they would make a search wider than anybody meant. Throws `ldap.parameter`. */
export function parameterText(name: string, value: unknown): string {
  const text = typeof value === 'boolean' ? String(value).toUpperCase() : typeof value === 'number' ? `${value}` : value
  if (typeof text !== 'string') throw refused(name, { vi: 'cần là chữ hoặc số', en: 'it must be text or a number' })
  if (text.trim() === '') throw refused(name, { vi: 'đang trống', en: 'it is empty' })
  if (!text.isWellFormed()) throw refused(name, { vi: 'có ký tự hỏng', en: 'it has broken characters' })
  if (Buffer.byteLength(text) > LONGEST)
    throw refused(name, { vi: `dài hơn ${LONGEST} byte`, en: `it is longer than ${LONGEST} bytes` })
  return text
}

function refused(name: string, reason: { readonly vi: string; readonly en: string }) {
  return permanent('ldap.parameter', { name, reason })
}
