import type { ErrorKind } from '../flow-error.ts'

/** Faults of the data in a message: JSON, XML, text encodings, expressions, mappings, scripts, code tables. */
export const dataCodes = {
  'json.malformed': {
    class: 'data',
    side: 'data',
    status: 400,
    message: {
      vi: 'Nội dung không phải JSON hợp lệ (dòng:cột {place})',
      en: 'The body is not valid JSON (line:column {place})',
    },
    advice: {
      vi: 'Đề nghị bên gửi kiểm tra lại nội dung tại vị trí này rồi gửi lại.',
      en: 'Ask the sender to correct the body at this place and send it again.',
    },
  },
  'json.too-deep': {
    class: 'data',
    side: 'data',
    status: 400,
    message: { vi: 'Dữ liệu lồng nhau quá {depth} cấp', en: 'The data is nested deeper than {depth} levels' },
    advice: { vi: 'Đề nghị bên gửi giảm số cấp lồng nhau.', en: 'Ask the sender to flatten the data.' },
  },
  'json.forbidden-key': {
    class: 'data',
    side: 'data',
    status: 400,
    message: { vi: 'Dữ liệu chứa tên trường bị cấm "{key}"', en: 'The data has the forbidden field name "{key}"' },
    advice: {
      vi: 'Bỏ trường này khỏi dữ liệu. Tên trường này có thể bị lợi dụng để tấn công hệ thống.',
      en: 'Remove this field: the name can be used to attack the system.',
    },
  },
  'json.duplicate-key': {
    class: 'data',
    side: 'data',
    status: 400,
    message: {
      vi: 'Trường "{place}" được ghi hai lần trong cùng một đối tượng',
      en: 'The field "{place}" stands twice in one object',
    },
    advice: {
      vi: 'Đề nghị bên gửi bỏ trường thừa; nếu có nhiều giá trị thì gửi dưới dạng danh sách.',
      en: 'Ask the sender to remove one of them, or to send several values as a list.',
    },
  },
  'json.number': {
    class: 'data',
    side: 'data',
    status: 400,
    message: {
      vi: 'Số {number} quá lớn nên sẽ bị làm tròn (dòng:cột {place})',
      en: 'The number {number} is too large and would be rounded (line:column {place})',
    },
    advice: {
      vi: 'Đề nghị bên gửi đặt mã số này trong dấu ngoặc kép, như một chuỗi ký tự.',
      en: 'Ask the sender to put this number in quotes, as text.',
    },
  },
  'json.half-character': {
    class: 'data',
    side: 'data',
    status: 400,
    message: {
      vi: 'Chữ tại "{place}" có nửa ký tự Unicode (mã \\ud800–\\udfff đứng lẻ)',
      en: 'The text at "{place}" has half a Unicode character (a lone \\ud800–\\udfff)',
    },
    advice: {
      vi: 'Đề nghị bên gửi kiểm tra chỗ cắt chuỗi ký tự rồi gửi lại.',
      en: 'Ask the sender to check where the text was cut, and to send it again.',
    },
  },
  'xml.malformed': {
    class: 'data',
    side: 'data',
    status: 400,
    message: {
      vi: 'Nội dung không phải XML hợp lệ (dòng:cột {place}): {reason}',
      en: 'The body is not well-formed XML (line:column {place}): {reason}',
    },
    advice: {
      vi: 'Đề nghị bên gửi kiểm tra lại nội dung tại vị trí này rồi gửi lại.',
      en: 'Ask the sender to correct the body at this place and send it again.',
    },
  },
  'xml.doctype-refused': {
    class: 'data',
    side: 'data',
    status: 400,
    message: { vi: 'XML có khai báo DOCTYPE nên bị từ chối', en: 'XML with a DOCTYPE is refused' },
    advice: {
      vi: 'Đề nghị bên gửi bỏ khai báo DOCTYPE và các thực thể tự định nghĩa.',
      en: 'Ask the sender to leave out the DOCTYPE and its own entities.',
    },
  },
  'xml.too-large': {
    class: 'data',
    side: 'data',
    status: 413,
    message: { vi: 'XML vượt giới hạn {limit}', en: 'The XML is beyond the limit of {limit}' },
    advice: {
      vi: 'Tăng giới hạn trong cấu hình của nút hoặc đề nghị bên gửi chia nhỏ.',
      en: 'Raise the limit in the node settings, or ask the sender to split the message.',
    },
  },
  'text.encoding': {
    class: 'data',
    side: 'data',
    status: 400,
    message: {
      vi: 'Nội dung không đúng bảng mã {charset} (byte thứ {offset})',
      en: 'The body is not valid {charset} (byte {offset})',
    },
    advice: {
      vi: 'Đề nghị bên gửi dùng UTF-8 hoặc khai báo đúng bảng mã trong Content-Type.',
      en: 'Ask the sender to use UTF-8 or to declare the right charset in Content-Type.',
    },
  },
  'expression.failed': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Công thức "{expression}" không tính được: {reason}',
      en: 'The expression "{expression}" cannot be computed: {reason}',
    },
    advice: {
      vi: 'Mở nút này, xem dữ liệu vào và sửa công thức hoặc dữ liệu.',
      en: 'Open the node, look at its input and correct the expression or the data.',
    },
  },
  'mapping.missing': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Trường bắt buộc "{target}" không có giá trị (lấy từ "{source}")',
      en: 'The required field "{target}" has no value (from "{source}")',
    },
    advice: {
      vi: 'Bổ sung dữ liệu nguồn, chọn nguồn khác hoặc đặt giá trị mặc định cho trường này.',
      en: 'Complete the source data, choose another source, or give this field a default.',
    },
  },
  'mapping.wrong-type': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Trường "{target}" cần {expected} nhưng nhận được {actual}',
      en: 'The field "{target}" needs {expected} but got {actual}',
    },
    advice: {
      vi: 'Đổi kiểu bằng một công thức, ví dụ $string(...) hoặc $number(...).',
      en: 'Convert it with an expression such as $string(...) or $number(...).',
    },
  },
  'code-table.unknown-code': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Danh mục "{table}" không có mã "{code}"', en: 'The code table "{table}" has no code "{code}"' },
    advice: {
      vi: 'Bổ sung mã vào danh mục rồi chạy lại, hoặc chọn cách xử lý mã lạ trong nút.',
      en: 'Add the code to the table and run again, or choose what to do with unknown codes in the node.',
    },
  },
  'code-table.unknown-table': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: { vi: 'Không có danh mục "{table}"', en: 'There is no code table "{table}"' },
    advice: {
      vi: 'Tạo danh mục này trong mục Danh mục hoặc chọn danh mục khác.',
      en: 'Create the table under Code tables, or choose another one.',
    },
  },
  'script.failed': {
    class: 'data',
    side: 'ours',
    status: 422,
    message: { vi: 'Đoạn mã báo lỗi tại dòng {line}: {reason}', en: 'The script failed at line {line}: {reason}' },
    advice: {
      vi: 'Mở nút, chạy thử với thông điệp này và sửa đoạn mã.',
      en: 'Open the node, run it with this message and correct the script.',
    },
  },
  'script.timeout': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: { vi: 'Đoạn mã chạy quá {ms} ms nên bị dừng', en: 'The script ran longer than {ms} ms and was stopped' },
    advice: {
      vi: 'Kiểm tra vòng lặp trong đoạn mã hoặc tăng thời hạn của nút.',
      en: 'Look for an endless loop, or raise the time limit of the node.',
    },
  },
  'script.memory': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Đoạn mã dùng quá {mb} MB bộ nhớ nên bị dừng',
      en: 'The script used more than {mb} MB of memory and was stopped',
    },
    advice: { vi: 'Chia nhỏ dữ liệu trước khi đưa vào đoạn mã.', en: 'Split the data before it reaches the script.' },
  },
  'script.input-too-large': {
    class: 'data',
    side: 'data',
    status: 413,
    message: {
      vi: 'Thông điệp lớn hơn {limit} nên không đưa vào đoạn mã được',
      en: 'The message is larger than {limit} and cannot be given to a script',
    },
    advice: {
      vi: 'Tách hoặc rút gọn thông điệp trước nút này.',
      en: 'Split or shorten the message before this node.',
    },
  },
  'script.result-too-large': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: { vi: 'Kết quả của đoạn mã lớn hơn {limit}', en: 'The result of the script is larger than {limit}' },
    advice: { vi: 'Trả về ít dữ liệu hơn.', en: 'Return less data.' },
  },
  'message.wrong-shape': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Dữ liệu vào không đúng dạng nút này cần: {reason}',
      en: 'The input does not have the shape this node needs: {reason}',
    },
    advice: {
      vi: 'Xem dữ liệu vào của nút; thêm nút chuyển đổi ở trước nếu cần.',
      en: 'Look at the input of the node; put a transform in front if needed.',
    },
  },
} satisfies Record<string, ErrorKind>
