import { targetPath } from '#nodes/writing/target-path.ts'
import type { Dynamic } from '#shared/node/dynamic.ts'
import { field } from '#shared/node/fields.ts'

const AS = [
  { value: 'text', title: { vi: 'Chữ (UTF-8)', en: 'Text (UTF-8)' } },
  { value: 'base64', title: { vi: 'Base64 (tệp, dữ liệu nhị phân)', en: 'Base64 (files, binary data)' } },
] as const

/** The setting that says what a node of bytes works on. */
export const bytesSource = () =>
  field
    .value({
      title: { vi: 'Nội dung cần xử lý', en: 'What to work on' },
      help: {
        vi: 'Để trống: cả nội dung thông điệp. Hoặc một trường, ví dụ TepDinhKem.NoiDung.',
        en: 'Blank: the whole body. Or a field, such as TepDinhKem.NoiDung.',
      },
    })
    .optional()

/** The setting that says how bytes come or go: `text` or `base64`. */
export const bytesAs = (
  title: { readonly vi: string; readonly en: string },
  more: Pick<Parameters<typeof field.text>[0], 'showIf'> = {},
) =>
  field.choice(AS, {
    title,
    help: {
      vi: 'Chữ cho văn bản, JSON, XML. Base64 cho tệp PDF, ảnh, tệp nén: giữ nguyên từng byte.',
      en: 'Text for documents, JSON, XML. Base64 for PDF, pictures and archives: every byte is kept.',
    },
    ...more,
  })

/** The setting that says where the result goes. */
export const bytesTarget = () =>
  targetPath({
    title: { vi: 'Ghi vào trường', en: 'Write to' },
    help: {
      vi: 'Để trống: kết quả thay cho cả nội dung. Hoặc một đường dẫn, ví dụ KetQua.',
      en: 'Blank: the result becomes the body. Or a path, such as KetQua.',
    },
    placeholder: 'KetQua',
  }).optional()

/** What such settings hold. */
export interface ByteSettings {
  readonly from?: Dynamic | undefined
  readonly to?: string | undefined
}
