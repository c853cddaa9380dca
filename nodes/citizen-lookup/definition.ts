import { z } from 'zod'
import { SERVICE_PATH } from '#nodes/replies/service-path.ts'
import { timeoutField } from '#nodes/replies/timeout-field.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

const text = { type: 'string' } as const
const place = { type: 'object', properties: { maTinh: text, maHuyen: text, maXa: text, chiTiet: text, quocGia: text } }

/** Tra cứu công dân: one look-up in the national population database, in the name of an officer and for a dossier. */
export const definition = defineNode({
  type: 'citizen-lookup',
  version: 1,
  kind: 'connector',
  family: 'national',
  title: { vi: 'Tra cứu công dân', en: 'Look up a citizen' },
  summary: {
    vi: 'Tra cứu, xác thực một công dân trong CSDL quốc gia về dân cư; mỗi lần tra đều vào nhật ký kiểm toán.',
    en: 'Looks up one citizen in the national population database; every look-up is in the audit trail.',
  },
  keywords: ['dân cư', 'công dân', 'cccd', 'cmnd', 'căn cước', 'số định danh', 'xác thực', 'population', 'citizen'],
  settings: z.strictObject({
    connection: field.connection(['national'], {
      title: { vi: 'Kết nối', en: 'Connection' },
      help: {
        vi: 'Kết nối tới CSDL quốc gia về dân cư, trực tiếp hoặc qua LGSP, ví dụ dan-cu.',
        en: 'A connection to the national population database, straight or through the LGSP, such as dan-cu.',
      },
    }),
    officer: field.value({
      title: { vi: 'Mã cán bộ', en: 'Officer' },
      help: {
        vi: 'Cán bộ đứng tên tra cứu, đã được cấp quyền cho thủ tục này, ví dụ CB0012.',
        en: 'In whose name it is looked up; he or she must have the right for this procedure.',
      },
    }),
    procedure: field.value({
      title: { vi: 'Mã thủ tục', en: 'Procedure' },
      help: {
        vi: 'Mã thủ tục hành chính đang giải quyết, ví dụ 1.001193.',
        en: 'The code of the procedure at hand, such as 1.001193.',
      },
    }),
    dossier: field.value({
      title: { vi: 'Mã hồ sơ', en: 'Dossier' },
      help: {
        vi: 'Hồ sơ cần tra cứu, ví dụ 000.00.00.H22-260105-0001.',
        en: 'The dossier that needs the look-up, such as 000.00.00.H22-260105-0001.',
      },
    }),
    purpose: field.value({
      title: { vi: 'Mục đích tra cứu', en: 'Purpose' },
      help: {
        vi: 'Ghi vào nhật ký, ví dụ "Đối chiếu nơi thường trú khi đăng ký khai sinh".',
        en: 'Kept in the audit trail, such as "Check the residence for a birth registration".',
      },
    }),
    idNumber: field.value({
      title: { vi: 'Số định danh hoặc CMND', en: 'Identity number' },
      help: { vi: '12 số (CCCD) hoặc 9 số (CMND), ví dụ 001199000123.', en: 'Twelve digits (CCCD) or nine (CMND).' },
    }),
    name: field.value({
      title: { vi: 'Họ và tên', en: 'Full name' },
      help: { vi: 'Như trên giấy tờ, ví dụ NGUYỄN THỊ THỬ.', en: 'As on the papers, such as NGUYỄN THỊ THỬ.' },
    }),
    birth: field.value({
      title: { vi: 'Ngày sinh', en: 'Date of birth' },
      help: {
        vi: 'dd/MM/yyyy, yyyy-MM-dd, yyyyMMdd hoặc chỉ năm, ví dụ 05/01/1990.',
        en: 'dd/MM/yyyy, yyyy-MM-dd, yyyyMMdd or the year.',
      },
    }),
    serviceUser: field
      .value({
        title: { vi: 'Tài khoản dịch vụ (userNameService)', en: 'Service user (userNameService)' },
        help: {
          vi: 'Khi nơi cung cấp yêu cầu, ví dụ motcua_tinh.',
          en: 'When the provider asks for it, such as motcua_tinh.',
        },
        advanced: true,
      })
      .optional(),
    path: field
      .text({
        title: { vi: 'Đường dẫn dịch vụ', en: 'Path of the service' },
        help: {
          vi: 'Theo tài liệu mà nơi cung cấp giao cho, ví dụ /apiCSDLDanCu/traCuuThongTinCongDan.',
          en: 'As the guide of the provider says.',
        },
        advanced: true,
      })
      .regex(SERVICE_PATH)
      .default('/apiCSDLDanCu/traCuuThongTinCongDan'),
    timeout: timeoutField(30),
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
