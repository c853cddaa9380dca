import { z } from 'zod'
import { targetPath } from '#nodes/writing/target-path.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Chuyển mã đơn vị hành chính: an old code becomes a new one by a conversion table; what was split goes to a person. */
export const definition = defineNode({
  type: 'convert-units',
  version: 1,
  kind: 'transform',
  family: 'fields',
  title: { vi: 'Chuyển mã đơn vị hành chính', en: 'Convert unit codes' },
  summary: {
    vi: 'Đổi mã tỉnh, xã (hay mã cơ quan) cũ sang mã mới theo danh mục chuyển đổi; đơn vị bị tách ra cổng cho người chọn.',
    en: 'Turns old codes of provinces, communes or agencies into new ones by a conversion table; units that were split leave through a port where a person chooses.',
  },
  keywords: [
    'đơn vị hành chính',
    'sáp nhập',
    'xã',
    'phường',
    'tỉnh',
    'mã cũ',
    'mã mới',
    'đvhc',
    'mã cơ quan',
    'administrative unit',
    'merge',
  ],
  settings: z.strictObject({
    table: field.codeTable({
      title: { vi: 'Danh mục chuyển đổi', en: 'Conversion table' },
      help: {
        vi: 'Mỗi dòng: mã cũ, tên cũ, cột maMoi (một mã, hoặc nhiều mã cách nhau dấu ; khi bị tách), tenMoi, và quanHe ghi "gop" khi đơn vị mới gồm nhiều đơn vị cũ.',
        en: 'Each row: old code, old name, a column maMoi (one code, or several with ; between them where it was split), tenMoi, and quanHe with "gop" where the new unit holds several old ones.',
      },
    }),
    from: field.value({
      title: { vi: 'Mã cũ', en: 'Old code' },
      help: { vi: 'Thường là một trường, ví dụ DiaChi.MaXa.', en: 'Usually a field, such as DiaChi.MaXa.' },
    }),
    name: field
      .value({
        title: { vi: 'Tên cũ để đối chiếu', en: 'Old name to compare' },
        help: {
          vi: 'Nên chọn: nhiều mã được dùng lại với nghĩa khác từ 1/7/2025, tên giúp phát hiện. Tên khác thì ra cổng "Không rõ". Ví dụ DiaChi.TenXa.',
          en: 'Better chosen: many numbers mean another unit since 1 July 2025, and the name uncovers it. Another name leaves through "Unknown". Such as DiaChi.TenXa.',
        },
      })
      .optional(),
    to: targetPath({
      title: { vi: 'Ghi mã mới vào', en: 'Write the new code to' },
      help: {
        vi: 'Trường nhận mã mới, ví dụ DiaChi.MaXaMoi; phần chưa có được tạo ra.',
        en: 'The field that takes the new code, such as DiaChi.MaXaMoi; what is not there is made.',
      },
      placeholder: 'DiaChi.MaXaMoi',
    }),
    nameTo: targetPath({
      title: { vi: 'Ghi tên mới vào', en: 'Write the new name to' },
      help: {
        vi: 'Trường nhận tên mới, ví dụ DiaChi.TenXaMoi. Để trống: không ghi tên.',
        en: 'The field that takes the new name, such as DiaChi.TenXaMoi. Blank: no name is written.',
      },
      placeholder: 'DiaChi.TenXaMoi',
    }).optional(),
    details: targetPath({
      title: { vi: 'Ghi kết quả chuyển vào', en: 'Write the outcome to' },
      help: {
        vi: 'Kết luận (exact, merged, split, unknown), lý do và các mã có thể chọn, cho người xem và cho nút sau. Ví dụ KetQuaChuyenMa.',
        en: 'The verdict (exact, merged, split, unknown), the reason and the codes to choose from, for a person and for later nodes. Such as KetQuaChuyenMa.',
      },
      advanced: true,
    }).default('KetQuaChuyenMa'),
    asOf: field
      .expression({
        title: { vi: 'Tra theo ngày', en: 'As of' },
        help: {
          vi: 'Công thức cho ra ngày dạng 2025-06-30; dòng có hiệu lực ngày này được dùng. Để trống: ngày của lần chạy.',
          en: 'An expression that gives a date such as 2025-06-30, whose rows count. Blank: the day of the run.',
        },
        placeholder: '$docNgay(NgayTiepNhan)',
        advanced: true,
      })
      .optional(),
  }),
  input: true,
  out: [
    { name: 'exact', title: { vi: 'Đúng một', en: 'Exactly one' } },
    { name: 'review', title: { vi: 'Cần người xem', en: 'To a person' }, mustWire: true },
    { name: 'unknown', title: { vi: 'Không rõ', en: 'Unknown' }, mustWire: true },
  ],
  output: 'described',
  effects: 'none',
  needs: ['tables'],
})
