import { z } from 'zod'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Tạo XML: an object becomes XML text. */
export const definition = defineNode({
  type: 'xml-build',
  version: 1,
  kind: 'transform',
  family: 'formats',
  title: { vi: 'Tạo XML', en: 'Build XML' },
  summary: {
    vi: 'Chuyển nội dung thông điệp thành văn bản XML; trường bắt đầu bằng @ là thuộc tính, danh sách là phần tử lặp lại.',
    en: 'Turns the body into XML text; fields that begin with @ are attributes, lists are repeated elements.',
  },
  keywords: ['xml', 'tạo', 'ghi', 'edxml', 'soap', 'build', 'serialize'],
  settings: z.strictObject({
    from: field
      .value({
        title: { vi: 'Dữ liệu', en: 'Data' },
        help: {
          vi: 'Để trống: cả nội dung thông điệp. Hoặc chọn một trường hay viết công thức. Ví dụ trường HoSo.',
          en: 'Blank: the whole body. Or choose a field, or write an expression. Such as the field HoSo.',
        },
      })
      .optional(),
    root: field
      .text({
        title: { vi: 'Phần tử gốc', en: 'Root element' },
        help: {
          vi: 'Để trống khi dữ liệu có đúng một trường, là phần tử gốc.',
          en: 'Blank when the data has exactly one field, which is the root.',
        },
        placeholder: 'DanhSachHoSo',
      })
      .optional(),
    declaration: field
      .boolean({
        title: { vi: 'Ghi khai báo <?xml … ?>', en: 'Write the <?xml … ?> declaration' },
        help: {
          vi: 'Tắt khi đoạn XML được đặt vào trong một văn bản XML khác.',
          en: 'Off when the XML is put into another XML document.',
        },
      })
      .default(true),
    indent: field
      .boolean({
        title: { vi: 'Xuống dòng và thụt lề', en: 'Line breaks and indentation' },
        help: {
          vi: 'Dễ đọc hơn nhưng dài hơn; không dùng cho XML sẽ được ký số.',
          en: 'Easier to read, and longer; not for XML that will be signed.',
        },
        advanced: true,
      })
      .default(false),
    shortEmpty: field
      .boolean({
        title: { vi: 'Phần tử rỗng viết gọn <a/>', en: 'Short empty elements <a/>' },
        help: {
          vi: 'Bật: <GhiChu/>. Tắt: <GhiChu></GhiChu>, cho hệ thống cũ không đọc được dạng gọn.',
          en: 'On: <GhiChu/>. Off: <GhiChu></GhiChu>, for old systems that cannot read the short form.',
        },
        advanced: true,
      })
      .default(false),
  }),
  input: true,
  out: [{ name: 'out', title: { vi: 'XML', en: 'XML' } }],
  output: 'described',
  infers: 'text',
  sample: '<?xml version="1.0" encoding="UTF-8"?><HoSo><MaHoSo>000.00.00.H22-260105-0001</MaHoSo></HoSo>',
  effects: 'none',
})
