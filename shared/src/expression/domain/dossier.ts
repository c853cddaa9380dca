import { ExpressionError } from '../errors.ts'
import { canonicalDate, parseDate, parseDateAs } from './date-parse.ts'
import { formatDate } from './dates.ts'
import { type DomainFunction, numberAt, textAt } from './definition.ts'
import { bad, type Checked } from './identity.ts'

/** Agency codes of QĐ 20/2020/QĐ-TTg: groups of capitals and digits between dots, at most 35 characters. */
const AGENCY = /^(?=.{3,35}$)[0-9A-Z]+(?:\.[0-9A-Z]+)*$/
/** Thông tư 01/2018/TT-VPCP Điều 19; real sequences exceed four digits at busy offices. */
const DOSSIER = /^(?<agency>[0-9A-Z.]{3,35})-(?<day>\d{6})-(?<number>\d{4,6})$/

/** The parts of a dossier code; all text, so leading zeros stay. */
export interface DossierParts {
  readonly coQuan: string
  /** `YYYY-MM-DD`. */
  readonly ngay: string
  readonly so: string
}

/** Checks a dossier code (mã hồ sơ) `<agency>-YYMMDD-XXXX`. */
export function checkDossierCode(code: string): Checked {
  const fields = DOSSIER.exec(code)?.groups
  if (fields === undefined)
    return bad('form', {
      vi: 'Mã hồ sơ phải có dạng <mã cơ quan>-YYMMDD-XXXX, ví dụ H56.14-250705-0001',
      en: 'A dossier code has the form <agency>-YYMMDD-XXXX, such as H56.14-250705-0001',
    })
  if (!AGENCY.test(fields.agency ?? ''))
    return bad('agency', { vi: 'Mã cơ quan không hợp lệ', en: 'The agency code is not valid' })
  if (dayOf(fields.day ?? '') === undefined)
    return bad('date', {
      vi: 'Sáu chữ số ở giữa không phải ngày YYMMDD',
      en: 'The six digits in the middle are not a YYMMDD date',
    })
  return { ok: true }
}

function dayOf(digits: string): string | undefined {
  try {
    return canonicalDate(parseDateAs(digits, 'yyMMdd'))
  } catch (error) {
    if (error instanceof ExpressionError) return undefined
    throw error
  }
}

/** Takes a dossier code apart; throws `domain.dossier-code`. */
export function parseDossierCode(code: string): DossierParts {
  const fields = DOSSIER.exec(code)?.groups
  const ngay = dayOf(fields?.day ?? '')
  if (fields === undefined || ngay === undefined || !checkDossierCode(code).ok)
    throw new ExpressionError('domain.dossier-code', { value: code })
  return { coQuan: fields.agency ?? '', ngay, so: fields.number ?? '' }
}

/** Makes a dossier code from agency, day and the number within that day. */
export function makeDossierCode(agency: string, date: string, number: number): string {
  if (!AGENCY.test(agency)) throw new ExpressionError('domain.agency-code', { value: agency })
  if (!Number.isInteger(number) || number < 1 || number > 999_999) throw new ExpressionError('domain.dossier-number')
  return `${agency}-${formatDate(parseDate(date), 'yyMMdd')}-${String(number).padStart(4, '0')}`
}

/** Functions on dossier codes. */
export const dossierFunctions: readonly DomainFunction[] = [
  {
    name: 'kiemTraMaHoSo',
    alias: 'checkDossierCode',
    parameters: ['code'],
    signature: '<s-:o>',
    help: {
      vi: 'Kiểm tra mã hồ sơ dạng <mã cơ quan>-YYMMDD-XXXX (Thông tư 01/2018/TT-VPCP).',
      en: 'Checks a dossier code of the form <agency>-YYMMDD-XXXX (Circular 01/2018/TT-VPCP).',
    },
    example: { expression: '$kiemTraMaHoSo("000.00.01.H22-250705-0001")', result: { ok: true } },
    run: (args) => {
      const code = textAt(args, 0)
      return code === undefined ? undefined : checkDossierCode(code)
    },
  },
  {
    name: 'taoMaHoSo',
    alias: 'makeDossierCode',
    parameters: ['agency', 'date', 'number'],
    signature: '<ssn:s>',
    help: {
      vi: 'Tạo mã hồ sơ từ mã cơ quan, ngày và số thứ tự trong ngày.',
      en: 'Makes a dossier code from the agency code, the date and the number within the day.',
    },
    example: { expression: '$taoMaHoSo("H56.14", "05/07/2025", 7)', result: 'H56.14-250705-0007' },
    run: (args) => {
      const agency = textAt(args, 0)
      const date = textAt(args, 1)
      const number = numberAt(args, 2)
      if (agency === undefined || date === undefined || number === undefined) return undefined
      return makeDossierCode(agency, date, number)
    },
  },
  {
    name: 'tachMaHoSo',
    alias: 'parseDossierCode',
    parameters: ['code'],
    signature: '<s-:o>',
    help: {
      vi: 'Tách mã hồ sơ thành cơ quan, ngày và số (giữ số 0 ở đầu).',
      en: 'Splits a dossier code into agency (coQuan), date (ngay) and number (so, with its leading zeros).',
    },
    example: {
      expression: '$tachMaHoSo("H56.14-250705-0007")',
      result: { coQuan: 'H56.14', ngay: '2025-07-05', so: '0007' },
    },
    run: (args) => {
      const code = textAt(args, 0)
      return code === undefined ? undefined : parseDossierCode(code)
    },
  },
]
