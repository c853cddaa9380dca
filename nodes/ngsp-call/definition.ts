import { z } from 'zod'
import { requestLimits } from '#nodes/http-request/request-fields.ts'
import { dataField } from '#nodes/replies/data-field.ts'
import { operationPorts } from '#nodes/replies/operation-ports.ts'
import { PLATFORM_RULES } from '#nodes/replies/rules.ts'
import { rulesField } from '#nodes/replies/rules-field.ts'
import { SERVICE_PATH } from '#nodes/replies/service-path.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'
import { FREE, KEYED, OPERATIONS, POSTING } from './operations.ts'

const operations = [
  ...OPERATIONS.map(({ name, title }) => ({ value: name, title })),
  { value: FREE, title: { vi: 'Đường dẫn tự nhập', en: 'A path of your own' } },
] as const

const freeOnly = { showIf: { setting: 'operation', is: [FREE] } }

/** What each operation needs beside its parameters. */
const NEEDED: Readonly<Record<string, 'key' | 'path'>> = {
  ...Object.fromEntries(KEYED.map((name) => [name, 'key'] as const)),
  [FREE]: 'path',
}

/** Gọi NGSP / LGSP: a service of the national or provincial platform, with its token. */
export const definition = defineNode({
  type: 'ngsp-call',
  version: 1,
  kind: 'connector',
  family: 'national',
  title: { vi: 'Gọi NGSP / LGSP', en: 'NGSP / LGSP' },
  summary: {
    vi: 'Doanh nghiệp, danh mục dùng chung, BHXH, lý lịch tư pháp, hộ tịch, kho giấy tờ qua nền tảng tích hợp; tuyến do kết nối quyết định.',
    en: 'Enterprises, code tables, insurance, criminal records, civil status and documents over the platform; the connection says by which route.',
  },
  keywords: [
    'ngsp',
    'lgsp',
    'ndxp',
    'doanh nghiệp',
    'dkdn',
    'dmdc',
    'danh mục',
    'mã số thuế',
    'tra cứu',
    'bhxh',
    'bảo hiểm',
    'lltp',
    'lý lịch tư pháp',
    'hộ tịch',
    'khai sinh',
    'kho giấy tờ',
    'giấy tờ số hoá',
    'x-road',
  ],
  settings: z
    .strictObject({
      connection: field.connection(['national'], {
        title: { vi: 'Kết nối', en: 'Connection' },
        help: {
          vi: 'Kết nối tới NGSP hoặc LGSP của tỉnh, ví dụ ngsp.',
          en: 'A connection to NGSP or the LGSP of the province, such as ngsp.',
        },
      }),
      operation: field
        .choice(operations, {
          title: { vi: 'Dịch vụ', en: 'Operation' },
          help: {
            vi: 'Dịch vụ cần gọi, ví dụ chi tiết doanh nghiệp. Dịch vụ không có trong danh sách: chọn "Đường dẫn tự nhập".',
            en: 'The service to call, such as one enterprise. Not in the list: choose "A path of your own".',
          },
        })
        .default('chiTietDoanhNghiep'),
      key: field
        .value({
          title: { vi: 'Mã cần tra', en: 'What to look up' },
          help: {
            vi: 'Mã số doanh nghiệp, số hồ sơ hoặc mã danh mục, tuỳ dịch vụ. Ví dụ trường MaSoDoanhNghiep, hoặc madantoc.',
            en: 'The enterprise number, the dossier number or the code table, as the operation needs. Such as the field MaSoDoanhNghiep, or madantoc.',
          },
          showIf: { setting: 'operation', is: KEYED },
        })
        .optional(),
      data: dataField({ setting: 'operation', is: POSTING }),
      normalise: field
        .boolean({
          title: { vi: 'Chuẩn hoá kết quả doanh nghiệp', en: 'Bring the enterprise into one shape' },
          help: {
            vi: 'Dù trả lời theo kiểu cũ hay mới, kết quả luôn có maSo, ten, diaChi, nguoiDaiDien, nganhNghe …',
            en: 'Whatever shape the answer has, the result has maSo, ten, diaChi, nguoiDaiDien, nganhNghe …',
          },
          showIf: { setting: 'operation', is: ['chiTietDoanhNghiep'] },
        })
        .default(true),
      method: field
        .choice(
          [
            { value: 'GET', title: { vi: 'GET', en: 'GET' } },
            { value: 'POST', title: { vi: 'POST', en: 'POST' } },
          ],
          {
            title: { vi: 'Phương thức', en: 'Method' },
            help: {
              vi: 'GET khi tra cứu, POST khi gửi dữ liệu, theo tài liệu của dịch vụ.',
              en: 'GET to look up, POST to send data, as the service documents it.',
            },
            ...freeOnly,
          },
        )
        .default('GET'),
      path: field
        .text({
          title: { vi: 'Đường dẫn', en: 'Path' },
          help: {
            vi: 'Bắt đầu bằng /, theo tài liệu của dịch vụ, ví dụ /apiBHXH/getMaSoBhxhTheoTieuChi.',
            en: 'Begins with /, as the service documents it, such as /apiBHXH/getMaSoBhxhTheoTieuChi.',
          },
          placeholder: '/apiBHXH/getMaSoBhxhTheoTieuChi',
          ...freeOnly,
        })
        .regex(SERVICE_PATH)
        .optional(),
      parameters: field
        .pairs({
          title: { vi: 'Tham số', en: 'Parameters' },
          help: {
            vi: 'Gửi sau dấu ?. Với POST, nội dung thông điệp được gửi dưới dạng JSON. Ví dụ limit lấy giá trị 100.',
            en: 'Sent behind the ?. With POST the body of the message is sent as JSON. Such as limit with the value 100.',
          },
        })
        .default([]),
      repeatSafe: field
        .boolean({
          title: { vi: 'Dịch vụ này gọi lại được', en: 'This service may be called again' },
          help: {
            vi: 'Bật khi dịch vụ chỉ tra cứu hoặc chấp nhận yêu cầu trùng.',
            en: 'On when the service only looks things up or takes repeats.',
          },
          ...freeOnly,
        })
        .default(false),
      rules: rulesField(PLATFORM_RULES),
      version: field
        .choice(
          [
            { value: '1.0', title: { vi: 'Có /1.0 trong đường dẫn', en: '/1.0 in the path' } },
            { value: 'none', title: { vi: 'Không có', en: 'None' } },
          ],
          {
            title: { vi: 'Phiên bản dịch vụ', en: 'Version of the service' },
            help: { vi: 'Nhiều LGSP của tỉnh không có phần /1.0.', en: 'Many provincial platforms have no /1.0.' },
            advanced: true,
          },
        )
        .default('1.0'),
      timeout: requestLimits.timeout,
    })
    .superRefine((settings, context) => {
      const needed = Object.hasOwn(NEEDED, settings.operation) ? NEEDED[settings.operation] : undefined
      if (needed === undefined || settings[needed] !== undefined) return
      context.addIssue({ code: 'custom', path: [needed], ...complaint('chưa nhập', 'is missing') })
    }),
  input: true,
  out: operationPorts(OPERATIONS, { vi: 'Không tìm thấy', en: 'Not found' }),
  output: 'described',
  sample: {
    maSo: '9900001027',
    ten: 'CÔNG TY TNHH GIẢ LẬP',
    tenVietTat: '',
    loaiHinh: 'Công ty trách nhiệm hữu hạn một thành viên',
    maTrangThai: '1',
    trangThai: 'Đang hoạt động',
    ngayThanhLap: '2015-03-20',
    diaChi: 'Số 1, đường Nguyễn Trãi, thành phố Hà Giang',
    nguoiDaiDien: 'Nguyễn Văn Thử',
    nganhNghe: [{ ma: '4690', ten: 'Bán buôn tổng hợp', chinh: true }],
  },
  effects: {
    by: 'operation',
    when: {
      ...Object.fromEntries(OPERATIONS.filter(({ writes }) => writes).map(({ name }) => [name, 'once'] as const)),
      [FREE]: {
        by: 'method',
        when: { GET: 'idempotent' },
        otherwise: { by: 'repeatSafe', when: { true: 'idempotent' }, otherwise: 'once' },
      },
    },
    otherwise: 'idempotent',
  },
  needs: ['http', 'secrets'],
})
