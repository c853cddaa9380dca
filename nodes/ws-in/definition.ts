import { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field, isDurationWithin } from '#shared/node/fields.ts'

const PATH = /^[A-Za-z_][A-Za-z0-9_-]{0,63}(?:\.[A-Za-z_][A-Za-z0-9_-]{0,63}){0,9}$/

/** Nhận qua WebSocket: each message that a partner sends over a WebSocket becomes a run. */
export const definition = defineNode({
  type: 'ws-in',
  version: 1,
  kind: 'trigger',
  family: 'messaging',
  title: { vi: 'Nhận qua WebSocket', en: 'Receive over WebSocket' },
  summary: {
    vi: 'Giữ kết nối WebSocket tới đối tác và nhận từng thông điệp; lưu xong mới báo đã nhận nếu đối tác chờ báo.',
    en: 'Keeps a WebSocket to a partner and takes each message; acknowledged once stored where the partner waits for that.',
  },
  keywords: ['websocket', 'ws', 'wss', 'sự kiện', 'thời gian thực', 'nghe', 'đẩy', 'event', 'realtime', 'push'],
  settings: z.strictObject({
    connection: field.connection(['websocket'], {
      title: { vi: 'Kết nối', en: 'Connection' },
      help: { vi: 'Kết nối WebSocket, ví dụ su-kien-bo.', en: 'A WebSocket connection, such as su-kien-bo.' },
    }),
    form: field
      .choice(
        [
          { value: 'json', title: { vi: 'JSON', en: 'JSON' } },
          { value: 'xml', title: { vi: 'XML (giữ nguyên văn bản)', en: 'XML (kept as text)' } },
          { value: 'text', title: { vi: 'Văn bản', en: 'Text' } },
          { value: 'binary', title: { vi: 'Nhị phân (thành Base64)', en: 'Binary (as Base64)' } },
        ],
        {
          title: { vi: 'Dạng nội dung', en: 'Form of the messages' },
          help: {
            vi: 'Nội dung không đọc được vẫn được lưu và vào hộp lỗi để sửa.',
            en: 'A message that cannot be read is kept and stands in the error inbox.',
          },
        },
      )
      .default('json'),
    greeting: field
      .text({
        title: { vi: 'Gửi khi vừa nối', en: 'Sent after connecting' },
        help: {
          vi: 'Câu đăng ký nhận mà đối tác yêu cầu, gửi mỗi lần nối lại. Ví dụ {"type":"subscribe","topic":"ho-so"}.',
          en: 'The subscription that the partner wants, sent on every connection. Such as {"type":"subscribe","topic":"ho-so"}.',
        },
        placeholder: '{"type":"subscribe","topic":"ho-so"}',
      })
      .optional(),
    idField: field
      .text({
        title: { vi: 'Trường mã thông điệp', en: 'Field with the message id' },
        help: {
          vi: 'Trong JSON, để nhận ra thông điệp gửi lại và để báo đã nhận. Ví dụ id hoặc meta.id. Để trống: mỗi thông điệp là một lần chạy.',
          en: 'In the JSON, to tell repetitions and to acknowledge. Such as id or meta.id. Empty: every message is a run.',
        },
      })
      .regex(PATH, complaint('phải là tên trường, ví dụ meta.id', 'must be the name of a field, such as meta.id'))
      .optional(),
    acknowledge: field
      .text({
        title: { vi: 'Báo đã nhận', en: 'Acknowledgement' },
        help: {
          vi: 'Gửi lại đối tác sau khi thông điệp đã lưu an toàn; {id} là mã thông điệp. Ví dụ {"type":"ack","id":"{id}"}. Để trống: không báo.',
          en: 'Sent back once the message is safely stored; {id} is its id. Such as {"type":"ack","id":"{id}"}. Empty: nothing is sent.',
        },
        placeholder: '{"type":"ack","id":"{id}"}',
      })
      .optional(),
    window: field
      .duration({
        title: { vi: 'Nhớ mã đã nhận', en: 'Remember ids for' },
        help: {
          vi: 'Sau thời gian này, thông điệp trùng mã được xử lý như mới. Ví dụ 7 ngày (P7D).',
          en: 'After that a repetition is processed as a new message. Such as 7 days (P7D).',
        },
        advanced: true,
      })
      .refine(
        (window) => isDurationWithin(window, 60_000, 366 * 86_400_000),
        complaint('từ 1 phút đến 366 ngày', 'from 1 minute to 366 days'),
      )
      .default('P7D'),
    pingEvery: field
      .duration({
        title: { vi: 'Kiểm tra kết nối mỗi', en: 'Check the line every' },
        help: {
          vi: 'Gửi ping; không có trả lời trong chừng ấy thời gian thì nối lại. Ví dụ 30 giây (PT30S).',
          en: 'Sends a ping; without an answer within as long, it connects again. Such as 30 seconds (PT30S).',
        },
        advanced: true,
      })
      .refine((it) => isDurationWithin(it, 1000, 600_000), complaint('từ 1 giây đến 10 phút', '1 second to 10 minutes'))
      .default('PT30S'),
  }),
  input: false,
  out: [{ name: 'out', title: { vi: 'Thông điệp', en: 'Message' } }],
  output: 'described',
  sample: { id: 'sk-1024', MaHoSo: '000.00.00.H22-260105-0001', TrangThai: '4' },
  effects: 'none',
  readsAgain: true,
  needs: ['secrets'],
})
