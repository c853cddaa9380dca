import { checkDossierCode, makeDossierCode, parseDossierCode } from '../../vietnam/identifiers/dossier-code.ts'
import { type DomainFunction, numberAt, textAt } from './definition.ts'

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
