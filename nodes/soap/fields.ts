import type { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { field } from '#shared/node/fields.ts'
import type { Text } from '#shared/text/text.ts'

/** The setting that holds the WSDL of a service. */
export function wsdlField() {
  return field.wsdl({
    title: { vi: 'WSDL', en: 'WSDL' },
    help: {
      vi: 'Chọn tệp WSDL cùng các tệp XSD đi kèm, hoặc dán nội dung. Được giữ trong luồng; lúc chạy không tải gì thêm từ mạng.',
      en: 'Choose the WSDL file with the XSD files that belong to it, or paste it. It is kept in the flow; nothing is fetched at run time.',
    },
    placeholder: '<wsdl:definitions …>',
  })
}

/** The setting that names an operation of the WSDL beside it. */
export function operationField(help: Text) {
  return field.operation({ title: { vi: 'Thao tác', en: 'Operation' }, help })
}

/** A check for `superRefine`: a mapping that was chosen must be there. */
export function mappingGiven(
  settings: { readonly content: string; readonly mapping?: unknown },
  context: z.RefinementCtx,
): void {
  if (settings.content !== 'mapping' || settings.mapping !== undefined) return
  context.addIssue({ code: 'custom', path: ['mapping'], ...complaint('chưa nhập', 'is missing') })
}
