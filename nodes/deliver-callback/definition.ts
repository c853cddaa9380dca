import { z } from 'zod'
import { isWait, notAWait, TOPIC } from '#nodes/waiting/deadline.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Giao phản hồi: hands the message to the run that waits for its business key. */
export const definition = defineNode({
  type: 'deliver-callback',
  version: 1,
  kind: 'control',
  title: { vi: 'Giao phản hồi', en: 'Deliver callback' },
  summary: {
    vi: 'Đưa thông điệp tới lần chạy đang dừng ở "Chờ phản hồi" với cùng mã; đến sớm thì giữ lại, đến lặp thì báo trùng.',
    en: 'Hands the message to the run that stands at "Wait for callback" with the same key; keeps what is early, tells what is a duplicate.',
  },
  keywords: ['phản hồi', 'kết quả', 'giao', 'bất đồng bộ', 'callback', 'correlation', 'resume', 'webhook'],
  settings: z.strictObject({
    topic: field
      .text({
        title: { vi: 'Loại phản hồi', en: 'Kind of callback' },
        help: { vi: 'Giống hệt ở nút "Chờ phản hồi".', en: 'The same as at "Wait for callback".' },
        placeholder: 'ket-qua-thanh-toan',
      })
      .regex(TOPIC),
    key: field.expression({
      title: { vi: 'Mã trong phản hồi', en: 'Key in the callback' },
      help: {
        vi: 'Công thức cho ra mã nghiệp vụ của phản hồi, ví dụ ThongTin.MaHoSo.',
        en: 'An expression for the business key of the callback, such as ThongTin.MaHoSo.',
      },
      placeholder: 'MaHoSo',
    }),
    unknown: field
      .choice(
        [
          { value: 'park', title: { vi: 'Giữ lại chờ (202)', en: 'Keep it (202)' } },
          { value: 'refuse', title: { vi: 'Từ chối (404)', en: 'Refuse (404)' } },
        ],
        {
          title: { vi: 'Khi chưa ai chờ mã này', en: 'When nobody waits for the key' },
          help: {
            vi: 'Phản hồi có thể đến trước khi luồng kịp dừng lại chờ, nên thường cần giữ lại.',
            en: 'A callback may come before the flow has stopped to wait, so it is usually kept.',
          },
        },
      )
      .default('park'),
    park: field
      .duration({
        title: { vi: 'Giữ lại trong', en: 'Keep it for' },
        help: {
          vi: 'Quá thời gian này mà chưa ai chờ thì phản hồi bị bỏ. Ví dụ 7 ngày (P7D).',
          en: 'A callback for which nobody waited by then is dropped. Such as 7 days (P7D).',
        },
        showIf: { setting: 'unknown', is: ['park'] },
      })
      .refine(isWait, notAWait)
      .default('P7D'),
    answer: field
      .boolean({
        title: { vi: 'Tự trả lời bên gọi', en: 'Answer the caller' },
        help: {
          vi: 'Bật: 200 đã giao hoặc trùng, 202 đã giữ lại, 404 không ai chờ. Tắt: luồng tự trả lời bằng nút "Trả lời HTTP".',
          en: 'On: 200 delivered or duplicate, 202 kept, 404 nobody waits. Off: the flow answers with "HTTP reply".',
        },
      })
      .default(true),
    dedupe: field
      .expression({
        title: { vi: 'Khoá chống trùng', en: 'Key against duplicates' },
        help: {
          vi: 'Công thức, ví dụ MaGiaoDich; cùng giá trị và cùng mã trong 7 ngày là trùng. Để trống: so nội dung phản hồi.',
          en: 'An expression, such as MaGiaoDich; the same value and key within 7 days is a duplicate. Empty: the content is compared.',
        },
        advanced: true,
      })
      .optional(),
  }),
  input: true,
  out: [
    { name: 'out', title: { vi: 'Đã nhận', en: 'Taken' } },
    { name: 'nobody', title: { vi: 'Không ai chờ', en: 'Nobody waits' } },
  ],
  output: 'described',
  sample: { outcome: 'delivered', run: '01KAY3T5ZC8W4N2M7Q9R6S1XVB' },
  effects: 'idempotent',
})
