import type { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { field } from '#shared/node/fields.ts'

/** Which files of a request go as attachments. */
export function attachFields() {
  return {
    attach: field
      .choice(
        [
          { value: 'none', title: { vi: 'Trong trường (Base64)', en: 'Inside their field (Base64)' } },
          { value: 'large', title: { vi: 'Tệp lớn đi kèm (MTOM)', en: 'Large files attached (MTOM)' } },
          { value: 'named', title: { vi: 'Các trường chỉ định đi kèm (MTOM)', en: 'Named fields attached (MTOM)' } },
        ],
        {
          title: { vi: 'Gửi tệp', en: 'Files' },
          help: {
            vi: 'MTOM gửi tệp nguyên byte bên cạnh thông điệp, nhẹ hơn Base64 một phần tư; chỉ chọn khi đối tác nhận MTOM, ví dụ tệp PDF của hồ sơ.',
            en: 'MTOM sends files as bytes beside the message, a quarter less than Base64; only when the partner takes MTOM, such as for PDF files.',
          },
          advanced: true,
        },
      )
      .default('none'),
    attachFrom: field
      .integer({
        title: { vi: 'Đính kèm tệp từ (byte)', en: 'Attach files from (bytes)' },
        help: {
          vi: 'Trường xs:base64Binary của WSDL có tệp từ chừng ấy trở lên thành tệp đính kèm, ví dụ 10000.',
          en: 'Fields that the WSDL calls xs:base64Binary, with at least so many bytes, are attached. Such as 10000.',
        },
        min: 1,
        max: 100_000_000,
        showIf: { setting: 'attach', is: ['large'] },
        advanced: true,
      })
      .default(10_000),
    attachNames: field
      .list(
        {
          field: field
            .text({
              title: { vi: 'Trường', en: 'Field' },
              help: {
                vi: 'Đường dẫn dưới phần tử yêu cầu, ví dụ HoSo.GiayTo.Tep; danh sách thì mọi dòng.',
                en: 'The path below the request element, such as HoSo.GiayTo.Tep; of a list, every row.',
              },
              placeholder: 'HoSo.GiayTo.Tep',
            })
            .regex(/^[^\s.[\]]{1,100}(?:\.[^\s.[\]]{1,100}){0,20}$/),
        },
        {
          title: { vi: 'Trường đi kèm', en: 'Fields attached' },
          help: {
            vi: 'Nội dung Base64 của các trường này luôn thành tệp đính kèm, ví dụ Tep.',
            en: 'The Base64 content of these fields is always attached, such as Tep.',
          },
          add: { vi: 'Thêm trường', en: 'Add a field' },
          max: 50,
          showIf: { setting: 'attach', is: ['named'] },
          advanced: true,
        },
      )
      .default([]),
  }
}

/** A check for `superRefine`: when fields are to be named, one is. */
export function attachGiven(
  { attach, attachNames }: { readonly attach: string; readonly attachNames: readonly unknown[] },
  context: z.RefinementCtx,
): void {
  if (attach !== 'named' || attachNames.length > 0) return
  const message = complaint('thêm ít nhất một trường', 'add at least one field')
  context.addIssue({ code: 'custom', path: ['attachNames'], ...message })
}
