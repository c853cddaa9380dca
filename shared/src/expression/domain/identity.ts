import { checkCccd } from '../../vietnam/identifiers/cccd.ts'
import { checkCmnd } from '../../vietnam/identifiers/cmnd.ts'
import { checkTaxCode } from '../../vietnam/identifiers/tax-code.ts'
import { type DomainFunction, textAt } from './definition.ts'

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
