import { checkCccd, makeCccd, parseCccd } from '../../vietnam/identifiers/cccd.ts'
import { checkCmnd } from '../../vietnam/identifiers/cmnd.ts'
import { maskCode } from '../../vietnam/identifiers/mask.ts'
import { checkTaxCode, makeTaxCode } from '../../vietnam/identifiers/tax-code.ts'
import { type DomainFunction, numberAt, textAt } from './definition.ts'

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
  {
    name: 'tachCCCD',
    alias: 'parseCCCD',
    parameters: ['code'],
    signature: '<s-:o>',
    help: {
      vi: 'Đọc số định danh: nơi đăng ký khai sinh (theo danh mục 63 tỉnh cũ, không đổi khi sáp nhập), giới tính, năm sinh, 6 số cuối.',
      en: 'Reads a personal number: province of birth registration (by the old list of 63, not changed by mergers), gender, year of birth, last 6 digits.',
    },
    example: {
      expression: '$tachCCCD("024199000001")',
      result: { maNoiDangKy: '024', noiDangKy: 'Bắc Giang', gioiTinh: 'Nữ', namSinh: 1999, so: '000001' },
    },
    run: (args) => {
      const code = textAt(args, 0)
      return code === undefined ? undefined : parseCccd(code)
    },
  },
  {
    name: 'cheMa',
    alias: 'maskCode',
    parameters: ['code', 'keep'],
    signature: '<s-n?:s>',
    help: {
      vi: 'Che mã số, chỉ để lại vài ký tự cuối (mặc định 4); dấu chấm, gạch ngang giữ nguyên.',
      en: 'Hides a code but for its last characters (4 by default); dots and dashes stay.',
    },
    example: {
      expression: '[$cheMa("001199000123"), $cheMa("0314409058-002", 3)]',
      result: ['********0123', '**********-002'],
    },
    run: (args) => {
      const code = textAt(args, 0)
      return code === undefined ? undefined : maskCode(code, numberAt(args, 1))
    },
  },
  {
    name: 'taoCCCDThu',
    alias: 'makeTestCCCD',
    parameters: ['province', 'birthDate', 'gender', 'number'],
    signature: '<s(sn)sn:s>',
    help: {
      vi: 'Tạo số định danh đúng cấu trúc để kiểm thử, từ mã tỉnh 3 chữ số, ngày sinh, giới tính và số thứ tự. Không dùng cho hồ sơ thật.',
      en: 'Makes a well-formed personal number for tests from a province of 3 digits, birth date, gender and a number. Not for real dossiers.',
    },
    example: { expression: '$taoCCCDThu("024", "15/08/2001", "Nữ", 7)', result: '024301000007' },
    run: (args) => {
      const place = textAt(args, 0)
      const birth = typeof args[1] === 'number' ? String(args[1]) : textAt(args, 1)
      const gender = textAt(args, 2)
      const number = numberAt(args, 3)
      if (place === undefined || birth === undefined || gender === undefined || number === undefined) return undefined
      return makeCccd(place, birth, gender, number)
    },
  },
  {
    name: 'taoMSTThu',
    alias: 'makeTestTaxCode',
    parameters: ['number'],
    signature: '<n-:s>',
    help: {
      vi: 'Tạo mã số thuế 10 chữ số đúng chữ số kiểm tra để kiểm thử; bắt đầu bằng 98 hoặc 99 nên không là của ai.',
      en: 'Makes a 10-digit tax code with a right check digit for tests; it begins with 98 or 99, so it is of nobody.',
    },
    example: { expression: '$kiemTraMST($taoMSTThu(123)).ok', result: true },
    run: (args) => {
      const number = numberAt(args, 0)
      return number === undefined ? undefined : makeTaxCode(number)
    },
  },
]
