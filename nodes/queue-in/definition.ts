import { z } from 'zod'
import { BROKER_KEYWORDS, brokerField } from '#nodes/queues/fields.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field, isDurationWithin } from '#shared/node/fields.ts'

/** The largest message that a flow may ask for. */
const MOST_BYTES = 100_000_000
/** Keys that are remembered for ever would only grow. */
const LONGEST_WINDOW_MS = 366 * 86_400_000

/** Nhận từ hàng đợi: each message of a queue becomes a run, and is acknowledged once it is stored (EIP: Message Endpoint, Guaranteed Delivery). */
export const definition = defineNode({
  type: 'queue-in',
  version: 1,
  kind: 'trigger',
  family: 'messaging',
  title: { vi: 'Nhận từ hàng đợi', en: 'Receive from queue' },
  summary: {
    vi: 'Nghe một hàng đợi thông điệp; mỗi thông điệp được lưu an toàn rồi mới báo đã nhận.',
    en: 'Listens to a queue; each message is acknowledged once it is safely stored.',
  },
  keywords: [...BROKER_KEYWORDS, 'nghe', 'consumer', 'subscribe', 'nhận tin'],
  settings: z.strictObject({
    connection: brokerField,
    queue: field.text({
      title: { vi: 'Tên hàng đợi', en: 'Queue' },
      help: {
        vi: 'Với NATS: chủ đề (subject); với Redis: tên stream; với MQTT: chủ đề (topic), được dùng + và #.',
        en: 'With NATS: the subject; with Redis: the stream; with MQTT: the topic, + and # allowed.',
      },
      placeholder: 'ho-so.moi',
    }),
    form: field
      .choice(
        [
          { value: 'json', title: { vi: 'JSON', en: 'JSON' } },
          { value: 'xml', title: { vi: 'XML (giữ nguyên văn bản)', en: 'XML (kept as text)' } },
          { value: 'text', title: { vi: 'Văn bản', en: 'Text' } },
          { value: 'binary', title: { vi: 'Tệp nhị phân (thành Base64)', en: 'Binary (as Base64)' } },
        ],
        {
          title: { vi: 'Dạng nội dung khi bên gửi không ghi', en: 'Form of the body when the sender does not say' },
          help: {
            vi: 'Bên gửi có ghi content-type thì theo đó. Nội dung không đọc được vẫn được lưu và vào hộp lỗi để sửa.',
            en: 'A content-type that was sent goes first. A body that cannot be read is kept and stands in the error inbox.',
          },
        },
      )
      .default('json'),
    order: field
      .choice(
        [
          {
            value: 'keep',
            title: { vi: 'Giữ đúng thứ tự (một tiến trình nghe)', en: 'Keep the order (one process listens)' },
          },
          {
            value: 'compete',
            title: { vi: 'Nhanh hơn (nhiều tiến trình cùng nghe)', en: 'Faster (all processes compete)' },
          },
        ],
        {
          title: { vi: 'Thứ tự', en: 'Order' },
          help: {
            vi: 'Thứ tự xử lý theo từng mã nghiệp vụ đặt trong cấu hình luồng.',
            en: 'Runs of one partition key go in this order; the key is set in the settings of the flow.',
          },
        },
      )
      .default('keep'),
    duplicates: field
      .choice(
        [
          { value: 'id', title: { vi: 'Theo mã thông điệp', en: 'By the message id' } },
          { value: 'content', title: { vi: 'Theo nội dung', en: 'By content' } },
        ],
        {
          title: { vi: 'Nhận ra thông điệp trùng', en: 'How duplicates are told' },
          help: {
            vi: 'Theo mã: thông điệp không có mã chỉ coi là trùng khi hàng đợi giao lại cùng nội dung. Theo nội dung: giống hệt là trùng.',
            en: 'By id: one without an id is a duplicate only when the broker delivers the same body again. By content: exactly the same body is.',
          },
          advanced: true,
        },
      )
      .default('id'),
    window: field
      .duration({
        title: { vi: 'Nhớ thông điệp đã nhận', en: 'Remember messages for' },
        help: {
          vi: 'Sau thời gian này, thông điệp trùng được xử lý như mới. Ví dụ 7 ngày (P7D).',
          en: 'After that a duplicate is processed as a new message. Such as 7 days (P7D).',
        },
        advanced: true,
      })
      .refine(
        (window) => isDurationWithin(window, 60_000, LONGEST_WINDOW_MS),
        complaint('từ 1 phút đến 366 ngày', 'from 1 minute to 366 days'),
      )
      .default('P7D'),
    prefetch: field
      .integer({
        title: { vi: 'Số thông điệp nhận cùng lúc', en: 'Messages under way at a time' },
        help: {
          vi: 'Mỗi tiến trình. Giảm xuống khi thông điệp rất lớn.',
          en: 'In each process. Fewer when messages are very large.',
        },
        min: 1,
        max: 1000,
        advanced: true,
      })
      .default(50),
    create: field
      .boolean({
        title: { vi: 'Tạo hàng đợi nếu chưa có', en: 'Create the queue when there is none' },
        help: {
          vi: 'Tắt khi hàng đợi do bên khác quản lý; chưa có thì báo lỗi.',
          en: 'Off where somebody else keeps the queues; a missing one is then an error.',
        },
        advanced: true,
      })
      .default(false),
    group: field
      .text({
        title: { vi: 'Nhóm nhận', en: 'Group of receivers' },
        help: {
          vi: 'Các nút cùng nhóm chia nhau thông điệp; mỗi nhóm nhận đủ. RabbitMQ và AMQP 1.0 không dùng. Ví dụ thong-ke.',
          en: 'Nodes of one group share the messages; each group gets all. Not with RabbitMQ and AMQP 1.0. Such as thong-ke.',
        },
        advanced: true,
      })
      .regex(/^[A-Za-z0-9._-]{1,60}$/, complaint('chỉ chữ không dấu, số và . _ -', 'only letters, digits and . _ -'))
      .default('lien-thong'),
    errorQueue: field
      .text({
        title: { vi: 'Hàng đợi lỗi', en: 'Error queue' },
        help: {
          vi: 'Nơi chuyển thông điệp không thể nhận (quá lớn, giao lại quá nhiều lần). Để trống: tên hàng đợi thêm ".loi", tự tạo khi cần. Ví dụ ho-so.loi.',
          en: 'Where messages go that can never be taken (too large, delivered too often). Empty: the name with ".loi", made when needed. Such as ho-so.loi.',
        },
        advanced: true,
      })
      .optional(),
    maxDeliveries: field
      .integer({
        title: { vi: 'Giao lại nhiều nhất (lần)', en: 'Deliveries at most' },
        help: {
          vi: 'Quá số lần này, thông điệp sang hàng đợi lỗi. Chỉ khi hàng đợi có đếm (NATS, Redis, quorum queue của RabbitMQ).',
          en: 'Beyond it a message goes to the error queue. Only where the broker counts (NATS, Redis, quorum queues of RabbitMQ).',
        },
        min: 2,
        max: 1000,
        advanced: true,
      })
      .default(10),
    maxBytes: field
      .integer({
        title: { vi: 'Kích thước tối đa (byte)', en: 'Largest message (bytes)' },
        help: {
          vi: 'Thông điệp lớn hơn được chuyển sang hàng đợi lỗi. Ví dụ 10000000 là khoảng 10 MB.',
          en: 'A larger message goes to the error queue. 10000000 is about 10 MB.',
        },
        min: 1,
        max: MOST_BYTES,
        advanced: true,
      })
      .default(10_485_760),
  }),
  input: false,
  out: [{ name: 'out', title: { vi: 'Thông điệp', en: 'Message' } }],
  output: 'described',
  sample: { MaHoSo: '000.00.00.H22-260105-0001', TrangThai: '02', ChuHoSo: 'Nguyễn Văn Bình' },
  effects: 'none',
  readsAgain: true,
  needs: ['queue'],
})
