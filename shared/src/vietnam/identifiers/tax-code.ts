import { ExpressionError } from '../../expression/errors.ts'
import { checkCccd } from './cccd.ts'
import { bad, type Checked, good } from './checked.ts'

const WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3]

/** 10 − weighted sum of the first nine digits mod 11; 10 itself is never valid. */
function checkDigit(digits: string): number {
  return 10 - (WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits.charAt(i)), 0) % 11)
}

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
  if (checkDigit(main) !== Number(main.charAt(9)))
    return bad('check-digit', {
      vi: 'Sai chữ số kiểm tra, có thể gõ nhầm',
      en: 'The check digit is wrong, perhaps a typing slip',
    })
  if (branch === '000')
    return bad('branch', { vi: 'Số đơn vị phụ thuộc phải từ 001', en: 'The branch number starts at 001' })
  return good
}

/**
 * Makes a tax code for tests from a number from 1 to 9999999: right in its check digit, and of nobody, because no province of the
 * register begins with 98 or 99. Where the number has no check digit after 99 it has one after 98.
 */
export function makeTaxCode(serial: number): string {
  if (!Number.isInteger(serial) || serial < 1 || serial > 9_999_999)
    throw new ExpressionError('domain.code-form', {
      value: serial,
      params: { why: 'Cần số nguyên từ 1 đến 9999999', whyEn: 'Needs an integer from 1 to 9999999' },
    })
  const tail = String(serial).padStart(7, '0')
  const nine = checkDigit(`99${tail}`) === 10 ? `98${tail}` : `99${tail}`
  return `${nine}${checkDigit(nine)}`
}
