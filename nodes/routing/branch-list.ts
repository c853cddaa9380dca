import { complaint } from '#shared/node/complaint.ts'
import { field } from '#shared/node/fields.ts'
import type { Text } from '#shared/text/text.ts'

/**
 * The table of 1 to 50 branches of a router: each row is an output port `id` with a condition on the message. `help` says which of the
 * branches that hold are taken.
 */
export const branchList = (help: Text) =>
  field
    .list(
      {
        id: field
          .text({
            title: { vi: 'Mã nhánh', en: 'Branch id' },
            help: {
              vi: 'Tên cổng ra: chữ thường không dấu, số và dấu gạch nối. Đổi mã nhánh phải nối lại dây.',
              en: 'Name of the port: lower-case letters, digits and hyphens. Wires must be connected again after a change.',
            },
            placeholder: 'khan',
          })
          .regex(/^[a-z][a-z0-9-]{0,63}$/)
          .refine(
            (id) => id !== 'otherwise',
            complaint('tên "otherwise" đã dùng cho cổng "Còn lại"', '"otherwise" is the name of the last port'),
          ),
        label: field
          .text({
            title: { vi: 'Nhãn', en: 'Label' },
            help: {
              vi: 'Tên nhánh hiện trên trang vẽ, ví dụ Hồ sơ khẩn.',
              en: 'The name of the branch on the canvas, such as Urgent.',
            },
            placeholder: 'Hồ sơ khẩn',
          })
          .optional(),
        when: field.condition({
          title: { vi: 'Khi', en: 'When' },
          help: {
            vi: 'Điều kiện trên nội dung thông điệp, ví dụ TrangThai = "4".',
            en: 'A condition on the body of the message, such as TrangThai = "4".',
          },
          placeholder: 'TrangThai = "4"',
        }),
      },
      {
        title: { vi: 'Các nhánh', en: 'Branches' },
        help,
        add: { vi: 'Thêm nhánh', en: 'Add a branch' },
        min: 1,
        max: 50,
      },
    )
    .refine(
      (branches) => new Set(branches.map((branch) => branch.id)).size === branches.length,
      complaint('các mã nhánh phải khác nhau', 'branch ids must differ'),
    )
