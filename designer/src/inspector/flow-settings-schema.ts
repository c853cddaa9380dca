import { DEFAULT_BACKLOG } from '#shared/flow/limits.ts'
import type { JsonSchema } from '#shared/node/define.ts'
import type { FieldLook } from '#shared/node/fields.ts'
import type { Text } from '#shared/text/text.ts'

const drawn = (look: FieldLook, rest: JsonSchema = {}): JsonSchema => ({ type: 'string', ...rest, 'x-field': look })

const count = (title: Text, help: Text, placeholder?: string): JsonSchema => ({
  ...drawn({ kind: 'number', title, help, ...(placeholder ? { placeholder } : {}) }),
  type: 'integer',
  minimum: 1,
})

const limitsSchema: JsonSchema = {
  type: 'object',
  properties: {
    running: count(
      { vi: 'Số lần chạy cùng lúc tối đa', en: 'Most runs at a time' },
      {
        vi: 'Tính trên cả hệ thống. Thông điệp vượt quá được xếp hàng, không bị từ chối.',
        en: 'On the whole installation. Messages beyond it wait in line and are not refused.',
      },
    ),
    rate: count(
      { vi: 'Tốc độ tối đa', en: 'Highest rate' },
      { vi: 'Số lần chạy bắt đầu trong mỗi khoảng bên dưới.', en: 'Runs that begin in each of the periods below.' },
    ),
    per: drawn(
      {
        kind: 'choice',
        title: { vi: 'Trong mỗi', en: 'In every' },
        options: [
          { value: 'second', title: { vi: 'Giây', en: 'Second' } },
          { value: 'minute', title: { vi: 'Phút', en: 'Minute' } },
          { value: 'hour', title: { vi: 'Giờ', en: 'Hour' } },
        ],
      },
      { default: 'second' },
    ),
    backlog: count(
      { vi: 'Tồn đọng tối đa', en: 'Largest backlog' },
      {
        vi: 'Số thông điệp chưa xử lý xong; vượt quá thì bên gửi nhận 503 và gửi lại sau.',
        en: 'Messages that are not done; beyond it senders get 503 and send again later.',
      },
      String(DEFAULT_BACKLOG),
    ),
  },
  'x-field': { kind: 'group', title: { vi: 'Giới hạn', en: 'Limits' }, advanced: true } satisfies FieldLook,
}

/** The settings of a flow as a form; `keys` are the names that the order can follow. */
export function flowSettingsSchema(keys: readonly string[]): JsonSchema {
  return {
    type: 'object',
    properties: {
      partition: drawn(
        {
          kind: 'choice',
          title: { vi: 'Giữ thứ tự theo', en: 'Keep the order by' },
          help: {
            vi: 'Các thông điệp có cùng giá trị mã này được xử lý lần lượt, cái trước xong mới tới cái sau.',
            en: 'Messages with the same value of this key are processed one after the other.',
          },
          options: [
            { value: '', title: { vi: 'Không cần giữ thứ tự', en: 'No order needed' } },
            ...keys.map((name) => ({ value: name, title: { vi: name, en: name } })),
          ],
        },
        { default: '' },
      ),
      timeout: drawn({
        kind: 'duration',
        title: { vi: 'Thời gian chờ kết quả tối đa', en: 'Longest wait for a result' },
        help: {
          vi: 'Bên gọi chờ lâu nhất chừng này; quá thời gian thì nhận mã lần chạy để hỏi sau.',
          en: 'A caller waits this long at most, then gets the id of the run to ask again later.',
        },
      }),
      durability: drawn(
        {
          kind: 'choice',
          title: { vi: 'Lưu thông điệp', en: 'Keep messages' },
          help: {
            vi: 'Chỉ chọn "Không lưu" cho tra cứu không làm thay đổi gì: mất điện thì thông điệp đang xử lý không còn.',
            en: 'Choose "Not kept" only for look-ups that change nothing: a power cut then loses what is in progress.',
          },
          options: [
            { value: 'stored', title: { vi: 'Lưu an toàn xuống đĩa', en: 'Safely on disk' } },
            { value: 'none', title: { vi: 'Không lưu (chỉ trong bộ nhớ)', en: 'Not kept (memory only)' } },
          ],
          advanced: true,
        },
        { default: 'stored' },
      ),
      priority: drawn(
        {
          kind: 'choice',
          title: { vi: 'Mức ưu tiên', en: 'Priority' },
          help: {
            vi: 'Khi nhiều luồng cùng có thông điệp chờ: luồng ưu tiên cao chạy trước, luồng thấp vẫn được phần của mình.',
            en: 'When several flows have messages waiting: high goes first, and low still gets its part.',
          },
          options: [
            { value: 'high', title: { vi: 'Cao', en: 'High' } },
            { value: 'normal', title: { vi: 'Thường', en: 'Normal' } },
            { value: 'low', title: { vi: 'Thấp', en: 'Low' } },
          ],
          advanced: true,
        },
        { default: 'normal' },
      ),
      limits: limitsSchema,
    },
  }
}
