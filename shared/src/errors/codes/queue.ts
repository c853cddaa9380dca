import type { ErrorKind } from '../flow-error.ts'

/** Faults of message brokers, and of messages that they hold. */
export const queueCodes = {
  'queue.auth': {
    class: 'auth',
    side: 'ours',
    status: 502,
    message: {
      vi: '{host} không chấp nhận tài khoản kết nối: {reason}',
      en: '{host} does not accept our credentials: {reason}',
    },
    advice: {
      vi: 'Mở mục Kết nối, kiểm tra tài khoản, mật khẩu, vùng (virtual host) và quyền trên hàng đợi.',
      en: 'Open Connections and check user, password, virtual host and the rights on the queue.',
    },
  },
  'queue.unknown': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: '{host} không có hàng đợi "{queue}"',
      en: '{host} has no queue "{queue}"',
    },
    advice: {
      vi: 'Sửa tên hàng đợi trong nút, hoặc nhờ người quản trị hệ thống hàng đợi tạo hàng đợi này.',
      en: 'Correct the name in the node, or ask the administrator of the broker to create the queue.',
    },
  },
  'queue.no-target': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: '{host} không có nơi nào nhận thông điệp gửi tới "{to}"; thông điệp chưa được gửi',
      en: 'Nothing at {host} takes messages for "{to}"; the message was not sent',
    },
    advice: {
      vi: 'Kiểm tra nơi gửi tới trong nút, hoặc nhờ người quản trị hệ thống hàng đợi tạo nơi nhận, rồi chạy lại.',
      en: 'Check the target in the node, or ask the administrator of the broker to create a queue for it, then retry.',
    },
  },
  'queue.refused': {
    class: 'transient',
    side: 'partner',
    status: 503,
    message: {
      vi: '{host} chưa nhận thông điệp: {reason}',
      en: '{host} did not take the message: {reason}',
    },
    advice: {
      vi: 'Khi còn lượt, hệ thống tự gửi lại. Đã vào hộp lỗi thì kiểm tra hàng đợi có đầy không, rồi chạy lại.',
      en: 'While tries are left, the system sends again. Once in the error inbox: see whether the queue is full, then retry.',
    },
  },
  'queue.rejected': {
    class: 'permanent',
    side: 'partner',
    status: 502,
    message: { vi: '{host} từ chối: {reason}', en: '{host} refused: {reason}' },
    advice: {
      vi: 'Đọc lý do, sửa cấu hình của nút hoặc của hàng đợi, rồi chạy lại.',
      en: 'Read the reason, correct the settings of the node or of the queue, then retry.',
    },
  },
  'queue.too-large': {
    class: 'data',
    side: 'data',
    status: 413,
    message: { vi: 'Thông điệp lớn hơn {limit}', en: 'The message is larger than {limit}' },
    advice: {
      vi: 'Tăng giới hạn trong nút, hoặc đề nghị bên gửi chia nhỏ.',
      en: 'Raise the limit in the node, or ask the sender to split it.',
    },
  },
  'queue.too-often': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Thông điệp đã được giao {count} lần mà không lần nào nhận xong',
      en: 'The message was delivered {count} times and never taken',
    },
    advice: {
      vi: 'Thông điệp nằm trong hàng đợi lỗi. Tìm nguyên nhân trong nhật ký trước khi đưa lại vào hàng đợi.',
      en: 'It is in the error queue. Find the cause in the log before it is put back.',
    },
  },
  'queue.id-reused': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Mã thông điệp này đã đến trước đó với nội dung khác (lần chạy {run})',
      en: 'A message with this id came before with another body (run {run})',
    },
    advice: {
      vi: 'Thông điệp nằm trong hàng đợi lỗi. Đề nghị bên gửi đặt mã riêng cho mỗi thông điệp.',
      en: 'It is in the error queue. Ask the sender to give each message an id of its own.',
    },
  },
  'queue.body': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Nội dung gửi đi không hợp lệ: {reason}', en: 'The body to send is not usable: {reason}' },
    advice: {
      vi: 'Mở nút, xem dữ liệu vào; chọn lại dạng nội dung hoặc chuyển đổi nội dung trước khi gửi.',
      en: 'Open the node and look at its input; choose another form of the body, or convert it first.',
    },
  },
} satisfies Record<string, ErrorKind>
