import { field } from '#shared/node/fields.ts'

/** What is sent to a partner: the body of the message unless told. */
export function dataField(showIf: { readonly setting: string; readonly is: readonly string[] }) {
  return field
    .value({
      title: { vi: 'Dữ liệu gửi', en: 'Data' },
      help: {
        vi: 'Để trống: nội dung thông điệp. Thiếu trường bắt buộc thì báo lỗi trước khi gửi. Ví dụ trường HoSo.',
        en: 'Empty: the body of the message. When a needed field is missing nothing is sent. Such as the field HoSo.',
      },
      showIf,
    })
    .optional()
}
