import { complaint } from '#shared/node/complaint.ts'
import { field } from '#shared/node/fields.ts'
import { statusRanges } from './status-ranges.ts'

/** The forms in which a body is sent. */
export const SEND_FORMS = [
  { value: 'auto', title: { vi: 'Tự chọn', en: 'As fits' } },
  { value: 'json', title: { vi: 'JSON', en: 'JSON' } },
  { value: 'form', title: { vi: 'Biểu mẫu', en: 'Form' } },
  { value: 'multipart', title: { vi: 'Biểu mẫu nhiều phần', en: 'Form of several parts' } },
  { value: 'text', title: { vi: 'Văn bản', en: 'Text' } },
  { value: 'none', title: { vi: 'Không gửi nội dung', en: 'No body' } },
] as const

/** How the choice of that form is shown. */
export const SEND_LOOK = {
  title: { vi: 'Gửi dưới dạng', en: 'Send as' },
  help: {
    vi: 'Kiểu mà hệ thống kia nhận, thường là JSON.',
    en: 'The type that the other system takes, usually JSON.',
  },
  showIf: { setting: 'method', is: ['POST', 'PUT', 'PATCH', 'DELETE'] },
  advanced: true,
} as const

/** The forms in which an answer is read. */
export const ANSWER_FORMS = [
  { value: 'auto', title: { vi: 'Tự nhận biết', en: 'As declared' } },
  { value: 'json', title: { vi: 'JSON', en: 'JSON' } },
  { value: 'text', title: { vi: 'Văn bản', en: 'Text' } },
  { value: 'base64', title: { vi: 'Tệp (Base64)', en: 'File (Base64)' } },
] as const

/** How the choice of that form is shown. */
export const ANSWER_LOOK = {
  title: { vi: 'Đọc câu trả lời như', en: 'Read the answer as' },
  help: {
    vi: 'Tự nhận theo kiểu nội dung của câu trả lời, hoặc ép đọc như JSON, chữ hay tệp. Ví dụ bản PDF: chọn Tệp.',
    en: 'By the content type of the answer, or always as JSON, text or a file, such as a PDF.',
  },
  advanced: true,
} as const

/** The settings of one request over HTTP and of how its answer is read. */
export const requestFields = {
  connection: field.connection(['http'], {
    title: { vi: 'Kết nối', en: 'Connection' },
    help: {
      vi: 'Kết nối HTTP có địa chỉ và cách xác thực, ví dụ mot-cua-api.',
      en: 'An HTTP connection with address and authentication, such as mot-cua-api.',
    },
  }),
  method: field
    .choice(
      (['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const).map((value) => ({
        value,
        title: { vi: value, en: value },
      })),
      {
        title: { vi: 'Phương thức', en: 'Method' },
        help: {
          vi: 'GET để đọc; POST để tạo mới; PUT để ghi đè; DELETE để xoá.',
          en: 'GET reads, POST makes, PUT writes over, DELETE removes.',
        },
      },
    )
    .default('GET'),
  path: field
    .value({
      title: { vi: 'Đường dẫn', en: 'Path' },
      help: {
        vi: 'Nối sau địa chỉ gốc của kết nối. Có thể viết /ho-so/{ma} rồi cho giá trị của ma ở dưới.',
        en: 'Joined to the base address of the connection. Write /ho-so/{ma} and give the value of ma below.',
      },
      placeholder: '/ho-so/{ma}',
    })
    .default('/'),
  pathValues: field
    .pairs({
      title: { vi: 'Giá trị trong đường dẫn', en: 'Values in the path' },
      help: {
        vi: 'Giá trị cho phần trong {} của đường dẫn, ví dụ ma lấy từ MaHoSo cho /api/hoso/{ma}.',
        en: 'Values for what stands in {} in the path, such as ma from MaHoSo for /api/hoso/{ma}.',
      },
    })
    .default([]),
  query: field
    .pairs({
      title: { vi: 'Tham số sau dấu ?', en: 'Query parameters' },
      help: {
        vi: 'Giá trị rỗng (null) thì không gửi; danh sách thì lặp lại tên. Ví dụ trang lấy giá trị 1 thành ?trang=1, ma lấy danh sách ["A", "B"] thành ?ma=A&ma=B.',
        en: 'A null value is not sent; a list repeats the name. Such as page with the value 1, which becomes ?page=1, and code with the list ["A", "B"], which becomes ?code=A&code=B.',
      },
    })
    .default([]),
  headers: field
    .pairs({
      title: { vi: 'Tiêu đề', en: 'Headers' },
      help: {
        vi: 'Tài khoản và khoá được lấy từ kết nối, không khai báo ở đây. Ví dụ X-Don-Vi.',
        en: 'Credentials come from the connection and are not given here. Such as X-Unit.',
      },
    })
    .default([]),
  body: field
    .value({
      title: { vi: 'Nội dung gửi', en: 'Body' },
      help: {
        vi: 'Để trống: gửi nội dung của thông điệp. GET và HEAD không gửi nội dung. Ví dụ trường HoSo.',
        en: 'Empty: the body of the message. GET and HEAD send none. Such as the field HoSo.',
      },
      showIf: { setting: 'method', is: ['POST', 'PUT', 'PATCH', 'DELETE'] },
    })
    .optional(),
  send: field.choice(SEND_FORMS, SEND_LOOK).default('auto'),
  answer: field.choice(ANSWER_FORMS, ANSWER_LOOK).default('auto'),
  okStatuses: field
    .text({
      title: { vi: 'Mã trạng thái được coi là thành công', en: 'Statuses that count as success' },
      help: {
        vi: 'Ví dụ 200-299, 404. Mã khác thành lỗi: 408, 425, 429, 5xx được gửi lại; còn lại dừng.',
        en: 'Such as 200-299, 404. Others are errors: 408, 425, 429 and 5xx are tried again, the rest stop.',
      },
      advanced: true,
    })
    .refine((text) => statusRanges(text) !== undefined, complaint('viết như 200-299, 404', 'write it as 200-299, 404'))
    .default('200-299'),
} as const

/** The settings that bound one request. */
export const requestLimits = {
  timeout: field
    .duration({
      title: { vi: 'Thời hạn', en: 'Time limit' },
      help: {
        vi: 'Chờ câu trả lời tối đa, ví dụ 30 giây (PT30S).',
        en: 'Wait for the answer at most, such as 30 seconds (PT30S).',
      },
      advanced: true,
    })
    .default('PT30S'),
  maxBytes: field
    .integer({
      title: { vi: 'Câu trả lời lớn nhất (byte)', en: 'Largest answer (bytes)' },
      help: {
        vi: 'Câu trả lời lớn hơn là lỗi, để bộ nhớ không bị đầy. Ví dụ 10000000 là khoảng 10 MB.',
        en: 'A larger answer is an error, so that memory does not fill up. 10000000 is about 10 MB.',
      },
      min: 1,
      max: 100_000_000,
      advanced: true,
    })
    .default(10_000_000),
} as const
