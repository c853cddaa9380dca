import type { Text } from '../../text/text.ts'
import { parseDate } from './date-parse.ts'
import { type DomainFunction, textAt } from './definition.ts'
import { foldText } from './text.ts'

/** The outcome of a check: `code` is for conditions, `reason` and `reasonEn` are for people. */
export type Checked =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: string; readonly reason: string; readonly reasonEn: string }

const good: Checked = { ok: true }

/** A failed check. */
export function bad(code: string, reason: Text): Checked {
  return { ok: false, code, reason: reason.vi, reasonEn: reason.en }
}

/**
 * Province codes of birth registration (QĐ 124/2004, 63 provinces): never converted when provinces merge, so this is the old list
 * for ever. Codes from 100 up are countries.
 */
const PROVINCES = new Set(
  (
    '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044 045 046 ' +
    '048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096'
  ).split(' '),
)

/** Checks a personal number (số định danh): 12 digits, province or country, century and gender, year (TT 59/2021 Điều 4). */
export function checkCccd(code: string, birth?: string, gender?: string): Checked {
  if (!/^\d{12}$/.test(code))
    return bad('length', { vi: 'Số định danh phải gồm đúng 12 chữ số', en: 'A personal number has exactly 12 digits' })
  const place = code.slice(0, 3)
  if (Number(place) < 100 && !PROVINCES.has(place))
    return bad('province', { vi: `Không có mã tỉnh ${place}`, en: `There is no province code ${place}` })
  const century = 1900 + Math.floor(Number(code.charAt(3)) / 2) * 100
  const year = century + Number(code.slice(4, 6))
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

/** True for female; undefined for a word that is neither. Numbers are refused: systems disagree on what 0 and 1 mean. */
function genderOf(gender: string): boolean | undefined {
  const word = foldText(gender)
  if (word === 'nu' || word === 'female' || word === 'f') return true
  return word === 'nam' || word === 'male' || word === 'm' ? false : undefined
}

/** Checks an old identity card number (CMND): 9 digits, not all equal. */
export function checkCmnd(code: string): Checked {
  if (!/^\d{9}$/.test(code))
    return bad('length', { vi: 'Số CMND phải gồm đúng 9 chữ số', en: 'An identity card number has exactly 9 digits' })
  if (/^(\d)\1+$/.test(code))
    return bad('filler', { vi: 'Số CMND chỉ lặp một chữ số', en: 'The number repeats a single digit' })
  return good
}

const WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3]

/**
 * Checks a tax code: 10 digits with a check digit (10 − weighted sum mod 11), a branch `-001` to `-999` behind it, or the 12-digit
 * personal number that individuals use since 1 July 2025 (TT 86/2024/TT-BTC).
 */
export function checkTaxCode(code: string): Checked {
  if (/^\d{12}$/.test(code)) return checkCccd(code)
  const [, main, branch] = /^(\d{10})(?:-?(\d{3}))?$/.exec(code) ?? []
  if (main === undefined)
    return bad('length', {
      vi: 'Mã số thuế gồm 10, 12 hoặc 13 chữ số (13 chữ số viết dạng 0123456789-001)',
      en: 'A tax code has 10, 12 or 13 digits (13 as 0123456789-001)',
    })
  if (/^..0{7}/.test(main)) return bad('serial', { vi: 'Phần số thứ tự toàn số 0', en: 'The serial part is all zeros' })
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(main.charAt(i)), 0)
  if (10 - (sum % 11) !== Number(main.charAt(9)))
    return bad('check-digit', {
      vi: 'Sai chữ số kiểm tra, có thể gõ nhầm',
      en: 'The check digit is wrong, perhaps a typing slip',
    })
  if (branch === '000')
    return bad('branch', { vi: 'Số đơn vị phụ thuộc phải từ 001', en: 'The branch number starts at 001' })
  return good
}

/** Checks of identity and tax numbers; codes are text, numbers are refused because their leading zeros are gone. */
export const identityFunctions: readonly DomainFunction[] = [
  {
    name: 'kiemTraCCCD',
    alias: 'checkCCCD',
    parameters: ['code', 'birthDate', 'gender'],
    signature: '<s-s?s?:o>',
    help: {
      vi: 'Kiểm tra số định danh (CCCD): 12 chữ số, mã tỉnh nơi đăng ký khai sinh, thế kỷ và giới tính, năm sinh. Có thể đối chiếu với ngày sinh và giới tính.',
      en: 'Checks a personal number: 12 digits, province of birth registration, century and gender, year; optionally against birth date and gender.',
    },
    example: {
      expression: '$kiemTraCCCD("001199000001", "05/1999", "Nữ")',
      result: { ok: true },
    },
    run: (args) => {
      const code = textAt(args, 0)
      return code === undefined ? undefined : checkCccd(code, textAt(args, 1), textAt(args, 2))
    },
  },
  {
    name: 'kiemTraCMND',
    alias: 'checkCMND',
    parameters: ['code'],
    signature: '<s-:o>',
    help: { vi: 'Kiểm tra số CMND 9 số.', en: 'Checks an old 9-digit identity card number.' },
    example: {
      expression: '$kiemTraCMND("12345678").code',
      result: 'length',
    },
    run: (args) => {
      const code = textAt(args, 0)
      return code === undefined ? undefined : checkCmnd(code)
    },
  },
  {
    name: 'kiemTraMST',
    alias: 'checkTaxCode',
    parameters: ['code'],
    signature: '<s-:o>',
    help: {
      vi: 'Kiểm tra mã số thuế: 10 chữ số, 13 chữ số của đơn vị phụ thuộc, hoặc số định danh 12 chữ số.',
      en: 'Checks a tax code: 10 digits, 13 for a branch, or the 12-digit personal number.',
    },
    example: { expression: '$kiemTraMST("0314409058-002")', result: { ok: true } },
    run: (args) => {
      const code = textAt(args, 0)
      return code === undefined ? undefined : checkTaxCode(code)
    },
  },
]
