import { z } from 'zod'
import { entranceFields, OVER_XROAD, xroadChosen } from '#nodes/xroad/fields.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'
import { ACCESS, dedupeWindowField, keyChosen, keyField, maxBytesField } from './entrance-fields.ts'
import { pathParameters } from './path-parameters.ts'

/** Nhận yêu cầu HTTP: the gateway listens at this path and hands each request to the flow as a message. */
export const definition = defineNode({
  type: 'http-in',
  version: 1,
  kind: 'trigger',
  family: 'web',
  title: { vi: 'Nhận yêu cầu HTTP', en: 'Receive HTTP request' },
  summary: {
    vi: 'Mở một địa chỉ trên cổng tiếp nhận; mỗi yêu cầu gửi tới là một thông điệp.',
    en: 'Opens an address at the gateway; each request to it is a message.',
  },
  keywords: ['x-road', 'webhook', 'rest', 'api', 'endpoint', 'nhận', 'tiếp nhận', 'địa chỉ', 'nhận từ trục'],
  settings: z
    .strictObject({
      path: field
        .path({
          title: { vi: 'Đường dẫn', en: 'Path' },
          help: {
            vi: 'Ví dụ /dvcqg/ho-so hoặc /tra-cuu/doanh-nghiep/{maSo}. Phần trong {} có ở tiêu đề path-maso (chữ thường).',
            en: 'Such as /dvcqg/ho-so or /tra-cuu/doanh-nghiep/{maSo}. What stands in {} arrives as the header path-maso (lower case).',
          },
          placeholder: '/dvcqg/ho-so',
        })
        .refine(
          (path) => pathParameters(path) !== undefined,
          complaint(
            'mỗi phần giữa hai dấu / là chữ thường hoặc một {ten}, không trùng tên và không có // hay ..',
            'each part between slashes is plain or one {name}; names differ, and there is no // or ..',
          ),
        ),
      method: field
        .choice(
          (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).map((value) => ({
            value,
            title: { vi: value, en: value },
          })),
          {
            title: { vi: 'Phương thức', en: 'Method' },
            help: {
              vi: 'Bên gọi dùng phương thức nào: GET để hỏi, POST để gửi dữ liệu.',
              en: 'What the caller uses: GET to ask, POST to send data.',
            },
          },
        )
        .default('POST'),
      answer: field
        .choice(
          [
            { value: 'result', title: { vi: 'Chờ kết quả của luồng', en: 'Wait for the result of the flow' } },
            { value: 'stored', title: { vi: 'Trả lời ngay khi đã lưu (202)', en: 'Answer when stored (202)' } },
          ],
          {
            title: { vi: 'Trả lời bên gọi', en: 'Answer to the caller' },
            help: {
              vi: 'Với "đã lưu", bên gọi nhận mã lần chạy ngay khi thông điệp đã ghi an toàn xuống đĩa.',
              en: 'With "stored" the caller gets the id of the run as soon as the message is safe on disk.',
            },
          },
        )
        .default('result'),
      accepts: field
        .choice(
          [
            { value: 'json', title: { vi: 'JSON', en: 'JSON' } },
            { value: 'xml', title: { vi: 'XML (giữ nguyên văn bản)', en: 'XML (kept as text)' } },
            { value: 'text', title: { vi: 'Văn bản', en: 'Text' } },
            { value: 'form', title: { vi: 'Biểu mẫu', en: 'Form' } },
            { value: 'any', title: { vi: 'Bất kỳ', en: 'Anything' } },
          ],
          {
            title: { vi: 'Kiểu nội dung nhận', en: 'Content type taken' },
            help: {
              vi: 'Khác kiểu này thì bên gọi nhận lỗi 415. Ví dụ JSON cho dịch vụ REST.',
              en: 'Another type is refused with 415. Such as JSON for a REST service.',
            },
          },
        )
        .default('json'),
      access: field.choice([ACCESS.open, ACCESS.key, OVER_XROAD], ACCESS.look).default('open'),
      connection: keyField(),
      ...entranceFields(),
      dedupeBy: field
        .choice(
          [
            { value: 'key', title: { vi: 'Theo khoá', en: 'By a key' } },
            { value: 'content', title: { vi: 'Theo nội dung', en: 'By content' } },
          ],
          {
            title: { vi: 'Nhận ra yêu cầu trùng', en: 'How duplicates are told' },
            help: {
              vi: 'Theo khoá: công thức bên dưới, hoặc tiêu đề Idempotency-Key (qua X-Road: X-Road-Id). Theo nội dung: cùng địa chỉ và nội dung giống hệt là trùng, dù khoá khác.',
              en: 'By a key: the expression below, or the header Idempotency-Key (over X-Road: X-Road-Id). By content: same address and exactly the same body, whatever the key.',
            },
            advanced: true,
          },
        )
        .default('key'),
      dedupe: field
        .expression({
          title: { vi: 'Khoá chống trùng', en: 'Key against duplicates' },
          help: {
            vi: 'Công thức trên yêu cầu, ví dụ MaHoSo; cùng giá trị chỉ chạy một lần. Để trống: tiêu đề Idempotency-Key nếu bên gọi có gửi; cùng khoá mà khác nội dung thì từ chối (422).',
            en: 'Expression over the request, such as MaHoSo; the same value runs once. Empty: the header Idempotency-Key, if sent; the same key with another body is refused (422).',
          },
          showIf: { setting: 'dedupeBy', is: ['key'] },
          advanced: true,
        })
        .optional(),
      dedupeWindow: dedupeWindowField(),
      onDuplicate: field
        .choice(
          [
            { value: 'stored-reply', title: { vi: 'Trả lại kết quả lần đầu', en: 'Give the first reply again' } },
            { value: 'reject', title: { vi: 'Từ chối (409)', en: 'Refuse (409)' } },
          ],
          {
            title: { vi: 'Khi yêu cầu bị trùng', en: 'When a request is a duplicate' },
            help: {
              vi: 'Trả lại kết quả lần đầu giúp bên gọi gửi lại mà không sợ ghi hai lần.',
              en: 'The first reply lets the caller send again without fear of doing it twice.',
            },
            advanced: true,
          },
        )
        .default('stored-reply'),
      timeout: field
        .duration({
          title: { vi: 'Chờ kết quả tối đa', en: 'Wait for the result at most' },
          help: {
            vi: 'Để trống: theo thời hạn của luồng (mặc định 30 giây). Quá thời hạn, bên gọi nhận lỗi 504 kèm mã lần chạy; luồng vẫn chạy tiếp. Ví dụ 10 giây (PT10S).',
            en: 'Empty: the time limit of the flow (30 seconds unless told). After it the caller gets 504 with the id of the run; the flow goes on. Such as 10 seconds (PT10S).',
          },
          showIf: { setting: 'answer', is: ['result'] },
          advanced: true,
        })
        .optional(),
      maxBytes: maxBytesField(),
    })
    .superRefine(keyChosen)
    .superRefine(xroadChosen),
  input: false,
  out: [{ name: 'out', title: { vi: 'Yêu cầu', en: 'Request' } }],
  output: 'described',
  infers: 'request',
  sample: { MaHoSo: '000.00.00.H22-260105-0001', MaTTHC: '2.000635', ChuHoSo: 'Nguyễn Văn Bình' },
  effects: 'none',
})
