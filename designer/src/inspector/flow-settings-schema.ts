import type { JsonSchema } from '#shared/node/define.ts'
import type { FieldLook } from '#shared/node/fields.ts'

const drawn = (look: FieldLook, rest: JsonSchema = {}): JsonSchema => ({ type: 'string', ...rest, 'x-field': look })

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
    },
  }
}
