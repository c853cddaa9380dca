import { z } from 'zod'
import { combineFields } from '#nodes/routing/combine-fields.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Gom thông điệp (Aggregator over messages): waits durably for the messages of several runs that belong together. */
export const definition = defineNode({
  type: 'collect',
  version: 1,
  kind: 'router',
  title: { vi: 'Gom thông điệp', en: 'Collect messages' },
  summary: {
    vi: 'Gom các thông điệp tới vào những lúc khác nhau nhưng cùng một mã thành một nhóm, rồi cho cả nhóm đi tiếp một lần.',
    en: 'Gathers messages that come at different times and share a key into a group, and lets the whole group go on once.',
  },
  keywords: ['gom', 'gộp', 'nhóm', 'tương quan', 'đủ hồ sơ', 'aggregate', 'collect', 'correlate', 'group', 'join'],
  settings: z.strictObject({
    key: field
      .expression({
        title: { vi: 'Mã nhóm', en: 'Key of the group' },
        help: {
          vi: 'Các thông điệp cùng mã thuộc một nhóm. Ví dụ MaHoSo, hoặc $keys.maHoSo.',
          en: 'Messages with the same key belong to one group. For example MaHoSo, or $keys.maHoSo.',
        },
        placeholder: 'MaHoSo',
      })
      .default('$keys.maHoSo'),
    count: field
      .expression({
        title: { vi: 'Đủ số thông điệp', en: 'Complete with so many messages' },
        help: {
          vi: 'Một số, hoặc công thức trên thông điệp vừa tới, ví dụ 3 hay TongSo. Để trống: không tính theo số lượng.',
          en: 'A number, or an expression over the message at hand, such as 3 or TongSo. Blank: the number does not matter.',
        },
        placeholder: '3',
      })
      .optional(),
    when: field
      .expression({
        over: 'parts',
        title: { vi: 'Hoặc khi', en: 'Or as soon as' },
        help: {
          vi: 'Điều kiện trên $parts, danh sách nội dung đã tới (cái mới nhất ở cuối), ví dụ $parts[-1].trangThai = "xong".',
          en: 'A condition over $parts, the bodies so far (the newest last), such as $parts[-1].trangThai = "xong".',
        },
        placeholder: '$parts[-1].trangThai = "xong"',
      })
      .optional(),
    timeout: field
      .duration({
        title: { vi: 'Chờ nhiều nhất', en: 'Wait at most' },
        help: {
          vi: 'Hết giờ thì nhóm đi tiếp với những gì đã có; tiêu đề group-closed-by là time. Ví dụ 10 phút (PT10M).',
          en: 'When the time is up the group goes on with what is there; the header group-closed-by is time. Such as 10 minutes (PT10M).',
        },
      })
      .default('PT1H'),
    timeoutFrom: field
      .choice(
        [
          { value: 'first', title: { vi: 'Từ thông điệp đầu tiên', en: 'Since the first message' } },
          { value: 'last', title: { vi: 'Từ thông điệp mới nhất', en: 'Since the newest message' } },
        ],
        {
          title: { vi: 'Tính giờ', en: 'Counted' },
          help: {
            vi: 'Từ lúc nào bắt đầu đếm thời gian chờ của nhóm.',
            en: 'When the waiting time of a group begins.',
          },
        },
      )
      .default('first'),
    late: field
      .choice(
        [
          { value: 'new', title: { vi: 'Bắt đầu nhóm mới', en: 'Begins a new group' } },
          { value: 'port', title: { vi: 'Ra cổng "Tới muộn"', en: 'Leaves through "Late"' } },
          { value: 'error', title: { vi: 'Là lỗi', en: 'Is an error' } },
        ],
        {
          title: { vi: 'Thông điệp tới sau khi nhóm đã đóng', en: 'A message that comes after the group has closed' },
          help: {
            vi: 'Thông điệp mang mã của nhóm đã đóng trong thời gian còn nhớ nhóm ấy.',
            en: 'A message with the key of a closed group, while that group is remembered.',
          },
        },
      )
      .default('new'),
    remember: field
      .duration({
        title: { vi: 'Nhớ nhóm đã đóng', en: 'Remember a closed group for' },
        help: {
          vi: 'Quá thời gian này, thông điệp cùng mã bắt đầu nhóm mới. Ví dụ 1 ngày (P1D).',
          en: 'Later than that, a message with the same key begins a new group. Such as 1 day (P1D).',
        },
        showIf: { setting: 'late', is: ['port', 'error'] },
      })
      .default('P7D'),
    most: field
      .integer({
        title: { vi: 'Số thông điệp nhiều nhất trong nhóm', en: 'Most messages in a group' },
        help: {
          vi: 'Thông điệp vượt quá là lỗi, vào hộp lỗi. Cả nhóm không quá 16 MB.',
          en: 'One more is an error and goes to the error inbox. A group never holds more than 16 MB.',
        },
        min: 1,
        max: 1000,
        advanced: true,
      })
      .default(100),
    ...combineFields({
      title: { vi: 'Nội dung của nhóm', en: 'Body of the group' },
      help: {
        vi: 'Danh sách nội dung các thông điệp theo thứ tự tới, hoặc tính bằng công thức.',
        en: 'The list of bodies in the order of arrival, or computed by an expression.',
      },
      list: { vi: 'Danh sách nội dung các thông điệp', en: 'The list of the bodies' },
      expression: {
        vi: '$parts là danh sách nội dung theo thứ tự tới, ví dụ { "tong": $count($parts) }.',
        en: '$parts is the list of the bodies in order of arrival, such as { "tong": $count($parts) }.',
      },
    }),
  }),
  input: true,
  out: [
    { name: 'out', title: { vi: 'Cả nhóm', en: 'The group' } },
    { name: 'late', title: { vi: 'Tới muộn', en: 'Late' } },
  ],
  output: 'described',
  infers: 'group',
  effects: 'none',
  stores: true,
})
