import { z } from 'zod'
import { connectionField, limitField, moduleField } from '#nodes/dvclt-call/fields.ts'
import { DOSSIER } from '#nodes/dvclt-call/operations.ts'
import { SERVICE_PATH } from '#nodes/replies/service-path.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Nhận hồ sơ liên thông: new dossiers of the linked-service software become messages, each once. */
export const definition = defineNode({
  type: 'dvclt-in',
  version: 1,
  kind: 'trigger',
  family: 'national',
  title: { vi: 'Nhận hồ sơ liên thông', en: 'From linked public services' },
  summary: {
    vi: 'Định kỳ lấy hồ sơ mới từ phần mềm DVC liên thông; chỉ báo đã nhận sau khi lưu an toàn, mỗi hồ sơ vào luồng một lần.',
    en: 'Gets new dossiers of the linked-service software; each is reported received once it is safe, and enters the flow once.',
  },
  keywords: [
    'dvc liên thông',
    'dịch vụ công liên thông',
    'khai sinh',
    'khai tử',
    'hồ sơ mới',
    'poll',
    'birth',
    'death',
  ],
  settings: z.strictObject({
    connection: connectionField,
    module: moduleField(),
    every: field
      .duration({
        title: { vi: 'Hỏi mỗi', en: 'Look every' },
        help: {
          vi: 'Bao lâu hỏi hồ sơ mới một lần, ví dụ 1 phút (PT1M).',
          en: 'How often new dossiers are asked for, such as every minute (PT1M).',
        },
      })
      .default('PT1M'),
    batch: limitField(),
    path: field
      .text({
        title: { vi: 'Đường dẫn danh sách hồ sơ', en: 'Path of the list' },
        help: {
          vi: 'Theo tài liệu được cấp; một hồ sơ nằm ở đường dẫn này cộng mã của nó. Ví dụ /api/lienthongdvclt/hosolienthong.',
          en: 'As the guide says; one dossier is at this path plus its id. Such as /api/lienthongdvclt/hosolienthong.',
        },
        advanced: true,
      })
      .regex(SERVICE_PATH)
      .default('/api/lienthongdvclt/hosolienthong'),
  }),
  input: false,
  out: [{ name: 'out', title: { vi: 'Hồ sơ mới', en: 'New dossier' }, schema: DOSSIER }],
  output: 'described',
  sample: {
    id: '1',
    maHoSo: '000.00.00.H22-260105-0001',
    maDonVi: '00697',
    maTTHC: '2.002621',
    module: 'KS',
    ngayTiepNhan: '2026-01-05T08:00:00+07:00',
    techId: '',
    data: { hoTich: { nksHoTen: 'Nguyễn Thử Bé' } },
    fileDinhKem: [],
  },
  effects: 'none',
  needs: ['http', 'secrets'],
})
