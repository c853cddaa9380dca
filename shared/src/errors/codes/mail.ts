import type { ErrorKind } from '../flow-error.ts'

/** Faults of letters and of the servers that send and keep them (SMTP, IMAP). */
export const mailCodes = {
  'mail.auth': {
    class: 'auth',
    side: 'ours',
    status: 502,
    message: {
      vi: '{host} không chấp nhận tài khoản hoặc mật khẩu thư: {reason}',
      en: '{host} does not accept the user name or password of the mailbox: {reason}',
    },
    advice: {
      vi: 'Mở mục Kết nối, kiểm tra tài khoản và mật khẩu (nhiều hệ thống thư cần mật khẩu ứng dụng riêng), rồi chạy lại.',
      en: 'Open Connections and check user name and password (many mail systems want a password of its own for programs), then retry.',
    },
  },
  'mail.no-tls': {
    class: 'policy',
    side: 'partner',
    status: 502,
    message: {
      vi: '{host} không mã hoá được đường truyền (STARTTLS); chưa gửi mật khẩu hay thư nào',
      en: '{host} cannot encrypt the line (STARTTLS); no password and no letter was sent',
    },
    advice: {
      vi: 'Kiểm tra cổng và cách mã hoá trong kết nối; nếu máy chủ không hỗ trợ, đề nghị đơn vị quản lý bật TLS.',
      en: 'Check port and encryption in the connection; if the server does not support it, ask its owner to turn TLS on.',
    },
  },
  'mail.bad-address': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Địa chỉ thư "{address}" ở ô "{field}" không dùng được: {reason}',
      en: 'The mail address "{address}" in "{field}" cannot be used: {reason}',
    },
    advice: {
      vi: 'Sửa địa chỉ trong dữ liệu hoặc trong nút, ví dụ Nguyễn Văn An <an@tinh.gov.vn>, rồi chạy lại. Chưa gửi thư nào.',
      en: 'Correct the address in the data or in the node, such as Nguyễn Văn An <an@tinh.gov.vn>, then retry. Nothing was sent.',
    },
  },
  'mail.bad-letter': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Ô "{field}" của thư không dùng được: {reason}',
      en: 'The field "{field}" of the letter cannot be used: {reason}',
    },
    advice: {
      vi: 'Mở nút, xem dữ liệu vào và sửa giá trị của ô này, rồi chạy lại. Chưa gửi thư nào.',
      en: 'Open the node, look at its input and correct this value, then retry. Nothing was sent.',
    },
  },
  'mail.too-large': {
    class: 'data',
    side: 'data',
    status: 413,
    message: {
      vi: 'Thư dài {size} byte, lớn hơn mức cho phép {limit}',
      en: 'The letter has {size} bytes, more than the {limit} allowed',
    },
    advice: {
      vi: 'Bỏ bớt tệp đính kèm, gửi đường dẫn thay cho tệp, hoặc tăng giới hạn trong nút. Thư đến thì vẫn còn trên máy chủ thư.',
      en: 'Leave attachments out, send a link instead, or raise the limit in the node. A letter that came in is still at the mail server.',
    },
  },
  'mail.refused': {
    class: 'permanent',
    side: 'partner',
    status: 502,
    message: { vi: '{host} từ chối thư: {reason}', en: '{host} refused the letter: {reason}' },
    advice: {
      vi: 'Đọc lý do của máy chủ thư, sửa địa chỉ hoặc nội dung, rồi chạy lại. Chưa ai nhận được thư này.',
      en: 'Read the reason of the mail server, correct addresses or content, then retry. Nobody has received this letter.',
    },
  },
  'mail.not-now': {
    class: 'transient',
    side: 'partner',
    status: 503,
    message: { vi: '{host} tạm chưa nhận thư: {reason}', en: '{host} does not take the letter now: {reason}' },
    advice: {
      vi: 'Khi còn lượt, hệ thống tự gửi lại. Đã vào hộp lỗi thì chờ ít phút rồi chạy lại. Chưa ai nhận được thư này.',
      en: 'While tries are left, the system sends again. Once in the error inbox: wait some minutes, then retry. Nobody has received this letter.',
    },
  },
  'mail.no-folder': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Hộp thư trên {host} không có thư mục "{folder}"',
      en: 'The mailbox at {host} has no folder "{folder}"',
    },
    advice: {
      vi: 'Sửa tên thư mục trong nút; hộp thư đến là INBOX.',
      en: 'Correct the name of the folder in the node; the inbox is INBOX.',
    },
  },
  'mail.failed': {
    class: 'transient',
    side: 'partner',
    status: 502,
    message: { vi: '{host} báo lỗi hộp thư: {reason}', en: '{host} reported an error of the mailbox: {reason}' },
    advice: {
      vi: 'Hệ thống tự thử lại ở lần xem sau. Nếu vẫn lỗi, báo đơn vị quản lý hệ thống thư.',
      en: 'The next look tries again. If it stays, tell the owner of the mail system.',
    },
  },
  'mail.unreadable': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Không đọc được thư: {reason}', en: 'The letter cannot be read: {reason}' },
    advice: {
      vi: 'Thư vẫn còn trên máy chủ thư: mở bằng chương trình thư để xem, hoặc đề nghị người gửi gửi lại.',
      en: 'It is still at the mail server: open it with a mail program, or ask the sender to send it again.',
    },
  },
} satisfies Record<string, ErrorKind>
