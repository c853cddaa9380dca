import { z } from 'zod'
import { targetPath } from '#nodes/writing/target-path.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Che dữ liệu: hides listed fields before a message goes where it need not be known in full. */
export const definition = defineNode({
  type: 'mask-fields',
  version: 1,
  kind: 'transform',
  family: 'security',
  title: { vi: 'Che dữ liệu cá nhân', en: 'Mask fields' },
  summary: {
    vi: 'Che bớt, thay bằng mã một chiều hoặc bỏ các trường đã chọn trước khi gửi, ghi hay công khai.',
    en: 'Hides parts of the chosen fields, replaces them by one-way codes or drops them before sending, writing or publishing.',
  },
  keywords: [
    'che',
    'ẩn danh',
    'dữ liệu cá nhân',
    'cccd',
    'số điện thoại',
    'bảo mật',
    'mask',
    'anonymise',
    'hash',
    'redact',
  ],
  settings: z
    .strictObject({
      fields: field.list(
        {
          path: targetPath({
            title: { vi: 'Trường', en: 'Field' },
            help: {
              vi: 'Đường dẫn, ví dụ ChuHoSo.SoDinhDanh. Đi qua danh sách thì che ở từng mục.',
              en: 'A path, such as ChuHoSo.SoDinhDanh. Through a list it means every item.',
            },
            placeholder: 'ChuHoSo.SoDinhDanh',
          }),
          how: field
            .choice(
              [
                { value: 'keep-last', title: { vi: 'Chỉ giữ các ký tự cuối', en: 'Keep the last characters' } },
                { value: 'hash', title: { vi: 'Thay bằng mã một chiều', en: 'Replace by a one-way code' } },
                { value: 'drop', title: { vi: 'Bỏ hẳn trường', en: 'Drop the field' } },
              ],
              {
                title: { vi: 'Cách che', en: 'How' },
                help: {
                  vi: 'Mã một chiều: cùng một người luôn cho cùng mã nên vẫn đếm, ghép được, mà không đọc lại được số.',
                  en: 'One-way code: the same person always gives the same code, for counting and joining, and cannot be read back.',
                },
              },
            )
            .default('keep-last'),
          keep: field
            .integer({
              title: { vi: 'Số ký tự giữ lại', en: 'Characters kept' },
              help: {
                vi: 'Giá trị không dài hơn số này thì bị che hết. Ví dụ 4.',
                en: 'A value that is not longer is hidden whole. Such as 4.',
              },
              min: 0,
              max: 20,
              showIf: { setting: 'how', is: ['keep-last'] },
            })
            .default(4),
        },
        {
          title: { vi: 'Các trường cần che', en: 'Fields to mask' },
          help: {
            vi: 'Trường không có trong thông điệp thì bỏ qua.',
            en: 'A field that a message does not have is passed over.',
          },
          add: { vi: 'Thêm trường', en: 'Add a field' },
          min: 1,
          max: 200,
        },
      ),
      keyed: field
        .boolean({
          title: { vi: 'Có dùng mã một chiều', en: 'One-way codes are used' },
          help: {
            vi: 'Cần một khoá bí mật: không có khoá, ai cũng thử hết được mọi số căn cước để tìm lại.',
            en: 'A secret key is needed: without one, anybody could try all citizen numbers and read the codes back.',
          },
        })
        .default(false),
      connection: field
        .connection(['signing'], {
          title: { vi: 'Kết nối giữ khoá', en: 'Connection with the key' },
          help: {
            vi: 'Kết nối ký số có khoá bí mật dùng chung từ 16 byte, ví dụ khoa-an-danh.',
            en: 'The signing connection with a shared key of 16 bytes or more, such as khoa-an-danh.',
          },
          showIf: { setting: 'keyed', is: [true] },
        })
        .optional(),
    })
    .superRefine(({ fields, keyed, connection }, context) => {
      if (!keyed && fields.some((it) => it.how === 'hash'))
        context.addIssue({
          code: 'custom',
          path: ['keyed'],
          ...complaint(
            'bật mục này vì có trường thay bằng mã một chiều',
            'turn this on: a field is replaced by a code',
          ),
        })
      if (keyed && connection === undefined)
        context.addIssue({
          code: 'custom',
          path: ['connection'],
          ...complaint('cần kết nối giữ khoá', 'needs the connection with the key'),
        })
    }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Đã che', en: 'Masked' } }],
  output: 'described',
  infers: 'masked',
  effects: { by: 'keyed', when: { true: 'idempotent' }, otherwise: 'none' },
  needs: ['secrets'],
})
