import { z } from 'zod'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

const text = { type: 'string' } as const
const place = { type: 'object', properties: { maTinh: text, maHuyen: text, maXa: text, chiTiet: text, quocGia: text } }

/** Tra cứu công dân: one look-up in the national population database, in the name of an officer and for a dossier. */
export const definition = defineNode({
  type: 'citizen-lookup',
  version: 1,
  kind: 'connector',
  title: { vi: 'Tra cứu công dân', en: 'Look up a citizen' },
  summary: {
    vi: 'Tra cứu, xác thực một công dân trong CSDL quốc gia về dân cư; mỗi lần tra đều vào nhật ký kiểm toán.',
    en: 'Looks up one citizen in the national population database; every look-up is in the audit trail.',
  },
  keywords: ['dân cư', 'công dân', 'cccd', 'cmnd', 'căn cước', 'số định danh', 'xác thực', 'population', 'citizen'],
  settings: z.strictObject({
    connection: field.connection(['national'], { title: { vi: 'Kết nối', en: 'Connection' } }),
    officer: field.value({
      title: { vi: 'Mã cán bộ', en: 'Officer' },
      help: {
        vi: 'Cán bộ đứng tên tra cứu, đã được cấp quyền cho thủ tục này.',
        en: 'In whose name it is looked up; he or she must have the right for this procedure.',
      },
    }),
    procedure: field.value({ title: { vi: 'Mã thủ tục', en: 'Procedure' } }),
    dossier: field.value({ title: { vi: 'Mã hồ sơ', en: 'Dossier' } }),
    purpose: field.value({ title: { vi: 'Mục đích tra cứu', en: 'Purpose' } }),
    idNumber: field.value({
      title: { vi: 'Số định danh hoặc CMND', en: 'Identity number' },
      help: { vi: '12 số (CCCD) hoặc 9 số (CMND).', en: 'Twelve digits (CCCD) or nine (CMND).' },
    }),
    name: field.value({ title: { vi: 'Họ và tên', en: 'Full name' } }),
    birth: field.value({
      title: { vi: 'Ngày sinh', en: 'Date of birth' },
      help: {
        vi: 'dd/MM/yyyy, yyyy-MM-dd, yyyyMMdd hoặc chỉ năm.',
        en: 'dd/MM/yyyy, yyyy-MM-dd, yyyyMMdd or the year.',
      },
    }),
    serviceUser: field
      .value({
        title: { vi: 'Tài khoản dịch vụ (userNameService)', en: 'Service user (userNameService)' },
        advanced: true,
      })
      .optional(),
    path: field
      .text({
        title: { vi: 'Đường dẫn dịch vụ', en: 'Path of the service' },
        help: { vi: 'Theo tài liệu mà nơi cung cấp giao cho.', en: 'As the guide of the provider says.' },
        advanced: true,
      })
      .regex(/^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+$/)
      .default('/apiCSDLDanCu/traCuuThongTinCongDan'),
    timeout: field.duration({ title: { vi: 'Thời hạn', en: 'Time limit' }, advanced: true }).default('PT30S'),
  }),
  input: true,
  out: [
    {
      name: 'out',
      title: { vi: 'Có trong CSDL', en: 'Found' },
      schema: {
        type: 'object',
        properties: {
          soDinhDanh: text,
          soCMND: text,
          hoVaTen: text,
          gioiTinh: text,
          danToc: text,
          quocTich: text,
          ngaySinh: text,
          namSinh: text,
          thuongTru: place,
          noiOHienTai: place,
        },
        required: ['soDinhDanh', 'hoVaTen'],
      },
    },
    { name: 'not-found', title: { vi: 'Không khớp', en: 'No match' }, mustWire: true },
  ],
  output: 'described',
  sample: {
    soDinhDanh: '001299000017',
    soCMND: '',
    hoVaTen: 'Nguyễn Văn Thử',
    gioiTinh: '1',
    danToc: '01',
    quocTich: 'VN',
    ngaySinh: '1999-01-05',
    namSinh: '1999',
    thuongTru: { maTinh: '02', maHuyen: '024', maXa: '00697', chiTiet: 'Số 1, đường Thử', quocGia: 'VN' },
    noiOHienTai: { maTinh: '02', maHuyen: '024', maXa: '00697', chiTiet: 'Số 1, đường Thử', quocGia: 'VN' },
  },
  effects: 'idempotent',
  needs: ['http', 'secrets'],
})
