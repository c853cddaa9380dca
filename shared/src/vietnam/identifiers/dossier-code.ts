import { ExpressionError } from '../../expression/errors.ts'
import { AGENCY } from '../agencies/agency-code.ts'
import { formatDate } from '../dates/format.ts'
import { canonicalDate, parseDate, parseDateAs } from '../dates/parse.ts'
import { bad, type Checked, good } from './checked.ts'

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
  return good
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
