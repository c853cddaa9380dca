import { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field, isDurationWithin } from '#shared/node/fields.ts'

/** Gửi đo lường EMC: tells the measuring system of public services about a state, and never holds the dossier up. */
export const definition = defineNode({
  type: 'emc-track',
  version: 1,
  kind: 'connector',
  family: 'national',
  title: { vi: 'Gửi đo lường EMC', en: 'EMC tracking' },
  summary: {
    vi: 'Báo trạng thái hồ sơ cho hệ thống đo lường dịch vụ công; hỏng thì chỉ ghi lại, hồ sơ vẫn đi tiếp.',
    en: 'Tells the measuring system of public services about a state; when that fails it is only noted and the dossier goes on.',
  },
  keywords: ['emc', 'đo lường', 'giám sát', 'thống kê', 'tracking', 'TrackingMCDT', 'dịch vụ công'],
  settings: z.strictObject({
    connection: field.connection(['http'], {
      title: { vi: 'Kết nối', en: 'Connection' },
      help: {
        vi: 'Kết nối tới hệ thống đo lường dịch vụ công, ví dụ emc.',
        en: 'A connection to the measuring system, such as emc.',
      },
    }),
    siteId: field.value({
      title: { vi: 'Mã trang (SiteId)', en: 'Site (SiteId)' },
      help: {
        vi: 'Mã mà hệ thống EMC cấp cho đơn vị, ví dụ 123.',
        en: 'The number that EMC gave to the unit, such as 123.',
      },
    }),
    dossier: field.value({
      title: { vi: 'Mã hồ sơ', en: 'Dossier' },
      help: { vi: 'Ví dụ trường MaHoSo.', en: 'Such as the field MaHoSo.' },
    }),
    procedure: field.value({
      title: { vi: 'Mã thủ tục', en: 'Procedure' },
      help: { vi: 'Mã thủ tục quốc gia, ví dụ 1.001193.', en: 'The national code, such as 1.001193.' },
    }),
    procedureName: field
      .value({
        title: { vi: 'Tên thủ tục', en: 'Name of the procedure' },
        help: { vi: 'Ví dụ trường TenTTHC.', en: 'Such as the field TenTTHC.' },
      })
      .optional(),
    status: field.value({
      title: { vi: 'Trạng thái', en: 'State' },
      help: {
        vi: 'Mã trạng thái của hồ sơ, ví dụ trường TrangThai.',
        en: 'The code of the state, such as the field TrangThai.',
      },
    }),
    statusCodes: field
      .choice(
        [
          { value: 'national', title: { vi: 'Mã quốc gia (1–10)', en: 'National codes (1–10)' } },
          { value: 'emc', title: { vi: 'Mã của EMC (0–4)', en: 'EMC codes (0–4)' } },
        ],
        {
          title: { vi: 'Trạng thái theo mã', en: 'The state comes in' },
          help: {
            vi: 'Mã quốc gia được đổi: 2 thành 1 tiếp nhận; 4, 5, 6, 9 thành 2 đang xử lý; 10 thành 3 trả kết quả; còn lại 0.',
            en: 'National codes are changed: 2 to 1 taken; 4, 5, 6, 9 to 2 in progress; 10 to 3 returned; the rest to 0.',
          },
        },
      )
      .default('national'),
    reception: field
      .choice(
        [
          { value: '1', title: { vi: 'Trực tuyến', en: 'Online' } },
          { value: '2', title: { vi: 'Trực tiếp', en: 'At the counter' } },
        ],
        {
          title: { vi: 'Hình thức tiếp nhận', en: 'How it was handed in' },
          help: { vi: 'Gửi trong FormsReception.', en: 'Sent as FormsReception.' },
        },
      )
      .default('1'),
    level: field
      .choice(
        [
          { value: '0', title: { vi: 'Không rõ', en: 'Not known' } },
          { value: '1', title: { vi: 'Cung cấp thông tin', en: 'Information only' } },
          { value: '3', title: { vi: 'Một phần', en: 'Partly online' } },
          { value: '4', title: { vi: 'Toàn trình', en: 'Wholly online' } },
        ],
        {
          title: { vi: 'Mức độ dịch vụ', en: 'Level' },
          help: { vi: 'Gửi trong Level.', en: 'Sent as Level.' },
        },
      )
      .default('4'),
    fromPortal: field
      .boolean({
        title: { vi: 'Hồ sơ từ Cổng DVCQG', en: 'From the national portal' },
        help: { vi: 'Gửi trong IsFromDVCQG.', en: 'Sent as IsFromDVCQG.' },
      })
      .default(false),
    more: field
      .pairs({
        title: { vi: 'Trường khác', en: 'Other fields' },
        help: {
          vi: 'Thêm hoặc thay trường gửi đi, ví dụ FormsPayments lấy giá trị 1, LOCATION lấy trường MaXa. Không gửi số giấy tờ của công dân.',
          en: 'Adds or replaces fields, such as FormsPayments with 1, LOCATION with the field MaXa. Send no identity numbers of citizens.',
        },
        advanced: true,
      })
      .default([]),
    timeout: field
      .duration({
        title: { vi: 'Chờ tối đa', en: 'Wait at most' },
        help: {
          vi: 'Quá thời gian này thì bỏ qua và đi tiếp, ví dụ 3 giây (PT3S). Không quá 10 giây.',
          en: 'After that it is given up and the dossier goes on, such as 3 seconds (PT3S). At most 10 seconds.',
        },
        advanced: true,
      })
      .refine(
        (text) => isDurationWithin(text, 100, 10_000),
        complaint('phải từ 0,1 đến 10 giây', 'must be 0.1 to 10 seconds'),
      )
      .default('PT3S'),
  }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Đi tiếp', en: 'Goes on' } }],
  output: 'same',
  // A repeat after a crash may be counted twice there; to hold the dossier up for a statistic would be worse.
  effects: 'idempotent',
  needs: ['http'],
})
