import { z } from 'zod'
import { dataField } from '#nodes/replies/data-field.ts'
import { operationPorts } from '#nodes/replies/operation-ports.ts'
import { PLATFORM_RULES } from '#nodes/replies/rules.ts'
import { rulesField } from '#nodes/replies/rules-field.ts'
import { timeoutField } from '#nodes/replies/timeout-field.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'
import { connectionField, limitField, moduleField } from './fields.ts'
import { KEYED, OPERATIONS, POSTING } from './operations.ts'

const operations = OPERATIONS.map(({ name, title }) => ({ value: name, title }))
const forList = { setting: 'operation', is: ['danhSachHoSo'] }

/** Gọi DVC liên thông: dossiers of linked civil status procedures, between the linked-service software and the Ministry of Justice. */
export const definition = defineNode({
  type: 'dvclt-call',
  version: 1,
  kind: 'connector',
  family: 'national',
  title: { vi: 'Gọi DVC liên thông', en: 'Linked public services' },
  summary: {
    vi: 'Lấy hồ sơ liên thông khai sinh, khai tử; gửi sang Bộ Tư pháp, hỏi kết quả và báo trạng thái về DVC liên thông.',
    en: 'Gets linked dossiers of births and deaths, sends them to the Ministry of Justice, asks for outcomes, reports states.',
  },
  keywords: [
    'dvc liên thông',
    'dịch vụ công liên thông',
    'khai sinh',
    'khai tử',
    'hộ tịch',
    'thường trú',
    'bhyt',
    'bộ tư pháp',
    'LTKS',
    'LTKT',
    'birth',
    'death',
  ],
  settings: z
    .strictObject({
      connection: connectionField,
      operation: field
        .choice(operations, {
          title: { vi: 'Việc', en: 'Operation' },
          help: {
            vi: 'Việc cần làm với phần mềm DVC liên thông hoặc Bộ Tư pháp.',
            en: 'What to do at the linked-service software or the ministry.',
          },
        })
        .default('danhSachHoSo'),
      module: moduleField(forList),
      limit: limitField(forList),
      key: field
        .value({
          title: { vi: 'Mã hồ sơ liên thông', en: 'Linked dossier' },
          help: {
            vi: 'Trường id trong danh sách hồ sơ mới, ví dụ trường id.',
            en: 'The field id of the list of new dossiers, such as the field id.',
          },
          showIf: { setting: 'operation', is: KEYED },
        })
        .optional(),
      data: dataField({ setting: 'operation', is: POSTING }),
      province: field
        .value({
          title: { vi: 'Mã tỉnh để hỏi lại', en: 'Province, to ask again' },
          help: {
            vi: 'Khi mất câu trả lời, nút hỏi Bộ Tư pháp đã nhận chưa rồi mới gửi lại; cần mã tỉnh, ví dụ 08. Để trống: chờ người quyết định.',
            en: 'When the answer is lost, the ministry is asked whether it has the dossier before it is sent again; that needs the province, such as 08. Blank: a person decides.',
          },
          showIf: { setting: 'operation', is: ['guiBoTuPhap'] },
        })
        .optional(),
      rules: rulesField(PLATFORM_RULES),
      path: field
        .text({
          title: { vi: 'Đường dẫn dịch vụ', en: 'Path of the service' },
          help: {
            vi: 'Theo tài liệu mà nơi cung cấp giao cho; {id} là mã hồ sơ. Ví dụ /api/lienthongdvclt/hosolienthong/{id}.',
            en: 'As the guide of the provider says; {id} is the dossier. Such as /api/lienthongdvclt/hosolienthong/{id}.',
          },
          advanced: true,
        })
        .regex(/^(?:\/(?!\.{1,2}(?:\/|$))(?:[A-Za-z0-9._~-]+|\{id\}))+$/)
        .optional(),
      timeout: timeoutField(30),
    })
    .superRefine(({ operation, key }, context) => {
      if (key !== undefined || !KEYED.includes(operation)) return
      context.addIssue({ code: 'custom', path: ['key'], ...complaint('chưa nhập', 'is missing') })
    }),
  input: true,
  out: operationPorts(OPERATIONS, { vi: 'Không có hồ sơ', en: 'No such dossier' }),
  output: 'described',
  sample: {
    ok: true,
    duplicate: false,
    retryable: false,
    code: '1',
    message: 'Thành công',
    result: [{ maHoSo: '000.00.00.H22-260105-0001', trangThai: '4', soDinhDanh: '008226000017' }],
  },
  // Marking and reporting set a state that stays the same when it is set again; a push is asked after first.
  effects: { by: 'operation', when: { guiBoTuPhap: 'once' }, otherwise: 'idempotent' },
  needs: ['http', 'secrets'],
})
