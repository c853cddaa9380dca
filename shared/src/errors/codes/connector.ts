import type { ErrorKind } from '../flow-error.ts'

/** Faults on the way to a partner: network, HTTP, egress policy. */
export const connectorCodes = {
  'connect.unreachable': {
    class: 'transient',
    side: 'partner',
    status: 502,
    message: { vi: 'Không kết nối được tới {host}: {reason}', en: 'Cannot reach {host}: {reason}' },
    advice: {
      vi: 'Khi còn lượt, hệ thống tự gửi lại. Đã vào hộp lỗi thì kiểm tra mạng hoặc liên hệ đơn vị quản lý hệ thống đó, rồi chạy lại.',
      en: 'While tries are left, the system sends again. Once in the error inbox: check the network or contact the owner of that system, then retry.',
    },
  },
  'connect.timeout': {
    class: 'transient',
    side: 'partner',
    status: 504,
    message: { vi: '{host} không trả lời trong {seconds} giây', en: '{host} did not answer within {seconds} seconds' },
    advice: {
      vi: 'Khi còn lượt, hệ thống tự gửi lại. Đã vào hộp lỗi thì liên hệ đơn vị quản lý hệ thống đó, rồi chạy lại.',
      en: 'While tries are left, the system sends again. Once in the error inbox: contact the owner of that system, then retry.',
    },
  },
  'connect.cut': {
    class: 'transient',
    side: 'partner',
    status: 502,
    message: { vi: '{host} ngắt kết nối giữa chừng', en: '{host} cut the connection half way' },
    advice: {
      vi: 'Có thể đối tác đã nhận. Hệ thống sẽ hỏi lại hoặc gửi lại theo cách an toàn của nút.',
      en: 'The partner may have received it. The system asks or sends again in the safe way of the node.',
    },
  },
  'connect.circuit-open': {
    class: 'transient',
    side: 'partner',
    status: 503,
    message: {
      vi: 'Đang ngắt mạch tới "{connection}" vì lỗi liên tiếp; chưa gửi gì',
      en: 'The circuit to "{connection}" is open after consecutive failures; nothing was sent',
    },
    advice: {
      vi: 'Khi còn lượt, hệ thống tự gửi lúc đối tác hoạt động lại. Đã vào hộp lỗi thì vào Kết nối chọn "Thử lại ngay", rồi chạy lại.',
      en: 'While tries are left, the system sends by itself when the partner is back. From the error inbox: Connections, "Try now", then retry.',
    },
  },
  'connect.limited': {
    class: 'transient',
    side: 'ours',
    status: 503,
    message: {
      vi: 'Kết nối "{connection}" đang dùng hết số lượt gọi cho phép; chưa gửi gì',
      en: 'The connection "{connection}" makes as many calls as it may; nothing was sent',
    },
    advice: {
      vi: 'Khi còn lượt gửi lại, hệ thống tự gửi khi đến lượt. Nếu chờ lâu hoặc đã vào hộp lỗi, xem lại giới hạn của kết nối rồi chạy lại.',
      en: 'While tries are left, the system sends when it is its turn. If that takes long or it is in the error inbox, look at the limits of the connection, then retry.',
    },
  },
  'connect.host-not-allowed': {
    class: 'policy',
    side: 'ours',
    status: 403,
    message: {
      vi: 'Địa chỉ {host} không nằm trong các kết nối được phép',
      en: 'The address {host} is not among the allowed connections',
    },
    advice: {
      vi: 'Nhờ người quản trị thêm kết nối tới địa chỉ này.',
      en: 'Ask an administrator to add a connection to this address.',
    },
  },
  'connect.certificate': {
    class: 'permanent',
    side: 'partner',
    status: 502,
    message: {
      vi: 'Chứng thư số của {host} không hợp lệ: {reason}',
      en: 'The certificate of {host} is not valid: {reason}',
    },
    advice: {
      vi: 'Bấm "Kiểm tra kết nối" để xem chứng thư. Hết hạn hoặc sai tên: đề nghị đối tác cấp lại. Nơi cấp lạ: dán chứng thư gốc của họ vào kết nối.',
      en: 'Press "Test connection" to see the certificate. Expired or for another name: ask the owner for a new one. Unknown issuer: put its root certificate into the connection.',
    },
  },
  'connect.client-certificate': {
    class: 'auth',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Chứng thư số của ta ở kết nối "{connection}" không dùng được: {reason}',
      en: 'Our certificate at the connection "{connection}" cannot be used: {reason}',
    },
    advice: {
      vi: 'Mở mục Kết nối, đặt lại tệp chứng thư và mật khẩu của nó, bấm "Kiểm tra kết nối", rồi chạy lại.',
      en: 'Open Connections, set the certificate and its passphrase again, press "Test connection", then retry.',
    },
  },
  'connect.unknown': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: { vi: 'Không có kết nối "{connection}"', en: 'There is no connection "{connection}"' },
    advice: {
      vi: 'Tạo kết nối này trong mục Kết nối hoặc chọn kết nối khác.',
      en: 'Create the connection under Connections, or choose another one.',
    },
  },
  'connect.not-configured': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Kết nối "{connection}" chưa có đủ thông tin: {what}',
      en: 'The connection "{connection}" is not complete: {what}',
    },
    advice: { vi: 'Mở mục Kết nối và bổ sung.', en: 'Open Connections and complete it.' },
  },
  'http.server-error': {
    class: 'transient',
    side: 'partner',
    status: 502,
    message: { vi: '{host} báo lỗi máy chủ (HTTP {status})', en: '{host} reported a server error (HTTP {status})' },
    advice: {
      vi: 'Khi còn lượt, hệ thống tự gửi lại. Đã vào hộp lỗi thì liên hệ đơn vị quản lý hệ thống đó, rồi chạy lại.',
      en: 'While tries are left, the system sends again. Once in the error inbox: contact the owner of that system, then retry.',
    },
  },
  'http.rejected': {
    class: 'permanent',
    side: 'partner',
    status: 502,
    message: { vi: '{host} từ chối yêu cầu (HTTP {status})', en: '{host} rejected the request (HTTP {status})' },
    advice: {
      vi: 'Xem nội dung trả lời ở phần chi tiết, sửa dữ liệu hoặc cấu hình rồi gửi lại.',
      en: 'Read the answer in the details, correct the data or the settings and send again.',
    },
  },
  'http.redirected': {
    class: 'permanent',
    side: 'partner',
    status: 502,
    message: {
      vi: '{host} chuyển hướng sang địa chỉ khác (HTTP {status}: {to}); hệ thống không tự đi theo',
      en: '{host} sends us to another address (HTTP {status}: {to}), which is not followed',
    },
    advice: {
      vi: 'Hỏi đối tác địa chỉ đúng rồi sửa địa chỉ của kết nối hoặc đường dẫn trong nút (thường là http thay vì https, thiếu hay thừa dấu / ở cuối).',
      en: 'Ask the partner for the right address and correct the connection or the path in the node (often http instead of https, or a slash at the end).',
    },
  },
  'http.auth': {
    class: 'auth',
    side: 'ours',
    status: 502,
    message: {
      vi: '{host} không chấp nhận tài khoản kết nối (HTTP {status})',
      en: '{host} does not accept our credentials (HTTP {status})',
    },
    advice: {
      vi: 'Mở mục Kết nối, kiểm tra tài khoản, mật khẩu hoặc khoá rồi thử lại.',
      en: 'Open Connections, check the user name, password or key, and try again.',
    },
  },
  'http.client-refused': {
    class: 'auth',
    side: 'ours',
    status: 502,
    message: {
      vi: '{host} không chấp nhận chứng thư số của ta: {reason}',
      en: '{host} does not accept our certificate: {reason}',
    },
    advice: {
      vi: 'Mở mục Kết nối, xem chứng thư số của ta còn hạn và do đúng nơi đối tác tin cấp không; gửi đối tác chứng thư để họ đăng ký, rồi thử lại.',
      en: 'Open Connections: is our certificate still valid, and from an issuer that the partner trusts? Have the partner register it, then try again.',
    },
  },
  'http.too-many': {
    class: 'transient',
    side: 'partner',
    status: 503,
    message: { vi: '{host} báo gửi quá nhiều yêu cầu', en: '{host} says there are too many requests' },
    advice: {
      vi: 'Khi còn lượt, hệ thống tự gửi lại chậm hơn. Đã vào hộp lỗi thì chờ một lúc rồi chạy lại.',
      en: 'While tries are left, the system sends again more slowly. Once in the error inbox: wait a while, then retry.',
    },
  },
  'http.quota': {
    class: 'quota',
    side: 'ours',
    status: 503,
    message: { vi: 'Đã dùng hết hạn mức gọi {host}', en: 'Our quota at {host} is used up' },
    advice: {
      vi: 'Chờ tới kỳ hạn mức sau hoặc đề nghị đối tác tăng hạn mức, rồi chạy lại từ hộp lỗi.',
      en: 'Wait for the next period, or ask the partner for a larger quota, then retry from the error inbox.',
    },
  },
  'http.bad-answer': {
    class: 'transient',
    side: 'partner',
    status: 502,
    message: { vi: '{host} trả lời không đúng dạng: {reason}', en: 'The answer of {host} is not usable: {reason}' },
    advice: {
      vi: 'Xem nội dung trả lời ở phần chi tiết. Hệ thống sẽ thử lại; nếu vẫn lỗi, liên hệ đối tác.',
      en: 'Read the answer in the details. The system tries again; if it stays, contact the partner.',
    },
  },
  'http.answer-too-large': {
    class: 'permanent',
    side: 'partner',
    status: 502,
    message: { vi: 'Trả lời của {host} lớn hơn {limit}', en: 'The answer of {host} is larger than {limit}' },
    advice: {
      vi: 'Chia nhỏ yêu cầu hoặc tăng giới hạn trong cấu hình của nút.',
      en: 'Ask for less at a time, or raise the limit in the node settings.',
    },
  },
  'http.paging-loop': {
    class: 'permanent',
    side: 'partner',
    status: 502,
    message: {
      vi: '{host} đưa lại trang đã lấy sau {page} trang, nên không bao giờ hết',
      en: '{host} gives a page again after {page} pages, and would never end',
    },
    advice: {
      vi: 'Mở nút, xem lại cách lấy nhiều trang: tên tham số, chỗ của con trỏ hoặc địa chỉ trang sau; điền chỗ có tổng số dòng nếu có.',
      en: 'Open the node and check the paging: the name of the parameter, where the cursor or the next address is; give where the number of rows is.',
    },
  },
  'http.too-many-pages': {
    class: 'permanent',
    side: 'ours',
    status: 502,
    message: {
      vi: 'Danh sách của {host} vượt giới hạn {limit}; chưa dòng nào đi tiếp',
      en: 'The list of {host} has more than {limit}; none of it went on',
    },
    advice: {
      vi: 'Thu hẹp yêu cầu (theo ngày, theo đơn vị) hoặc tăng giới hạn trong phần Nâng cao của nút, rồi chạy lại.',
      en: 'Ask for less (by day, by unit), or raise the limit under Advanced of the node, then retry.',
    },
  },
  'http.bad-path': {
    class: 'permanent',
    side: 'data',
    status: 422,
    message: {
      vi: 'Đường dẫn "{path}" không hợp lệ{found}',
      en: 'The path "{path}" is not valid{found}',
    },
    advice: {
      vi: 'Mở nút, xem dữ liệu vào và sửa đường dẫn: bắt đầu bằng / và không lùi lên cấp trên.',
      en: 'Open the node, look at its input and correct the path: it begins with / and does not go up.',
    },
  },
  'http.bad-header': {
    class: 'permanent',
    side: 'data',
    status: 422,
    message: {
      vi: 'Tiêu đề "{name}" không hợp lệ',
      en: 'The header "{name}" is not valid',
    },
    advice: {
      vi: 'Mở nút và sửa tên hoặc giá trị tiêu đề: chỉ gồm chữ không dấu, không xuống dòng, không phải tiêu đề do hệ thống đặt. Chữ có dấu thì đặt trong nội dung, hoặc dùng $encodeUrlComponent.',
      en: 'Open the node and correct the header: plain ASCII, no line breaks, and none that the system sets itself. Put other letters into the body, or use $encodeUrlComponent.',
    },
  },
} satisfies Record<string, ErrorKind>
