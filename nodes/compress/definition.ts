import { z } from 'zod'
import { bytesAs, bytesSource, bytesTarget } from '#nodes/bytes/byte-fields.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Nén, giải nén: gzip and deflate both ways, bounded. */
export const definition = defineNode({
  type: 'compress',
  version: 1,
  kind: 'transform',
  family: 'formats',
  title: { vi: 'Nén, giải nén', en: 'Compress, decompress' },
  summary: {
    vi: 'Nén nội dung bằng gzip hoặc deflate (kết quả ở dạng Base64), hoặc giải nén; tệp hỏng và bom nén bị từ chối.',
    en: 'Compresses content with gzip or deflate (as Base64), or decompresses it; broken content and bombs are refused.',
  },
  keywords: ['nén', 'giải nén', 'gzip', 'gz', 'deflate', 'zlib', 'compress', 'decompress', 'unzip'],
  settings: z.strictObject({
    do: field
      .choice(
        [
          { value: 'compress', title: { vi: 'Nén', en: 'Compress' } },
          { value: 'decompress', title: { vi: 'Giải nén', en: 'Decompress' } },
        ],
        {
          title: { vi: 'Việc', en: 'What to do' },
          help: {
            vi: 'Nội dung nén trong thông điệp luôn ở dạng Base64.',
            en: 'Compressed content is always Base64 in a message.',
          },
        },
      )
      .default('compress'),
    method: field
      .choice(
        [
          { value: 'gzip', title: { vi: 'gzip (.gz)', en: 'gzip (.gz)' } },
          { value: 'zlib', title: { vi: 'deflate có đầu zlib', en: 'deflate with zlib header' } },
          { value: 'raw', title: { vi: 'deflate trần', en: 'bare deflate' } },
        ],
        {
          title: { vi: 'Cách nén', en: 'Method' },
          help: {
            vi: 'Thường là gzip. Đối tác ghi "deflate" thì hỏi có đầu zlib hay không.',
            en: 'Usually gzip. When a partner says "deflate", ask whether it has a zlib header.',
          },
        },
      )
      .default('gzip'),
    from: bytesSource(),
    source: bytesAs(
      { vi: 'Nội dung cần nén là', en: 'What is compressed is' },
      { showIf: { setting: 'do', is: ['compress'] } },
    ).default('text'),
    as: bytesAs(
      { vi: 'Kết quả giải nén là', en: 'What was decompressed is' },
      { showIf: { setting: 'do', is: ['decompress'] } },
    ).default('text'),
    maxMb: field
      .number({
        title: { vi: 'Lớn nhất sau khi giải nén (MB)', en: 'Largest when decompressed (MB)' },
        help: {
          vi: 'Chống bom nén: vượt mức này thì dừng ngay. Ví dụ 10.',
          en: 'Against bombs: beyond this it stops at once. Such as 10.',
        },
        min: 0.001,
        max: 50,
        showIf: { setting: 'do', is: ['decompress'] },
        advanced: true,
      })
      .default(10),
    to: bytesTarget(),
  }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Đã xong', en: 'Done' } }],
  output: 'described',
  infers: 'written-text',
  effects: 'none',
})
