import { agencyParts, checkAgencyCode, turnedAgencyCode } from '../../vietnam/agencies/agency-code.ts'
import { checkProcedureCode, procedureParts } from '../../vietnam/identifiers/procedure-code.ts'
import { ExpressionError } from '../errors.ts'
import { type DomainFunction, textAt } from './definition.ts'

function onCode(work: (code: string) => unknown): DomainFunction['run'] {
  return (args) => {
    const code = textAt(args, 0)
    return code === undefined ? undefined : work(code)
  }
}

/** The answer, or `domain.code-form` with what the check says. */
function orRefused<T>(code: string, found: T | undefined, checked: ReturnType<typeof checkAgencyCode>): T {
  if (found !== undefined) return found
  const [why, whyEn] = checked.ok
    ? ['Mã này không viết được theo dạng kia', 'This code cannot be written in the other form']
    : [checked.reason, checked.reasonEn]
  throw new ExpressionError('domain.code-form', { value: code, params: { why, whyEn } })
}

/** Functions on codes of agencies and procedures. */
export const agencyFunctions: readonly DomainFunction[] = [
  {
    name: 'kiemTraMaCoQuan',
    alias: 'checkAgencyCode',
    parameters: ['code'],
    signature: '<s-:o>',
    help: {
      vi: 'Kiểm tra mã định danh cơ quan: các nhóm chữ hoa và chữ số cách nhau dấu chấm, nhiều nhất 35 ký tự (QĐ 20/2020/QĐ-TTg).',
      en: 'Checks the identity code of an agency: groups of capitals and digits between dots, at most 35 characters (Decision 20/2020/QĐ-TTg).',
    },
    example: {
      expression: '[$kiemTraMaCoQuan("H56.14").ok, $kiemTraMaCoQuan("h56.14").code]',
      result: [true, 'letters'],
    },
    run: onCode(checkAgencyCode),
  },
  {
    name: 'tachMaCoQuan',
    alias: 'parseAgencyCode',
    parameters: ['code'],
    signature: '<s-:o>',
    help: {
      vi: 'Tách mã cơ quan thành các cấp từ trên xuống (cap); kieu là "cu" (000.00.14.H56) hoặc "moi" (H56.14).',
      en: 'Splits an agency code into its levels from the top down (cap); kieu is "cu" for the old form (000.00.14.H56), "moi" for the new one (H56.14).',
    },
    example: { expression: '$tachMaCoQuan("000.00.14.H56")', result: { kieu: 'cu', cap: ['H56', '14'] } },
    run: onCode((code) => orRefused(code, agencyParts(code), checkAgencyCode(code))),
  },
  {
    name: 'daoMaCoQuan',
    alias: 'turnAgencyCode',
    parameters: ['code'],
    signature: '<s-:s>',
    help: {
      vi: 'Viết mã cơ quan theo dạng kia (cũ ⇄ mới) bằng cách đảo thứ tự các nhóm. Quy tắc này suy từ mã gặp trong thực tế, chưa đối chiếu văn bản chính thức; khi có bảng chính thức hãy dùng $doiDVHC.',
      en: 'Writes an agency code in the other form (old ⇄ new) by turning its groups round. The rule follows from codes met in practice and has not been checked against an official text; with an official table use $convertUnit.',
    },
    example: {
      expression: '[$daoMaCoQuan("000.00.14.H56"), $daoMaCoQuan("H56.14")]',
      result: ['H56.14', '000.00.14.H56'],
    },
    run: onCode((code) => orRefused(code, turnedAgencyCode(code), checkAgencyCode(code))),
  },
  {
    name: 'kiemTraMaTTHC',
    alias: 'checkProcedureCode',
    parameters: ['code'],
    signature: '<s-:o>',
    help: {
      vi: 'Kiểm tra mã thủ tục hành chính dạng n.nnnnnn, có thể thêm mã cơ quan ở sau.',
      en: 'Checks a procedure code of the form n.nnnnnn, perhaps with an agency code behind it.',
    },
    example: { expression: '[$kiemTraMaTTHC("2.000488").ok, $kiemTraMaTTHC("2000488").code]', result: [true, 'form'] },
    run: onCode(checkProcedureCode),
  },
  {
    name: 'tachMaTTHC',
    alias: 'parseProcedureCode',
    parameters: ['code'],
    signature: '<s-:o>',
    help: {
      vi: 'Tách mã thủ tục hành chính thành mã quốc gia (ma) và mã cơ quan (coQuan) nếu có.',
      en: 'Splits a procedure code into the national code (ma) and the agency code (coQuan) if there is one.',
    },
    example: {
      expression: '$tachMaTTHC("2.000488.000.00.00.H56")',
      result: { ma: '2.000488', coQuan: '000.00.00.H56' },
    },
    run: onCode((code) => orRefused(code, procedureParts(code), checkProcedureCode(code))),
  },
]
