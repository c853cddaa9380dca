import { field } from '#shared/node/fields.ts'
import type { ReplyRule } from './rules.ts'

/** What a rule compares, the first columns of every table of rules. */
export const comparedFields = {
  look: field.choice(
    [
      { value: 'text', title: { vi: 'Thông báo có chứa', en: 'Text contains' } },
      { value: 'code', title: { vi: 'Mã bằng', en: 'Code equals' } },
    ],
    {
      title: { vi: 'Xét', en: 'Look at' },
      help: { vi: 'Phần của câu trả lời mà quy tắc so sánh.', en: 'The part of the answer that the rule compares.' },
    },
  ),
  value: field.text({
    title: { vi: 'Giá trị', en: 'Value' },
    help: {
      vi: 'Chữ hoặc mã cần gặp, ví dụ đã tồn tại hoặc 00.',
      en: 'The words or the code to meet, such as đã tồn tại or 00.',
    },
  }),
} as const

/** How the last column is called: what an answer is taken for. */
export const meaningTexts = {
  title: { vi: 'Thì coi là', en: 'Means' },
  help: { vi: 'Gặp thì coi câu trả lời là như vậy.', en: 'What the answer is taken for when it is met.' },
} as const

/** What an answer may be taken for by every table of rules. */
export const usualMeanings = [
  { value: 'ok', title: { vi: 'Thành công', en: 'Success' } },
  { value: 'duplicate', title: { vi: 'Đã tồn tại', en: 'Already there' } },
  { value: 'retry', title: { vi: 'Lỗi tạm thời: gửi lại', en: 'Passing fault: try again' } },
  { value: 'reject', title: { vi: 'Bị từ chối', en: 'Refused' } },
] as const

/** The setting in which an officer sees and changes how replies of a partner are read. */
export function rulesField(defaults: readonly ReplyRule[]) {
  return field
    .list(
      {
        ...comparedFields,
        then: field.choice(
          [
            ...usualMeanings,
            { value: 'session', title: { vi: 'Hết phiên: đăng nhập lại', en: 'Session over: sign in again' } },
          ],
          meaningTexts,
        ),
      },
      {
        title: { vi: 'Quy tắc đọc trả lời', en: 'Rules for replies' },
        help: {
          vi: 'Xét từ trên xuống, không phân biệt dấu và chữ hoa. Không quy tắc nào khớp: bị từ chối.',
          en: 'From the top down, accents and case ignored. When none fits it was refused.',
        },
        add: { vi: 'Thêm quy tắc', en: 'Add a rule' },
        max: 100,
        advanced: true,
      },
    )
    .default((): ReplyRule[] => defaults.map((rule) => ({ ...rule })))
}
