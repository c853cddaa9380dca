import { type ReplyRule, textRule, type WiderVerdict } from '#nodes/replies/rules.ts'
import { comparedFields, meaningTexts, usualMeanings } from '#nodes/replies/rules-field.ts'
import { complaint } from '#shared/node/complaint.ts'
import { field } from '#shared/node/fields.ts'
import { statusRanges } from './status-ranges.ts'

const rulesOnly = { showIf: { setting: 'judge', is: [true] } } as const

type UsualRule = ReplyRule<Exclude<WiderVerdict, 'session'>>

/** The words that partners use most; which code means success differs from one to the next, so the officer adds it. */
const USUAL_RULES: readonly UsualRule[] = [
  textRule('đã tồn tại', 'duplicate'),
  textRule('không thành công', 'reject'),
  textRule('chưa thành công', 'reject'),
  textRule('hệ thống bận', 'retry'),
  textRule('server error', 'retry'),
  textRule('vượt hạn mức', 'quota'),
  textRule('thành công', 'ok'),
  textRule('success', 'ok'),
]

/** How an answer is judged where a partner does not keep to the statuses of HTTP. */
export const judgingFields = {
  judge: field
    .boolean({
      title: { vi: 'Đối tác báo lỗi trong nội dung dù trả HTTP 200', en: 'Errors come in the body of HTTP 200' },
      help: {
        vi: 'Bật: nội dung trả lời được xét theo quy tắc; kết quả là ok, duplicate, code, message và result.',
        en: 'On: the answer is judged by rules; the result is ok, duplicate, code, message and result.',
      },
    })
    .default(false),
  rules: field
    .list(
      {
        ...comparedFields,
        then: field.choice(
          [
            ...usualMeanings,
            { value: 'auth', title: { vi: 'Sai tài khoản', en: 'Credentials refused' } },
            { value: 'quota', title: { vi: 'Hết hạn mức', en: 'Quota used up' } },
          ],
          meaningTexts,
        ),
      },
      {
        title: { vi: 'Quy tắc đọc trả lời', en: 'Rules for replies' },
        help: {
          vi: 'Xét từ trên xuống, không phân biệt dấu và chữ hoa. Không quy tắc nào khớp: bị từ chối. Không có mã và thông báo: là dữ liệu.',
          en: 'From the top down, accents and case ignored. None fits: refused. No code and no words: it is data.',
        },
        add: { vi: 'Thêm quy tắc', en: 'Add a rule' },
        max: 100,
        ...rulesOnly,
      },
    )
    .default((): UsualRule[] => USUAL_RULES.map((rule) => ({ ...rule }))),
  statuses: field
    .list(
      {
        status: field
          .text({
            title: { vi: 'Mã trạng thái', en: 'Status' },
            help: { vi: 'Ví dụ 409 hoặc 500-599.', en: 'Such as 409 or 500-599.' },
            placeholder: '409',
          })
          .refine(
            (text) => statusRanges(text) !== undefined,
            complaint('viết như 409 hoặc 500-599', 'write it as 409 or 500-599'),
          ),
        then: field.choice(
          [
            { value: 'transient', title: { vi: 'Lỗi tạm thời: gửi lại', en: 'Passing fault: try again' } },
            { value: 'permanent', title: { vi: 'Bị từ chối: dừng', en: 'Refused: stop' } },
            { value: 'auth', title: { vi: 'Sai tài khoản', en: 'Credentials refused' } },
            { value: 'quota', title: { vi: 'Hết hạn mức', en: 'Quota used up' } },
          ],
          {
            title: { vi: 'Thì coi là', en: 'Means' },
            help: { vi: 'Chỉ "Lỗi tạm thời" được tự gửi lại.', en: 'Only a passing fault is tried again by itself.' },
          },
        ),
      },
      {
        title: { vi: 'Mã trạng thái có nghĩa riêng', en: 'Statuses with a meaning of their own' },
        help: {
          vi: 'Khi đối tác dùng mã khác thường lệ, ví dụ 404 nghĩa là chưa xử lý xong. Dòng đầu khớp thì dùng.',
          en: 'Where the partner uses statuses in its own way, such as 404 for not ready. The first row that fits decides.',
        },
        add: { vi: 'Thêm mã', en: 'Add a status' },
        max: 50,
        advanced: true,
      },
    )
    .default([]),
} as const
