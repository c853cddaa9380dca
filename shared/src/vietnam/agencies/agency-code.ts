import { bad, type Checked, good } from '../identifiers/checked.ts'

/** Agency codes of QĐ 20/2020/QĐ-TTg: groups of capitals and digits between dots, at most 35 characters. */
export const AGENCY = /^(?=.{3,35}$)[0-9A-Z]+(?:\.[0-9A-Z]+)*$/
/** The older form, smallest unit first: `000.00.14.H56`. */
const OLD_FORM = /^(\d{3})\.(\d{2})\.(\d{2})\.([A-Z]\d{2})$/

/** The parts of an agency code from the top down, without the empty groups of the old form. */
export interface AgencyParts {
  readonly kieu: 'cu' | 'moi'
  readonly cap: readonly string[]
}

/** Checks the identity code of an agency in either form. */
export function checkAgencyCode(code: string): Checked {
  if (code.length > 35)
    return bad('length', { vi: 'Mã cơ quan dài nhất 35 ký tự', en: 'An agency code has at most 35 characters' })
  if (/[^0-9A-Z.]/.test(code))
    return bad('letters', {
      vi: 'Mã cơ quan chỉ gồm chữ hoa không dấu, chữ số và dấu chấm',
      en: 'An agency code has capitals without marks, digits and dots only',
    })
  if (!AGENCY.test(code))
    return bad('form', {
      vi: 'Mã cơ quan gồm các nhóm cách nhau một dấu chấm, ví dụ H56.14 hoặc 000.00.14.H56',
      en: 'An agency code has groups with one dot between them, such as H56.14 or 000.00.14.H56',
    })
  return good
}

/** Takes an agency code apart; undefined when it is none. */
export function agencyParts(code: string): AgencyParts | undefined {
  if (!checkAgencyCode(code).ok) return undefined
  if (!OLD_FORM.test(code)) return { kieu: 'moi', cap: code.split('.') }
  const cap = code.split('.').reverse()
  while (cap.length > 1 && /^0+$/.test(cap.at(-1) ?? '')) cap.pop()
  return { kieu: 'cu', cap }
}

/** Group patterns of the old form from the top down, with what stands for an empty group. */
const OLD_GROUPS = [
  [/^[A-Z]\d{2}$/, ''],
  [/^\d{2}$/, '00'],
  [/^\d{2}$/, '00'],
  [/^\d{3}$/, '000'],
] as const

/**
 * The same agency in the other form, by turning the order of the groups round. That this is the rule has been seen in codes but not
 * in an official text, so the result is a proposal. Undefined when the code does not fit the other form.
 */
export function turnedAgencyCode(code: string): string | undefined {
  const parts = agencyParts(code)
  if (parts === undefined) return undefined
  if (parts.kieu === 'cu') return parts.cap.join('.')
  if (parts.cap.length > OLD_GROUPS.length) return undefined
  const groups = OLD_GROUPS.map(([form, empty], i) => {
    const group = parts.cap[i] ?? empty
    return form.test(group) ? group : undefined
  })
  return groups.includes(undefined) ? undefined : groups.reverse().join('.')
}
