import { z } from 'zod'
import { DEFAULT_RULES } from '#nodes/replies/rules.ts'
import { rulesField } from '#nodes/replies/rules-field.ts'
import { timeoutField } from '#nodes/replies/timeout-field.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'
import { OTHER, SERVICES } from './services.ts'
import { OUTPUTS } from './shapes.ts'

const services = [
  ...SERVICES.map(({ name, title }) => ({
    value: name,
    title: { vi: `${title.vi} (${name})`, en: `${title.en} (${name})` },
  })),
  { value: OTHER, title: { vi: 'Dịch vụ khác', en: 'Another service' } },
] as const

const otherOnly = { showIf: { setting: 'service', is: [OTHER] } }

/** Gọi Cổng DVCQG: one service of the national portal, with its session and its replies in one shape. */
export const definition = defineNode({
  type: 'dvcqg-call',
  version: 1,
  kind: 'connector',
  family: 'national',
  title: { vi: 'Gọi Cổng Dịch vụ công quốc gia', en: 'National Public Service Portal' },
  summary: {
    vi: 'Đồng bộ hồ sơ, tiến độ, hỏi đáp hoặc tra cứu trên Cổng DVCQG và hệ thống GPLX; tự đăng nhập và hiểu các kiểu trả lời.',
    en: 'Sends dossiers, progress and answers to the portal, or looks things up there and at driving licences; signs in by itself.',
  },
  keywords: [
    'dvcqg',
    'cổng quốc gia',
    'đồng bộ hồ sơ',
    'tiến độ',
    'tra cứu hồ sơ',
    'thủ tục',
    'techid',
    'hỏi đáp',
    'gplx',
    'giấy phép lái xe',
    'portal',
  ],
  settings: z
    .strictObject({
      connection: field.connection(['national'], {
        title: { vi: 'Kết nối', en: 'Connection' },
        help: {
          vi: 'Kết nối loại nền tảng quốc gia, có địa chỉ, mã đơn vị và tài khoản, ví dụ dvcqg.',
          en: 'A connection to the national platform with address, unit and account, such as dvcqg.',
        },
      }),
      service: field
        .choice(services, {
          title: { vi: 'Dịch vụ', en: 'Service' },
          help: {
            vi: 'Việc cần làm trên Cổng, ví dụ đồng bộ hồ sơ hay cập nhật tiến độ.',
            en: 'What to do at the portal, such as to synchronise dossiers or to report progress.',
          },
        })
        .default('DongBoHoSoMC'),
      mode: field
        .choice(
          [
            {
              value: 'insert-then-update',
              title: { vi: 'Thêm mới, đã có thì cập nhật', en: 'Insert, update what is there' },
            },
            {
              value: 'insert',
              title: { vi: 'Chỉ thêm mới, đã có thì giữ nguyên', en: 'Insert only, keep what is there' },
            },
            { value: 'update', title: { vi: 'Chỉ cập nhật', en: 'Update only' } },
          ],
          {
            title: { vi: 'Cách đồng bộ', en: 'How to synchronise' },
            help: {
              vi: 'Thường chọn "Thêm mới, đã có thì cập nhật": gửi lại cũng không sai.',
              en: 'Usually "Insert, update what is there": sending again does no harm.',
            },
            showIf: { setting: 'service', is: ['DongBoHoSoMC'] },
          },
        )
        .default('insert-then-update'),
      otherService: field
        .text({
          title: { vi: 'Tên dịch vụ', en: 'Name of the service' },
          help: {
            vi: 'Tên dịch vụ đúng như tài liệu của Cổng, ví dụ DongBoDanhGia.',
            en: 'The name as the portal documents it, such as DongBoDanhGia.',
          },
          placeholder: 'DongBoDanhGia',
          ...otherOnly,
        })
        .regex(/^[A-Za-z0-9_]{1,100}$/)
        .optional(),
      otherKind: field
        .choice(
          [
            { value: 'read', title: { vi: 'Chỉ đọc', en: 'Only reads' } },
            { value: 'write', title: { vi: 'Ghi dữ liệu lên Cổng', en: 'Writes to the portal' } },
          ],
          {
            title: { vi: 'Dịch vụ này', en: 'This service' },
            help: {
              vi: 'Quyết định đường dẫn chia sẻ hay tích hợp, và việc gửi lại có an toàn không.',
              en: 'Decides which path is called, and whether a repeat is safe.',
            },
            ...otherOnly,
          },
        )
        .default('write'),
      data: field
        .value({
          title: { vi: 'Dữ liệu gửi', en: 'Data' },
          help: {
            vi: 'Để trống: nội dung thông điệp. Đồng bộ và tiến độ: một hồ sơ hoặc danh sách (tiến độ tối đa 10 bước). Ví dụ trường BuocXuLy.',
            en: 'Empty: the body of the message. Synchronising and progress: one item or a list (progress: at most 10). Such as the field BuocXuLy.',
          },
        })
        .optional(),
      fields: field
        .pairs({
          title: { vi: 'Trường tra cứu', en: 'Fields of the request' },
          help: {
            vi: 'Để trống: lấy từ thông điệp. Ví dụ mahoso cho Tra cứu hồ sơ, maTTHC cho Lấy chi tiết thủ tục, cauhoiid cho câu trả lời.',
            en: 'Empty: taken from the message. Such as mahoso to look up a dossier, maTTHC to read a procedure, cauhoiid for answers.',
          },
        })
        .default([]),
      onReject: field
        .choice(
          [
            { value: 'error', title: { vi: 'Báo lỗi, đưa vào hộp lỗi', en: 'Fail, into the error inbox' } },
            { value: 'port', title: { vi: 'Ra cổng "Bị từ chối"', en: 'Leave through port "Refused"' } },
          ],
          {
            title: { vi: 'Khi Cổng từ chối', en: 'When the portal refuses' },
            help: {
              vi: 'Báo lỗi để hồ sơ vào Hộp lỗi, hoặc đi ra cổng "Bị từ chối" để luồng tự xử lý.',
              en: 'Stop with an error, so that it lies in the inbox, or leave through "Refused" for the flow to handle.',
            },
          },
        )
        .default('error'),
      rules: rulesField(DEFAULT_RULES),
      keepRaw: field
        .boolean({
          title: { vi: 'Giữ cả trả lời gốc (raw)', en: 'Keep the reply as it came (raw)' },
          help: {
            vi: 'Bật khi cần xem nguyên câu trả lời của Cổng, ví dụ lúc kết nối lần đầu.',
            en: 'On to see the answer as the portal gave it, such as while you connect for the first time.',
          },
          advanced: true,
        })
        .default(false),
      timeout: timeoutField(60),
    })
    .refine((settings) => settings.service !== OTHER || settings.otherService !== undefined, {
      ...complaint('nhập tên dịch vụ', 'enter the name of the service'),
      path: ['otherService'],
    }),
  input: true,
  out: [
    { name: 'out', title: { vi: 'Cổng đã nhận', en: 'Accepted' }, schemaBy: { setting: 'service', when: OUTPUTS } },
    { name: 'rejected', title: { vi: 'Bị từ chối', en: 'Refused' } },
  ],
  output: 'described',
  sample: {
    ok: true,
    duplicate: false,
    retryable: false,
    code: '0',
    message: 'Đồng bộ hồ sơ thành công',
    result: [{ MaHoSo: '000.00.00.H22-260105-0001' }],
  },
  effects: {
    by: 'service',
    when: {
      ...Object.fromEntries(
        SERVICES.filter(({ kind }) => kind === 'read').map(({ name }) => [name, 'idempotent'] as const),
      ),
      [OTHER]: { by: 'otherKind', when: { read: 'idempotent' }, otherwise: 'once' },
    },
    otherwise: 'once',
  },
  needs: ['http', 'secrets'],
})
