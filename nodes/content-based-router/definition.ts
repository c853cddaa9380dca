import { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Rẽ nhánh theo nội dung (Content-Based Router): the first branch whose condition holds takes the message. */
export const definition = defineNode({
  type: 'content-based-router',
  version: 1,
  kind: 'router',
  title: { vi: 'Rẽ nhánh theo nội dung', en: 'Content-based router' },
  summary: {
    vi: 'Gửi thông điệp ra nhánh đầu tiên có điều kiện đúng; không nhánh nào đúng thì ra cổng "Còn lại".',
    en: 'Sends the message out of the first branch whose condition holds; when none does, out of "Otherwise".',
  },
  keywords: ['rẽ nhánh', 'điều kiện', 'nếu', 'phân loại', 'if', 'switch', 'choice', 'router'],
  settings: z.strictObject({
    branches: field
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
          help: {
            vi: 'Xét từ trên xuống; nhánh đúng đầu tiên được chọn.',
            en: 'Looked at from the top; the first that holds is taken.',
          },
          add: { vi: 'Thêm nhánh', en: 'Add a branch' },
          min: 1,
          max: 50,
        },
      )
      .refine(
        (branches) => new Set(branches.map((branch) => branch.id)).size === branches.length,
        complaint('các mã nhánh phải khác nhau', 'branch ids must differ'),
      ),
  }),
  input: true,
  out: [
    { each: 'branches', name: 'id', title: 'label' },
    { name: 'otherwise', title: { vi: 'Còn lại', en: 'Otherwise' } },
  ],
  output: 'same',
  effects: 'none',
})
