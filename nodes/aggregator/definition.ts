import { z } from 'zod'
import { combineFields } from '#nodes/routing/combine-fields.ts'
import { defineNode } from '#shared/node/define.ts'

/** Gộp lại (Aggregator): makes one message of the parts of the nearest splitter before it. */
export const definition = defineNode({
  type: 'aggregator',
  version: 1,
  kind: 'router',
  title: { vi: 'Gộp lại', en: 'Aggregator' },
  summary: {
    vi: 'Chờ mọi phần của nút "Tách danh sách" gần nhất phía trước đi tới (hoặc dừng lại), rồi gộp thành một thông điệp.',
    en: 'Waits until every part of the nearest Splitter has arrived (or ended), then makes one message of them.',
  },
  keywords: ['gộp', 'gom', 'tổng hợp', 'aggregate', 'join', 'merge', 'collect'],
  settings: z.strictObject({
    ...combineFields({
      title: { vi: 'Nội dung sau khi gộp', en: 'Body of the result' },
      help: {
        vi: 'Danh sách: nội dung từng phần theo thứ tự lúc tách. Công thức: tự tính, ví dụ đếm hoặc cộng phí.',
        en: 'A list: the body of each part in the order of the split. An expression: computed, such as a count or a sum of fees.',
      },
      list: { vi: 'Danh sách nội dung các phần', en: 'The list of the bodies' },
      expression: {
        vi: '$parts là danh sách nội dung các phần theo thứ tự lúc tách, ví dụ { "tong": $count($parts) }.',
        en: '$parts is the list of the bodies in the order of the split, such as { "tong": $count($parts) }.',
      },
    }),
  }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Đã gộp', en: 'Combined' } }],
  output: 'described',
  infers: 'gathered',
  effects: 'none',
  gathers: true,
})
