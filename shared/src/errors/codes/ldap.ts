import type { ErrorKind } from '../flow-error.ts'

/** Faults of directories (LDAP), of what is asked of them and of what they hold. */
export const ldapCodes = {
  'ldap.auth': {
    class: 'auth',
    side: 'ours',
    status: 502,
    message: {
      vi: '{host} không chấp nhận tài khoản hoặc quyền của kết nối: {reason}',
      en: '{host} does not accept the account of the connection or its rights: {reason}',
    },
    advice: {
      vi: 'Mở mục Kết nối, kiểm tra tài khoản (bind DN), mật khẩu, cách mã hoá và quyền đọc của tài khoản trên thư mục.',
      en: 'Open Connections and check bind DN, password, encryption and what the account may read in the directory.',
    },
  },
  'ldap.no-tls': {
    class: 'policy',
    side: 'partner',
    status: 502,
    message: {
      vi: '{host} không mã hoá được đường truyền (StartTLS); chưa gửi mật khẩu',
      en: '{host} cannot encrypt the line (StartTLS); no password was sent',
    },
    advice: {
      vi: 'Kiểm tra cổng và cách mã hoá trong kết nối; nếu máy chủ không hỗ trợ, đề nghị đơn vị quản lý bật TLS.',
      en: 'Check port and encryption in the connection; if the server does not support it, ask its owner to turn TLS on.',
    },
  },
  'ldap.no-object': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Thư mục trên {host} không có nơi bắt đầu tìm đã chọn',
      en: 'The directory at {host} has no entry where the search is to begin',
    },
    advice: {
      vi: 'Sửa "Tìm từ đâu" trong nút hoặc DN gốc trong kết nối. Tài khoản không có quyền đọc cũng được báo như vậy.',
      en: 'Correct "Where to search" in the node, or the base DN in the connection. An account without the right to read is told the same.',
    },
  },
  'ldap.no-entry': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Thư mục trên {host} không có mục {dn}, hoặc không có nơi chứa nó',
      en: 'The directory at {host} has no entry {dn}, or none that it would be in',
    },
    advice: {
      vi: 'Mở nút, xem dữ liệu vào và sửa tên (DN); tạo mục hoặc nơi chứa trước, rồi chạy lại. Tài khoản không có quyền đọc cũng được báo như vậy.',
      en: 'Open the node, look at its input and correct the DN, or make the entry or its place first, then retry. An account without the right to read is told the same.',
    },
  },
  'ldap.exists': {
    class: 'data',
    side: 'data',
    status: 409,
    message: {
      vi: 'Thư mục trên {host} đã có mục {dn} với nội dung khác',
      en: 'The directory at {host} already has another entry {dn}',
    },
    advice: {
      vi: 'Kiểm tra mục đang có: trùng mã thì chọn tên (DN) khác, cần cập nhật thì dùng việc "Sửa". Mục cũ được giữ nguyên.',
      en: 'Look at that entry: choose another DN, or use "Modify" to bring it up to date. It was left as it is.',
    },
  },
  'ldap.denied': {
    class: 'auth',
    side: 'ours',
    status: 502,
    message: {
      vi: 'Tài khoản của kết nối không được phép thay đổi {dn} trên {host}',
      en: 'The account of the connection may not change {dn} at {host}',
    },
    advice: {
      vi: 'Đề nghị đơn vị quản lý thư mục cấp quyền ghi cho tài khoản này, hoặc đổi tài khoản trong mục Kết nối, rồi chạy lại.',
      en: 'Ask the owner of the directory to let this account write there, or change the account under Connections, then retry.',
    },
  },
  'ldap.rules': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Thay đổi ở {dn} trái quy tắc của thư mục {host}: {reason}',
      en: 'The change of {dn} is against the rules of the directory {host}: {reason}',
    },
    advice: {
      vi: 'Đọc lý do: thường là thiếu thuộc tính bắt buộc, thuộc tính lạ, giá trị sai kiểu, hoặc mục còn mục con. Sửa nút hoặc dữ liệu rồi chạy lại.',
      en: 'Read the reason: often a required attribute is missing, one is unknown, a value has the wrong form, or there are entries below. Correct it, then retry.',
    },
  },
  'ldap.filter': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: { vi: 'Bộ lọc không dùng được: {reason}', en: 'The filter cannot be used: {reason}' },
    advice: {
      vi: 'Mở nút và sửa bộ lọc, ví dụ (&(objectClass=person)(uid={ma})).',
      en: 'Open the node and correct the filter, such as (&(objectClass=person)(uid={ma})).',
    },
  },
  'ldap.parameter': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Giá trị của tham số "{name}" không dùng được: {reason}',
      en: 'The value of the parameter "{name}" cannot be used: {reason}',
    },
    advice: {
      vi: 'Mở nút, xem dữ liệu vào và sửa giá trị này, rồi chạy lại. Chưa hỏi gì thư mục.',
      en: 'Open the node, look at its input and correct this value, then retry. The directory was asked nothing.',
    },
  },
  'ldap.bad-dn': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: '{host} không đọc được tên (DN) nơi bắt đầu tìm',
      en: '{host} cannot read the name (DN) where the search is to begin',
    },
    advice: {
      vi: 'Mở nút, xem dữ liệu vào và sửa "Tìm từ đâu", ví dụ ou=can-bo,dc=tinh,dc=gov,dc=vn.',
      en: 'Open the node, look at its input and correct "Where to search", such as ou=can-bo,dc=tinh,dc=gov,dc=vn.',
    },
  },
  'ldap.too-many': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Tìm thấy nhiều hơn {limit} mục',
      en: 'More than {limit} entries were found',
    },
    advice: {
      vi: 'Thu hẹp bộ lọc hoặc nơi tìm, hoặc tăng giới hạn trong nút.',
      en: 'Narrow the filter or the place, or raise the limit in the node.',
    },
  },
  'ldap.server-limit': {
    class: 'permanent',
    side: 'partner',
    status: 502,
    message: {
      vi: '{host} không cho lấy nhiều mục như vậy: {reason}',
      en: '{host} does not give so many entries: {reason}',
    },
    advice: {
      vi: 'Thu hẹp bộ lọc, giảm số mục mỗi trang, hoặc đề nghị đơn vị quản lý thư mục nâng giới hạn cho tài khoản này. Kết quả dở dang đã bị bỏ.',
      en: 'Narrow the filter, ask for fewer entries a page, or ask the owner of the directory to raise the limit of this account. What had come was dropped.',
    },
  },
  'ldap.time-limit': {
    class: 'transient',
    side: 'partner',
    status: 504,
    message: {
      vi: '{host} dừng tìm vì quá thời hạn',
      en: '{host} stopped the search because it took too long',
    },
    advice: {
      vi: 'Khi còn lượt, hệ thống tự tìm lại. Nếu vẫn lỗi: thu hẹp bộ lọc, hoặc đề nghị đơn vị quản lý thư mục lập chỉ mục cho thuộc tính được lọc.',
      en: 'While tries are left, the system searches again. If it stays: narrow the filter, or ask the owner of the directory to index the attribute.',
    },
  },
  'ldap.too-large': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Trả lời của {host} lớn hơn {limit} byte',
      en: 'The answer of {host} is larger than {limit} bytes',
    },
    advice: {
      vi: 'Chọn ít thuộc tính hoặc ít mục hơn (ảnh thường rất lớn), hoặc tăng giới hạn trong nút.',
      en: 'Ask for fewer attributes or entries (pictures are often large), or raise the limit in the node.',
    },
  },
  'ldap.ambiguous': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Cần đúng một mục nhưng tìm thấy nhiều hơn',
      en: 'Exactly one entry was wanted and more were found',
    },
    advice: {
      vi: 'Lọc theo thuộc tính không trùng (ví dụ uid), hoặc chọn "Mọi mục tìm thấy" trong nút.',
      en: 'Filter by an attribute that is unique (such as uid), or choose "All entries found" in the node.',
    },
  },
  'ldap.value': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Thuộc tính "{attribute}" của mục thứ {number} không dùng được: {reason}',
      en: 'The attribute "{attribute}" of entry {number} cannot be used: {reason}',
    },
    advice: {
      vi: 'Mở nút và chọn lại cách lấy thuộc tính này (một giá trị hay danh sách, chữ hay nhị phân).',
      en: 'Open the node and choose again how this attribute is read (one value or a list, text or binary).',
    },
  },
  'ldap.referral': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: '{host} chỉ sang máy chủ khác để tìm tiếp: {to}',
      en: '{host} points to another server for the rest: {to}',
    },
    advice: {
      vi: 'Tạo kết nối tới máy chủ được chỉ rồi tìm ở đó, hoặc chọn "Bỏ qua" ở ô "Khi máy chủ chỉ sang nơi khác". Hệ thống không tự đi theo.',
      en: 'Make a connection to that server and search there, or choose "Leave out" under "When the server points elsewhere". It is not followed by itself.',
    },
  },
  'ldap.busy': {
    class: 'transient',
    side: 'partner',
    status: 503,
    message: { vi: '{host} đang bận: {reason}', en: '{host} is busy: {reason}' },
    advice: {
      vi: 'Khi còn lượt, hệ thống tự tìm lại. Đã vào hộp lỗi thì chờ một lúc rồi chạy lại.',
      en: 'While tries are left, the system searches again. Once in the error inbox: wait a while, then retry.',
    },
  },
  'ldap.failed': {
    class: 'permanent',
    side: 'partner',
    status: 502,
    message: { vi: '{host} báo lỗi thư mục: {reason}', en: '{host} reported an error of the directory: {reason}' },
    advice: {
      vi: 'Đọc lý do, sửa cấu hình của nút hoặc báo đơn vị quản lý thư mục, rồi chạy lại.',
      en: 'Read the reason, correct the node or tell the owner of the directory, then retry.',
    },
  },
} satisfies Record<string, ErrorKind>
