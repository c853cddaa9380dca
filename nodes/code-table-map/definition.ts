import { z } from 'zod'
import { targetPath } from '#nodes/writing/target-path.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Tra danh mục: replaces a code by what the code table says of it. */
export const definition = defineNode({
  type: 'code-table-map',
  version: 1,
  kind: 'transform',
  family: 'fields',
  title: { vi: 'Tra danh mục', en: 'Code table' },
  summary: {
    vi: 'Tra một mã trong danh mục (trạng thái, đơn vị hành chính, loại giấy tờ …) và ghi tên hoặc giá trị tương ứng vào thông điệp.',
    en: 'Looks a code up in a code table (states, administrative units, kinds of paper …) and writes its name or value into the message.',
  },
  keywords: ['danh mục', 'tra cứu', 'chuyển mã', 'bảng mã', 'đơn vị hành chính', 'lookup', 'code list', 'mapping'],
  settings: z
    .strictObject({
      table: field.codeTable({
        title: { vi: 'Danh mục', en: 'Code table' },
        help: {
          vi: 'Danh mục ở trang Danh mục, ví dụ trang-thai-dvcqg. Mỗi mã một dòng, có thể có thời gian hiệu lực.',
          en: 'A table of the page Code tables, such as trang-thai-dvcqg. One row a code, perhaps with a time in force.',
        },
      }),
      from: field.value({
        title: { vi: 'Mã cần tra', en: 'Code to look up' },
        help: { vi: 'Thường là một trường, ví dụ TrangThai.', en: 'Usually a field, such as TrangThai.' },
      }),
      take: field
        .choice(
          [
            { value: 'name', title: { vi: 'Tên', en: 'Name' } },
            { value: 'extra', title: { vi: 'Một cột khác của danh mục', en: 'Another column of the table' } },
            { value: 'row', title: { vi: 'Cả dòng', en: 'The whole row' } },
          ],
          {
            title: { vi: 'Lấy ra', en: 'Take' },
            help: {
              vi: 'Tên: cột tên của dòng. Cột khác: ví dụ maQuocGia. Cả dòng: mã, tên và mọi cột.',
              en: 'Name: the name of the row. Another column: such as maQuocGia. The whole row: code, name and all columns.',
            },
          },
        )
        .default('name'),
      extra: field
        .text({
          title: { vi: 'Cột', en: 'Column' },
          help: {
            vi: 'Tên cột trong danh mục, đúng chữ hoa chữ thường, ví dụ maQuocGia.',
            en: 'The name of a column of the table, with its capitals, such as maQuocGia.',
          },
          placeholder: 'maDich',
          showIf: { setting: 'take', is: ['extra'] },
        })
        .optional(),
      to: targetPath({
        title: { vi: 'Ghi vào trường', en: 'Write to' },
        help: {
          vi: 'Đường dẫn trong nội dung, ví dụ HoSo.TenTrangThai; phần chưa có được tạo ra.',
          en: 'A path in the body, such as HoSo.TenTrangThai; what is not there is made.',
        },
        placeholder: 'TenTrangThai',
      }),
      unknown: field
        .choice(
          [
            { value: 'error', title: { vi: 'Báo lỗi', en: 'Stop with an error' } },
            { value: 'keep', title: { vi: 'Giữ nguyên mã', en: 'Keep the code' } },
            { value: 'default', title: { vi: 'Dùng giá trị mặc định', en: 'Take a default' } },
            { value: 'port', title: { vi: 'Ra cổng "Mã lạ"', en: 'Leave through "Unknown"' } },
          ],
          {
            title: { vi: 'Khi danh mục không có mã', en: 'When the table has no such code' },
            help: {
              vi: 'Báo lỗi là an toàn nhất. Chọn cổng "Mã lạ" khi muốn xử lý riêng, ví dụ trả lời từ chối.',
              en: 'An error is safest. Choose the port "Unknown" to handle it, such as with a refusal.',
            },
          },
        )
        .default('error'),
      default: field
        .value({
          title: { vi: 'Giá trị mặc định', en: 'Default' },
          help: {
            vi: 'Ghi vào thay cho kết quả tra, ví dụ "Khác".',
            en: 'Written in place of what was looked up, such as "Other".',
          },
          showIf: { setting: 'unknown', is: ['default'] },
        })
        .default(''),
      asOf: field
        .expression({
          title: { vi: 'Tra theo ngày', en: 'As of' },
          help: {
            vi: 'Công thức cho ra ngày dạng 2025-06-30; danh mục có hiệu lực theo ngày này. Để trống: ngày của lần chạy.',
            en: 'An expression that gives a date such as 2025-06-30, whose state of the table counts. Blank: the day of the run.',
          },
          placeholder: 'NgayTiepNhan',
          advanced: true,
        })
        .optional(),
    })
    .refine((settings) => settings.take !== 'extra' || settings.extra !== undefined, {
      ...complaint('chưa nhập', 'is missing'),
      path: ['extra'],
    }),
  input: true,
  out: [
    { name: 'out', title: { vi: 'Đã tra', en: 'Found' } },
    { name: 'unknown', title: { vi: 'Mã lạ', en: 'Unknown' } },
  ],
  output: 'described',
  infers: 'code-table',
  effects: 'none',
  needs: ['tables'],
})
