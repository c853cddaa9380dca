import type { ErrorKind } from '../flow-error.ts'

/** Faults of files and of the servers and folders that hold them (SFTP, FTP, folders of this server). */
export const fileCodes = {
  'file.not-found': {
    class: 'permanent',
    side: 'data',
    status: 422,
    message: { vi: 'Không có tệp hoặc thư mục "{path}"', en: 'There is no file or folder "{path}"' },
    advice: {
      vi: 'Kiểm tra đường dẫn trong nút; tệp có thể đã bị chuyển hoặc xoá.',
      en: 'Check the path in the node; the file may have been moved or deleted.',
    },
  },
  'file.exists': {
    class: 'permanent',
    side: 'data',
    status: 422,
    message: { vi: 'Đã có tệp "{path}" với nội dung khác', en: 'There is a file "{path}" with another content' },
    advice: {
      vi: 'Đổi tên tệp, hoặc chọn "Ghi đè" trong nút nếu đúng là phải thay.',
      en: 'Choose another name, or "Replace" in the node if it must be replaced.',
    },
  },
  'file.bad-name': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Tên tệp "{path}" không dùng được: {reason}',
      en: 'The file name "{path}" cannot be used: {reason}',
    },
    advice: {
      vi: 'Sửa đường dẫn: tính từ thư mục gốc của kết nối, không lùi lên cấp trên, không có ký tự điều khiển.',
      en: 'Correct the path: it counts from the root of the connection, does not go up and has no control characters.',
    },
  },
  'file.not-granted': {
    class: 'policy',
    side: 'ours',
    status: 403,
    message: {
      vi: 'Thư mục "{path}" chưa được cấp cho Liên Thông',
      en: 'The folder "{path}" has not been granted to Liên Thông',
    },
    advice: {
      vi: 'Nhờ người quản trị máy chủ thêm thư mục này vào biến LIENTHONG_FOLDERS rồi khởi động lại.',
      en: 'Ask the administrator of the server to add the folder to LIENTHONG_FOLDERS and restart.',
    },
  },
  'file.denied': {
    class: 'auth',
    side: 'partner',
    status: 502,
    message: { vi: 'Không có quyền với "{path}" trên {host}', en: 'No permission for "{path}" at {host}' },
    advice: {
      vi: 'Nhờ đơn vị quản lý máy chủ tệp cấp quyền đọc, ghi cho tài khoản của kết nối.',
      en: 'Ask the owner of the file server to give the account of the connection the right to read or write.',
    },
  },
  'file.auth': {
    class: 'auth',
    side: 'ours',
    status: 502,
    message: {
      vi: '{host} không chấp nhận tài khoản, mật khẩu hoặc khoá của kết nối',
      en: '{host} does not accept the user name, password or key of the connection',
    },
    advice: {
      vi: 'Mở mục Kết nối, kiểm tra tài khoản, mật khẩu hoặc khoá rồi thử lại.',
      en: 'Open Connections, check the user name, password or key, and try again.',
    },
  },
  'file.full': {
    class: 'transient',
    side: 'partner',
    status: 507,
    message: {
      vi: 'Không ghi được "{path}" trên {host}: hết dung lượng',
      en: 'Cannot write "{path}" at {host}: disk full',
    },
    advice: {
      vi: 'Nhờ đơn vị quản lý máy chủ tệp dọn chỗ. Chưa có tệp nào bị ghi dở; khi còn lượt, hệ thống tự ghi lại.',
      en: 'Ask the owner of the file server to make room. No file was left half written; while tries are left, it is written again.',
    },
  },
  'file.failed': {
    class: 'transient',
    side: 'partner',
    status: 502,
    message: { vi: '{host} báo lỗi với "{path}": {reason}', en: '{host} reported an error with "{path}": {reason}' },
    advice: {
      vi: 'Khi còn lượt, hệ thống tự thử lại. Đã vào hộp lỗi thì xem quyền và dung lượng trên máy chủ tệp, rồi chạy lại.',
      en: 'While tries are left, the system tries again. Once in the error inbox: look at rights and free space of the file server, then retry.',
    },
  },
  'file.too-large': {
    class: 'permanent',
    side: 'data',
    status: 413,
    message: {
      vi: 'Tệp "{path}" dài {size} byte, lớn hơn mức cho phép {limit} byte',
      en: 'The file "{path}" has {size} bytes, more than the {limit} allowed',
    },
    advice: {
      vi: 'Dùng nút Quản lý tệp để sao chép tệp lớn mà không đưa vào thông điệp, hoặc tăng giới hạn trong nút.',
      en: 'Copy large files with the node Manage files, without taking them into the message, or raise the limit.',
    },
  },
  'file.changed': {
    class: 'transient',
    side: 'partner',
    status: 409,
    message: {
      vi: 'Tệp "{path}" thay đổi trong lúc đang đọc hoặc ghi',
      en: 'The file "{path}" changed while it was read or written',
    },
    advice: {
      vi: 'Khi còn lượt, hệ thống tự thử lại. Nếu hay gặp, yêu cầu bên gửi ghi xong mới đặt tên đúng.',
      en: 'While tries are left, the system tries again. If it happens often, ask the sender to give the right name only when the file is whole.',
    },
  },
  'file.bad-text': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Tệp "{path}" không phải văn bản theo bảng mã {charset}',
      en: 'The file "{path}" is not text in {charset}',
    },
    advice: {
      vi: 'Chọn đúng bảng mã, hoặc đọc dưới dạng Base64 rồi dùng nút Chuyển bảng mã.',
      en: 'Choose the right character set, or read as Base64 and use the node Convert encoding.',
    },
  },
  'file.bad-content': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Nội dung ghi vào "{path}" không hợp lệ: {reason}',
      en: 'What is to be written to "{path}" is not valid: {reason}',
    },
    advice: {
      vi: 'Mở nút, xem dữ liệu vào và chọn đúng trường, đúng dạng nội dung.',
      en: 'Open the node, look at its input and choose the right field and form of content.',
    },
  },
  'file.too-many': {
    class: 'permanent',
    side: 'partner',
    status: 413,
    message: {
      vi: 'Thư mục "{path}" có hơn {limit} tệp',
      en: 'The folder "{path}" has more than {limit} files',
    },
    advice: {
      vi: 'Chuyển bớt tệp cũ đi hoặc chia ra nhiều thư mục.',
      en: 'Move old files away, or use several folders.',
    },
  },
  'file.no-bucket': {
    class: 'permanent',
    side: 'ours',
    status: 502,
    message: { vi: '{host} không có bucket "{bucket}"', en: '{host} has no bucket "{bucket}"' },
    advice: {
      vi: 'Mở mục Kết nối, kiểm tra tên bucket và ô "Tên bucket nằm trong đường dẫn", hoặc nhờ đơn vị quản lý kho tạo bucket.',
      en: 'Open Connections, check the bucket and "Bucket in the path", or ask the owner of the storage to create the bucket.',
    },
  },
  'file.region': {
    class: 'permanent',
    side: 'ours',
    status: 502,
    message: {
      vi: '{host} cho biết vùng (region) của kết nối không đúng',
      en: '{host} says that the region of the connection is wrong',
    },
    advice: {
      vi: 'Hỏi đơn vị quản lý kho S3 tên vùng rồi sửa trong mục Kết nối.',
      en: 'Ask the owner of the S3 storage for the region and correct it in Connections.',
    },
  },
  'file.clock': {
    class: 'transient',
    side: 'ours',
    status: 502,
    message: {
      vi: '{host} từ chối vì đồng hồ hai máy lệch nhau quá nhiều',
      en: '{host} refuses because the clocks of both machines differ too much',
    },
    advice: {
      vi: 'Nhờ người quản trị máy chủ đồng bộ giờ (NTP) rồi chạy lại.',
      en: 'Ask the administrator of the server to synchronise the time (NTP), then retry.',
    },
  },
  'file.no-host-key': {
    class: 'policy',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Chưa xác nhận khoá của máy chủ {host}. Máy chủ trình khoá {fingerprint}',
      en: 'The key of {host} has not been accepted. The server shows {fingerprint}',
    },
    advice: {
      vi: 'Hỏi đơn vị quản lý máy chủ để đối chiếu dấu vân tay này; nếu khớp, chép vào ô "Dấu vân tay khoá máy chủ" của kết nối và lưu.',
      en: 'Compare this fingerprint with the owner of the server; if it is the same, copy it into "Fingerprint of the server key" of the connection and save.',
    },
  },
  'file.host-key-changed': {
    class: 'policy',
    side: 'partner',
    status: 502,
    message: {
      vi: 'Khoá của máy chủ {host} đã thay đổi: đang trình {fingerprint}, khác khoá đã xác nhận {expected}. Chưa gửi mật khẩu hay dữ liệu nào',
      en: 'The key of {host} has changed: it shows {fingerprint}, not the accepted {expected}. No password and no data was sent',
    },
    advice: {
      vi: 'Có thể máy chủ vừa cài lại, cũng có thể có kẻ giả mạo. Hỏi đơn vị quản lý máy chủ qua kênh khác trước khi xác nhận khoá mới.',
      en: 'The server may have been set up anew, or somebody pretends to be it. Ask its owner by another way before accepting the new key.',
    },
  },
} satisfies Record<string, ErrorKind>
