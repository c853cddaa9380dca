import { dayToEdxml, wrong } from './values.ts'

/** The parts of a `DocumentId`. */
export interface DocumentIdParts {
  readonly OrganId: string
  /** ISO day. */
  readonly Date: string
  /** Number and notation, such as `15/UBND-VP`. */
  readonly Code: string
}

const DOCUMENT_ID = /^([^,]{1,35}),(\d{4})\/(\d{1,2})\/(\d{1,2}),(.{1,200})$/

/** The parts of `organId,yyyy/MM/dd,number/notation`; undefined when it is not of this form. */
export function readDocumentId(text: string): DocumentIdParts | undefined {
  const found = DOCUMENT_ID.exec(text.trim())
  if (!found) return undefined
  const [, organ = '', year, month = '', day = '', code = ''] = found
  return { OrganId: organ, Date: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, Code: code }
}

/** The identifier of a document from its parts; throws `edxml.wrong` when one is missing. */
export function makeDocumentId(organ: string, day: string, number: string, notation: string): string {
  const place = 'MessageHeader.DocumentId'
  if (!organ || !day || !number || !notation)
    throw wrong(
      place,
      'cần DocumentId, hoặc đủ From.OrganId, PromulgationDate, CodeNumber và CodeNotation để lập',
      'needs DocumentId, or From.OrganId, PromulgationDate, CodeNumber and CodeNotation to make it of',
    )
  return `${organ},${dayToEdxml(day, 'MessageHeader.PromulgationInfo.PromulgationDate')},${number}/${notation}`
}

const ORGAN_ID = /^(?=.{1,35}$)[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*$/

/** Refuses what is no agency code (QĐ 20/2020/QĐ-TTg: at most 35 characters, groups with points between). */
export function checkOrganId(organ: string, place: string): void {
  if (organ === '') throw wrong(place, 'chưa có mã định danh cơ quan', 'the agency code is missing')
  if (!ORGAN_ID.test(organ))
    throw wrong(
      place,
      `"${organ.slice(0, 40)}" không phải mã định danh cơ quan`,
      `"${organ.slice(0, 40)}" is no agency code`,
    )
}
