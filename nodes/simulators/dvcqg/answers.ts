import { chance, pick, type Random } from '../frame/random.ts'
import { jsonReply, type Reply } from '../frame/reply.ts'

/** `error_code` as deployed clients have met it: number or string, and not one code for one meaning. */
type DvcqgCode = number | string

/** Codes of success. */
const OK_CODES: readonly DvcqgCode[] = [0, '0', '00']

/** Codes that came with “đã tồn tại”; the text is what counts. */
const DUPLICATE_CODES: readonly DvcqgCode[] = [1, 1, '3', '-3']

const OK_TEXTS = ['Thành công', 'thành công', 'THÀNH CÔNG'] as const

/** Builds `{error_code, message, result}` in the mixed types of the real portal. */
export interface DvcqgAnswers {
  ok(result: readonly unknown[], message?: string): Reply
  /** `what` stands before the codes in the sentence; “Hồ sơ” unless told. */
  duplicate(codes: readonly string[], what?: string): Reply
  /** A code of success, for replies of another shape. */
  okCode(): number | string
  /** Anything the portal does not accept, session troubles included. */
  refused(message: string): Reply
}

/** The sentence for a session that is unknown or over. */
export const SESSION_OVER = 'Phiên làm việc (session) không hợp lệ hoặc đã hết hạn, vui lòng đăng nhập lại'

/** Makes the answers; one message in eight is decomposed Unicode (NFD), so text rules have to normalise. */
export function dvcqgAnswers(random: Random): DvcqgAnswers {
  const written = (message: string): string => message.normalize(chance(random, 0.125) ? 'NFD' : 'NFC')
  return {
    ok: (result, message) => {
      const code = pick(random, OK_CODES)
      return jsonReply(200, { error_code: code, message: written(message ?? pick(random, OK_TEXTS)), result })
    },
    duplicate: (codes, what = 'Hồ sơ') => {
      const code = pick(random, DUPLICATE_CODES)
      return jsonReply(200, {
        error_code: code,
        message: written(`${what} ${codes.join(', ')} đã tồn tại`),
        result: [],
      })
    },
    okCode: () => pick(random, OK_CODES),
    refused: (message) => jsonReply(200, { error_code: -1, message: message.normalize('NFC'), result: [] }),
  }
}
