import { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'
import { FREE, OPERATIONS } from './operations.ts'

const operations = [
  ...OPERATIONS.map(({ name, title }) => ({ value: name, title })),
  { value: FREE, title: { vi: 'Đường dẫn tự nhập', en: 'A path of your own' } },
] as const

const freeOnly = { showIf: { setting: 'operation', is: [FREE] } }

/** What each operation needs beside its parameters. */
const NEEDED: Readonly<Record<string, 'key' | 'path'>> = {
  chiTietDoanhNghiep: 'key',
  tinhTrangHoSo: 'key',
  Category: 'key',
  Metadata: 'key',
  [FREE]: 'path',
}

/** Gọi NGSP / LGSP: a service of the national or provincial platform, with its token. */
export const definition = defineNode({
  type: 'ngsp-call',
  version: 1,
  kind: 'connector',
  title: { vi: 'Gọi NGSP / LGSP', en: 'NGSP / LGSP' },
  summary: {
    vi: 'Tra cứu doanh nghiệp, danh mục dùng chung và dịch vụ khác qua nền tảng tích hợp; tự lấy và làm mới mã truy cập.',
    en: 'Looks up enterprises, shared code tables and other services of the platform; gets and renews its token.',
  },
  keywords: ['ngsp', 'lgsp', 'ndxp', 'doanh nghiệp', 'dkdn', 'dmdc', 'danh mục', 'mã số thuế', 'tra cứu'],
  settings: z
    .strictObject({
      connection: field.connection(['national'], { title: { vi: 'Kết nối', en: 'Connection' } }),
      operation: field.choice(operations, { title: { vi: 'Dịch vụ', en: 'Operation' } }).default('chiTietDoanhNghiep'),
      key: field
        .value({
          title: { vi: 'Mã cần tra', en: 'What to look up' },
          help: {
            vi: 'Mã số doanh nghiệp, số hồ sơ hoặc mã danh mục, tuỳ dịch vụ.',
            en: 'The enterprise number, the dossier number or the code table, as the operation needs.',
          },
          showIf: { setting: 'operation', is: ['chiTietDoanhNghiep', 'tinhTrangHoSo', 'Category', 'Metadata'] },
        })
        .optional(),
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
          { title: { vi: 'Phương thức', en: 'Method' }, ...freeOnly },
        )
        .default('GET'),
      path: field
        .text({ title: { vi: 'Đường dẫn', en: 'Path' }, placeholder: '/apiBHXH/getMaSoBhxhTheoTieuChi', ...freeOnly })
        .regex(/^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+$/)
        .optional(),
      parameters: field
        .pairs({
          title: { vi: 'Tham số', en: 'Parameters' },
          help: {
            vi: 'Gửi sau dấu ?. Với POST, nội dung thông điệp được gửi dưới dạng JSON.',
            en: 'Sent behind the ?. With POST the body of the message is sent as JSON.',
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
      timeout: field.duration({ title: { vi: 'Thời hạn', en: 'Time limit' }, advanced: true }).default('PT30S'),
    })
    .superRefine((settings, context) => {
      const needed = Object.hasOwn(NEEDED, settings.operation) ? NEEDED[settings.operation] : undefined
      if (needed === undefined || settings[needed] !== undefined) return
      context.addIssue({ code: 'custom', path: [needed], ...complaint('chưa nhập', 'is missing') })
    }),
  input: true,
  out: [
    { name: 'out', title: { vi: 'Kết quả', en: 'Result' } },
    { name: 'not-found', title: { vi: 'Không tìm thấy', en: 'Not found' } },
  ],
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
