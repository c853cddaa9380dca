import { z } from 'zod'
import { dataField } from '#nodes/replies/data-field.ts'
import { operationPorts } from '#nodes/replies/operation-ports.ts'
import { PLATFORM_RULES } from '#nodes/replies/rules.ts'
import { rulesField } from '#nodes/replies/rules-field.ts'
import { SERVICE_PATH } from '#nodes/replies/service-path.ts'
import { timeoutField } from '#nodes/replies/timeout-field.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'
import { HAND_OVER, HANDING_OVER, OPERATIONS, POSTING } from './operations.ts'

/** Gọi hệ thống đất đai: dossiers and tax notices of land procedures to ILIS or VBDLIS. */
export const definition = defineNode({
  type: 'land-call',
  version: 1,
  kind: 'connector',
  family: 'national',
  title: { vi: 'Gọi hệ thống đất đai (thử nghiệm)', en: 'Land systems (experimental)' },
  summary: {
    vi: 'Chuyển hồ sơ đất đai, báo kết quả thông báo thuế sang ILIS hoặc VBDLIS, lấy danh mục của VBDLIS.',
    en: 'Hands land dossiers and tax notices over to ILIS or VBDLIS, and gets code tables of VBDLIS.',
  },
  keywords: ['đất đai', 'địa chính', 'vbdlis', 'ilis', 'thuế', 'thông báo thuế', 'sổ đỏ', 'biên nhận', 'land', 'tax'],
  settings: z
    .strictObject({
      connection: field.connection(['national'], {
        title: { vi: 'Kết nối', en: 'Connection' },
        help: {
          vi: 'Kết nối tới ILIS (tài khoản đổi lấy mã truy cập) hoặc VBDLIS (mã bảo mật trên địa chỉ), ví dụ ilis.',
          en: 'A connection to ILIS (user name and password for a token) or VBDLIS (security code in the address), such as ilis.',
        },
      }),
      operation: field
        .choice(
          OPERATIONS.map(({ name, title }) => ({ value: name, title })),
          {
            title: { vi: 'Việc', en: 'Operation' },
            help: { vi: 'Việc cần làm ở hệ thống đất đai.', en: 'What to do at the land system.' },
          },
        )
        .default('TiepNhanHoSo'),
      key: field
        .text({
          title: { vi: 'Tên danh mục', en: 'Code table' },
          help: {
            vi: 'Phần sau chữ GetDanhMuc, ví dụ LoaiHoSo.',
            en: 'What stands behind GetDanhMuc, such as LoaiHoSo.',
          },
          placeholder: 'LoaiHoSo',
          showIf: { setting: 'operation', is: ['GetDanhMuc'] },
        })
        .regex(/^[A-Za-z0-9]{1,60}$/)
        .optional(),
      data: dataField({ setting: 'operation', is: POSTING }),
      repeatSafe: field
        .boolean({
          title: { vi: 'Nơi nhận nhận ra hồ sơ trùng', en: 'The receiver recognises repeats' },
          help: {
            vi: 'Bật khi gửi lại cùng số biên nhận thì bên kia trả lời "đã tồn tại". Tắt: mất câu trả lời thì chờ người quyết định.',
            en: 'On when the same receipt sent again is answered with "already there". Off: a lost answer waits for a person.',
          },
          showIf: { setting: 'operation', is: HANDING_OVER },
        })
        .default(false),
      rules: rulesField(PLATFORM_RULES),
      path: field
        .text({
          title: { vi: 'Đường dẫn dịch vụ', en: 'Path of the service' },
          help: {
            vi: 'Theo tài liệu mà nơi cung cấp giao cho, ví dụ /api/TiepNhanHoSo.',
            en: 'As the guide of the provider says, such as /api/TiepNhanHoSo.',
          },
          advanced: true,
        })
        .regex(SERVICE_PATH)
        .optional(),
      timeout: timeoutField(30),
    })
    .superRefine(({ operation, key }, context) => {
      if (operation !== 'GetDanhMuc' || key !== undefined) return
      context.addIssue({ code: 'custom', path: ['key'], ...complaint('chưa nhập', 'is missing') })
    }),
  input: true,
  out: operationPorts(OPERATIONS, { vi: 'Không tìm thấy', en: 'Not found' }),
  output: 'described',
  sample: { ok: true, duplicate: false, retryable: false, code: '1', message: 'Thành công', result: {} },
  effects: {
    by: 'operation',
    when: Object.fromEntries(HANDING_OVER.map((name) => [name, HAND_OVER] as const)),
    otherwise: 'idempotent',
  },
  needs: ['http', 'secrets'],
})
