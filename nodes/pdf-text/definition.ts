import { z } from 'zod'
import { bytesSourceFields, resultTarget, withPlace } from '#nodes/files/content-fields.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Lấy chữ từ PDF: the text of the pages. Idempotent, not pure: how long it may take is part of what comes out. */
export const definition = defineNode({
  type: 'pdf-text',
  version: 1,
  kind: 'transform',
  family: 'formats',
  title: { vi: 'Lấy chữ từ PDF', en: 'Text of a PDF' },
  summary: {
    vi: 'Lấy chữ của từng trang PDF, tiếng Việt dạng Unicode dựng sẵn; tệp có mật khẩu hay chỉ có ảnh quét được báo rõ.',
    en: 'Takes the text of the pages, in composed Unicode; files with a password or of scanned pictures are told.',
  },
  keywords: ['pdf', 'chữ', 'văn bản', 'trích xuất', 'công văn', 'extract text'],
  settings: withPlace(
    z.strictObject({
      ...bytesSourceFields(),
      maxPages: field
        .integer({
          title: { vi: 'Số trang nhiều nhất', en: 'Most pages' },
          help: { vi: 'Tệp nhiều trang hơn thì báo lỗi.', en: 'A file of more pages is an error.' },
          min: 1,
          max: 2000,
        })
        .default(200),
      seconds: field
        .integer({
          title: { vi: 'Thời gian tối đa (giây)', en: 'Longest time (seconds)' },
          help: { vi: 'Quá thời gian thì dừng và báo lỗi.', en: 'After that it is stopped with an error.' },
          min: 1,
          max: 60,
          advanced: true,
        })
        .default(20),
      to: resultTarget().optional(),
    }),
  ),
  input: true,
  out: [{ name: 'out', title: { vi: 'Đã đọc', en: 'Read' } }],
  output: 'described',
  sample: { text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', pages: ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'], count: 1 },
  effects: 'idempotent',
  needs: ['files'],
})
