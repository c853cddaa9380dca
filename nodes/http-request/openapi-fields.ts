import { field } from '#shared/node/fields.ts'

/** The setting that holds what an OpenAPI document says of the chosen operation. */
export const openapiField = field
  .openapi({
    title: { vi: 'Thao tác theo OpenAPI', en: 'Operation by OpenAPI' },
    help: {
      vi: 'Phần tài liệu của thao tác đã chọn: cho biết các trường gửi và nhận, ví dụ POST /ho-so. Được giữ trong luồng; lúc chạy không tải gì thêm.',
      en: 'The part of the document that the chosen operation needs: which fields are sent and answered, such as POST /ho-so. It is kept in the flow; nothing is fetched at run time.',
    },
  })
  .optional()

/** The mapping that makes the body. */
export const bodyMapping = field
  .mapping({
    title: { vi: 'Ánh xạ nội dung gửi', en: 'Mapping of the body' },
    target: 'openapi-request',
    help: {
      vi: 'Mỗi dòng là một trường gửi đi, ví dụ maHoSo lấy từ MaHoSo. Khi có dòng nào thì thay cho "Nội dung gửi" ở trên.',
      en: 'Each row is a field to send, such as maHoSo from MaHoSo. With any row it takes the place of "Body" above.',
    },
    showIf: { setting: 'method', is: ['POST', 'PUT', 'PATCH', 'DELETE'] },
  })
  .optional()
