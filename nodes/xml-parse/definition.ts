import { z } from 'zod'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Đọc XML: text becomes an object that fields can be picked from. */
export const definition = defineNode({
  type: 'xml-parse',
  version: 1,
  kind: 'transform',
  family: 'formats',
  title: { vi: 'Đọc XML', en: 'Read XML' },
  summary: {
    vi: 'Chuyển văn bản XML thành các trường chọn được; mã số giữ nguyên là chữ, XML sai bị báo lỗi kèm dòng và cột.',
    en: 'Turns XML text into fields that can be picked; codes stay text, and malformed XML is refused with line and column.',
  },
  keywords: ['xml', 'phân tích', 'đọc', 'edxml', 'soap', 'parse', 'json'],
  settings: z.strictObject({
    from: field
      .value({
        title: { vi: 'Văn bản XML', en: 'XML text' },
        help: {
          vi: 'Để trống: cả nội dung thông điệp. Hoặc chọn trường chứa XML, ví dụ DuLieu.',
          en: 'Blank: the whole body. Or the field that holds the XML, such as DuLieu.',
        },
      })
      .optional(),
    lists: field
      .list(
        {
          path: field.text({
            title: { vi: 'Đường dẫn', en: 'Path' },
            help: {
              vi: 'Đường dẫn từ phần tử gốc, ví dụ DanhSach.HoSo.',
              en: 'The path from the root element, such as DanhSach.HoSo.',
            },
            placeholder: 'DanhSach.HoSo',
          }),
        },
        {
          title: { vi: 'Luôn là danh sách', en: 'Always lists' },
          help: {
            vi: 'Đường dẫn từ phần tử gốc. Phần tử ở đây luôn là danh sách, kể cả khi chỉ có một.',
            en: 'Paths from the root. Elements there are always a list, even when there is just one.',
          },
          add: { vi: 'Thêm đường dẫn', en: 'Add a path' },
        },
      )
      .default([]),
    prefixes: field
      .choice(
        [
          { value: 'keep', title: { vi: 'Giữ như trong tài liệu (ns1:HoSo)', en: 'As written (ns1:HoSo)' } },
          { value: 'drop', title: { vi: 'Bỏ tiền tố (HoSo)', en: 'Without prefix (HoSo)' } },
        ],
        {
          title: { vi: 'Tiền tố trong tên', en: 'Prefixes of names' },
          help: {
            vi: 'Bỏ tiền tố thì ánh xạ không hỏng khi đối tác đổi ns1 thành ns2. Khai báo từ XSD hay WSDL tự chọn cách này; hai phần tử trùng tên khác tiền tố thì phần tử sau vẫn giữ tiền tố.',
            en: 'Without prefixes a mapping survives when a partner writes ns2 for ns1. Declaring from XSD or WSDL chooses this; of two elements that differ only by prefix the second keeps it.',
          },
        },
      )
      .default('keep'),
    trim: field
      .boolean({
        title: { vi: 'Bỏ khoảng trắng ở hai đầu', en: 'Cut white space at both ends' },
        help: {
          vi: 'Bật: "  Nguyễn Văn An " thành "Nguyễn Văn An".',
          en: 'On: "  Nguyễn Văn An " becomes "Nguyễn Văn An".',
        },
        advanced: true,
      })
      .default(false),
    cdata: field
      .choice(
        [
          { value: 'text', title: { vi: 'Như chữ thường', en: 'As ordinary text' } },
          { value: 'keep', title: { vi: 'Giữ riêng trong #cdata', en: 'Apart, in #cdata' } },
        ],
        {
          title: { vi: 'Phần CDATA', en: 'CDATA' },
          help: {
            vi: 'Giữ riêng để nút "Tạo XML" ghi lại đúng là CDATA.',
            en: 'Apart, so that "Build XML" writes it as CDATA again.',
          },
          advanced: true,
        },
      )
      .default('text'),
    maxMb: field
      .number({
        title: { vi: 'Kích thước tối đa (MB)', en: 'Largest size (MB)' },
        help: { vi: 'Văn bản lớn hơn là lỗi. Ví dụ 10.', en: 'A larger document is an error. Such as 10.' },
        min: 0.001,
        max: 100,
        advanced: true,
      })
      .default(10),
  }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Đã đọc', en: 'Read' } }],
  output: 'described',
  takes: { from: 'from', type: 'string' },
  effects: 'none',
})
