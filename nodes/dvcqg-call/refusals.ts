import { foldText } from '#nodes/connections/fold-text.ts'
import type { ErrorCode } from '#shared/errors/codes.ts'

/** Words of refusals that say what to do; the first that fits decides. Accents and case do not count. */
const DICTIONARY: readonly (readonly [words: string, code: ErrorCode])[] = [
  ['chưa được cấp quyền', 'dvcqg.access'],
  ['không có quyền', 'dvcqg.access'],
  ['không được phép', 'dvcqg.access'],
  ['không được hỗ trợ', 'dvcqg.unknown-service'],
  ['không tìm thấy thủ tục', 'dvcqg.unknown-procedure'],
  ['mã thủ tục', 'dvcqg.unknown-procedure'],
  ['không tìm thấy hồ sơ', 'dvcqg.unknown-dossier'],
  ['không được để trống', 'dvcqg.bad-field'],
  ['dữ liệu không hợp lệ', 'dvcqg.bad-field'],
  ['không đúng định dạng', 'dvcqg.bad-field'],
  ['vượt quá', 'dvcqg.bad-field'],
]

/** The error for the words with which the portal refused: `dvcqg.rejected` when the dictionary does not know them. */
export function refusalCode(message: string): ErrorCode {
  const folded = foldText(message)
  return DICTIONARY.find(([words]) => folded.includes(foldText(words)))?.[1] ?? 'dvcqg.rejected'
}
