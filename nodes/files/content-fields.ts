import type { z } from 'zod'
import { targetPath } from '#nodes/writing/target-path.ts'
import { complaint } from '#shared/node/complaint.ts'
import { field } from '#shared/node/fields.ts'
import { fileConnection, filePath, ifExistsField } from './file-fields.ts'

const AT_FILE = { showIf: { setting: 'source', is: ['file'] } } as const
const TO_FILE = { showIf: { setting: 'as', is: ['file'] } } as const
const FROM_TEXT = { value: 'text', title: { vi: 'Văn bản trong thông điệp', en: 'Text in the message' } } as const
const FROM_BASE64 = {
  value: 'base64',
  title: { vi: 'Tệp Base64 trong thông điệp', en: 'A Base64 file in the message' },
} as const
const FROM_FILE = { value: 'file', title: { vi: 'Tệp ở một kết nối', en: 'A file at a connection' } } as const
const SOURCE = {
  title: { vi: 'Lấy từ', en: 'Take from' },
  help: {
    vi: 'Tệp lớn nên để ở kết nối: thông điệp chỉ mang tham chiếu, nội dung được đọc tại đây.',
    en: 'Leave large files at their connection: the message carries a reference, the content is read here.',
  },
}

/** Where a node that reads text or bytes takes them from. */
export const textSourceFields = () => ({
  source: field.choice([FROM_TEXT, FROM_BASE64, FROM_FILE], SOURCE).default('text'),
  ...placeFields(['text', 'base64']),
})

/** Where a node that reads bytes takes them from. */
export const bytesSourceFields = () => ({
  source: field.choice([FROM_BASE64, FROM_FILE], SOURCE).default('base64'),
  ...placeFields(['base64']),
})

const placeFields = (inMessage: readonly string[]) => ({
  content: field
    .value({
      title: { vi: 'Nội dung', en: 'Content' },
      help: {
        vi: 'Trường chứa nội dung, ví dụ content mà nút Đọc tệp để lại.',
        en: 'The field with the content, such as content that Read file leaves.',
      },
      showIf: { setting: 'source', is: inMessage },
    })
    .default({ field: 'content' }),
  connection: fileConnection(undefined, AT_FILE).optional(),
  path: filePath(undefined, AT_FILE).default({ field: 'path' }),
  maxBytes: field
    .integer({
      title: { vi: 'Tệp lớn nhất (byte)', en: 'Largest file (bytes)' },
      help: {
        vi: 'Lớn hơn thì báo lỗi, để một tệp không chiếm hết bộ nhớ.',
        en: 'A larger one is an error, so that one file does not take all memory.',
      },
      min: 1,
      max: 50_000_000,
      advanced: true,
    })
    .default(20_000_000),
})

const AS = {
  title: { vi: 'Kết quả là', en: 'The result is' },
  help: {
    vi: 'Ghi thẳng thành tệp thì thông điệp chỉ mang tham chiếu, nội dung không nằm trong thông điệp.',
    en: 'When it is written as a file, the message carries a reference and not the content.',
  },
}
const AS_TEXT = { value: 'text', title: { vi: 'Văn bản', en: 'Text' } } as const
const AS_BASE64 = { value: 'base64', title: { vi: 'Base64', en: 'Base64' } } as const
const AS_FILE = { value: 'file', title: { vi: 'Tệp ở một kết nối', en: 'A file at a connection' } } as const

/** Where a node that makes text puts it. */
export const textResultFields = () => ({
  as: field.choice([AS_TEXT, AS_BASE64, AS_FILE], AS).default('text'),
  ...resultPlaceFields(['text', 'base64']),
})

/** Where a node that makes bytes puts them. */
export const bytesResultFields = () => ({
  as: field.choice([AS_BASE64, AS_FILE], AS).default('base64'),
  ...resultPlaceFields(['base64']),
})

const resultPlaceFields = (inMessage: readonly string[]) => ({
  to: resultTarget({ showIf: { setting: 'as', is: inMessage } }).optional(),
  connection: fileConnection(undefined, TO_FILE).optional(),
  path: filePath({ vi: 'Ghi vào tệp', en: 'Write to file' }, TO_FILE).optional(),
  ifExists: ifExistsField(TO_FILE),
})

/** The field of the body that takes the result; blank: the result is the body. */
export const resultTarget = (
  look: { readonly showIf?: { readonly setting: string; readonly is: readonly string[] } } = {},
) =>
  targetPath({
    title: { vi: 'Ghi vào trường', en: 'Write to field' },
    help: {
      vi: 'Để trống: kết quả thay cho cả nội dung thông điệp.',
      en: 'Blank: the result becomes the whole body.',
    },
    placeholder: 'KetQua',
    ...look,
  })

/** A file at a connection needs the connection, and one that is written a name. */
export function withPlace<S extends z.ZodObject>(settings: S): S {
  return settings
    .refine((it) => (it.source !== 'file' && it.as !== 'file') || it.connection !== undefined, {
      ...complaint('cần chọn kết nối', 'a connection is needed'),
      path: ['connection'],
    })
    .refine((it) => it.as !== 'file' || it.path !== undefined, {
      ...complaint('cần nhập đường dẫn tệp', 'the path of the file is needed'),
      path: ['path'],
    })
}
