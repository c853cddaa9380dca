import { ExpressionError } from '../../expression/errors.ts'
import { parseDate } from '../dates/parse.ts'
import { foldText } from '../text/normalise.ts'
import { oldProvinces } from '../units/provinces.ts'
import { bad, type Checked, good } from './checked.ts'

/**
 * Province codes of birth registration (QĐ 124/2004, 63 provinces): never converted when provinces merge, so this is the old list
 * for ever. Codes from 100 up are countries.
 */
const PROVINCES = new Map(oldProvinces.map(({ code, name }) => [`0${code}`, name]))

/** Checks a personal number (số định danh): 12 digits, province or country, century and gender, year (TT 59/2021 Điều 4). */
export function checkCccd(code: string, birth?: string, gender?: string): Checked {
  if (!/^\d{12}$/.test(code))
    return bad('length', { vi: 'Số định danh phải gồm đúng 12 chữ số', en: 'A personal number has exactly 12 digits' })
  const place = code.slice(0, 3)
  if (Number(place) < 100 && !PROVINCES.has(place))
    return bad('province', { vi: `Không có mã tỉnh ${place}`, en: `There is no province code ${place}` })
  const year = yearIn(code)
  if (birth !== undefined && birth.trim() !== '' && parseDate(birth).year !== year)
    return bad('birth-year', {
      vi: 'Năm sinh không khớp với số định danh',
      en: 'The year of birth does not agree with the personal number',
    })
  if (gender === undefined || gender.trim() === '') return good
  const female = genderOf(gender)
  if (female === undefined)
    return bad('gender-unknown', {
      vi: 'Giới tính không phải "Nam" hay "Nữ"',
      en: 'The gender is neither "Nam" nor "Nữ"',
    })
  if (female !== (Number(code.charAt(3)) % 2 === 1))
    return bad('gender', {
      vi: 'Giới tính không khớp với số định danh',
      en: 'The gender does not agree with the personal number',
    })
  return good
}

function yearIn(code: string): number {
  return 1900 + Math.floor(Number(code.charAt(3)) / 2) * 100 + Number(code.slice(4, 6))
}

/** What a personal number says of its holder; `noiDangKy` is the province of birth registration by the old list, never converted. */
export interface CccdParts {
  readonly maNoiDangKy: string
  readonly noiDangKy: string
  readonly gioiTinh: 'Nam' | 'Nữ'
  readonly namSinh: number
  readonly so: string
}

/** Takes a personal number apart; throws `domain.code-form` with the reason. */
export function parseCccd(code: string): CccdParts {
  const checked = checkCccd(code)
  if (!checked.ok)
    throw new ExpressionError('domain.code-form', {
      value: code,
      params: { why: checked.reason, whyEn: checked.reasonEn },
    })
  const place = code.slice(0, 3)
  return {
    maNoiDangKy: place,
    noiDangKy: PROVINCES.get(place) ?? 'Nước ngoài',
    gioiTinh: Number(code.charAt(3)) % 2 === 1 ? 'Nữ' : 'Nam',
    namSinh: yearIn(code),
    so: code.slice(6),
  }
}

/** Makes a personal number for tests that passes every check; `serial` from 0 to 999999. Throws `domain.code-form`. */
export function makeCccd(place: string, birth: string, gender: string, serial: number): string {
  const { year } = parseDate(birth)
  const female = genderOf(gender)
  const fits = year >= 1900 && Number.isInteger(serial) && serial >= 0 && serial <= 999_999 && female !== undefined
  const digits = String((Math.floor(year / 100) - 19) * 2 + (female ? 1 : 0))
  const code = `${place}${digits}${String(year).slice(-2)}${String(serial).padStart(6, '0')}`
  if (fits && checkCccd(code).ok) return code
  throw new ExpressionError('domain.code-form', {
    value: code,
    params: {
      why: 'Cần mã tỉnh 3 chữ số, năm sinh từ 1900, giới tính Nam hoặc Nữ, số thứ tự từ 0 đến 999999',
      whyEn: 'Needs a province code of 3 digits, a birth year from 1900, the gender, and a number from 0 to 999999',
    },
  })
}

/** True for female; undefined for a word that is neither. Numbers are refused: systems disagree on what 0 and 1 mean. */
function genderOf(gender: string): boolean | undefined {
  const word = foldText(gender)
  if (word === 'nu' || word === 'female' || word === 'f') return true
  return word === 'nam' || word === 'male' || word === 'm' ? false : undefined
}
