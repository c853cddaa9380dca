import { z } from 'zod'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Tách danh sách (Splitter): one message for each item, or for each batch of items. */
export const definition = defineNode({
  type: 'splitter',
  version: 1,
  kind: 'router',
  title: { vi: 'Tách danh sách', en: 'Splitter' },
  summary: {
    vi: 'Tách một danh sách thành từng thông điệp (hoặc từng nhóm) để xử lý riêng; nút "Gộp lại" phía sau gom kết quả.',
    en: 'Splits a list into one message an item (or a batch); an Aggregator further on gathers the results.',
  },
  keywords: ['tách', 'chia', 'vòng lặp', 'từng phần tử', 'lô', 'split', 'for each', 'loop', 'batch', 'chunk'],
  settings: z.strictObject({
    over: field
      .expression({
        title: { vi: 'Danh sách cần tách', en: 'List to split' },
        help: {
          vi: 'Công thức cho ra danh sách, ví dụ DanhSachHoSo. Để trống: cả nội dung thông điệp là danh sách.',
          en: 'An expression that gives a list, such as DanhSachHoSo. Blank: the body itself is the list.',
        },
        placeholder: 'DanhSachHoSo',
      })
      .optional(),
    size: field
      .integer({
        title: { vi: 'Số phần tử mỗi thông điệp', en: 'Items in a message' },
        help: {
          vi: '1: nội dung mỗi thông điệp là một phần tử. Từ 2: nội dung là danh sách tối đa chừng ấy phần tử.',
          en: '1: the body of each message is one item. From 2: the body is a list of up to so many items.',
        },
        min: 1,
        max: 10_000,
      })
      .default(1),
    inOrder: field
      .boolean({
        title: { vi: 'Lần lượt từng thông điệp', en: 'One after the other' },
        help: {
          vi: 'Bật: thông điệp sau chỉ bắt đầu khi thông điệp trước đã xong. Tắt: chạy cùng lúc, nhanh hơn.',
          en: 'On: a message begins when the one before has ended. Off: they run together, which is faster.',
        },
      })
      .default(true),
    single: field
      .boolean({
        title: { vi: 'Chấp nhận khi không phải danh sách', en: 'Accept what is no list' },
        help: {
          vi: 'Bật: một giá trị đơn là danh sách một phần tử, không có giá trị là danh sách rỗng. Hữu ích với XML. Tắt: báo lỗi.',
          en: 'On: a single value is a list of one, and nothing an empty list. Useful with XML. Off: an error.',
        },
        advanced: true,
      })
      .default(false),
  }),
  input: true,
  out: [
    { name: 'out', title: { vi: 'Từng phần', en: 'Each part' } },
    { name: 'empty', title: { vi: 'Danh sách rỗng', en: 'Empty list' } },
  ],
  output: 'described',
  infers: 'items',
  takes: { from: 'over', type: 'array', unless: 'single' },
  effects: 'none',
  splits: true,
})
