import type { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { field, isDurationWithin } from '#shared/node/fields.ts'
import type { Text } from '#shared/text/text.ts'

/** The largest body that a flow may ask the gateway to take. */
const MOST_BYTES = 100_000_000
/** Keys that are remembered for ever would only grow. */
const LONGEST_WINDOW_MS = 366 * 86_400_000

/** Who may call an address of the gateway: the choices that every address has, and how the setting is shown. */
export const ACCESS = {
  open: { value: 'open', title: { vi: 'Ai cũng gọi được', en: 'Open to everyone' } },
  key: { value: 'key', title: { vi: 'Phải có khoá', en: 'With a key' } },
  look: {
    title: { vi: 'Quyền gọi', en: 'Who may call' },
    help: {
      vi: 'Nên chọn "Phải có khoá"; mở cho mọi người chỉ khi mạng đã được bảo vệ.',
      en: 'Better "With a key"; open to everyone only inside a protected network.',
    },
  },
} as const

const KEY_HELP: Text = {
  vi: 'Bên gọi gửi khoá trong tiêu đề X-Api-Key hoặc Authorization: Bearer.',
  en: 'The caller sends the key as X-Api-Key or Authorization: Bearer.',
}

/** The key that callers must show. `is`: the kinds of access that need one. */
export function keyField({ is = ['key'], help = KEY_HELP }: { is?: readonly string[]; help?: Text } = {}) {
  return field
    .connection(['api-key'], { title: { vi: 'Khoá', en: 'Key' }, help, showIf: { setting: 'access', is } })
    .optional()
}

/** A check for `superRefine`: callers who must show a key are told which. */
export function keyChosen(
  settings: { readonly access: string; readonly connection?: unknown },
  context: z.RefinementCtx,
): void {
  if (!/^(?:key|ws-security)$/.test(settings.access) || settings.connection !== undefined) return
  const message = complaint('chọn khoá mà bên gọi phải gửi', 'choose the key that callers must send')
  context.addIssue({ code: 'custom', path: ['connection'], ...message })
}

/** How long a request that was taken is known again. */
export function dedupeWindowField() {
  return field
    .duration({
      title: { vi: 'Nhớ yêu cầu đã nhận', en: 'Remember requests for' },
      help: {
        vi: 'Để trống: 7 ngày. Sau thời gian này, yêu cầu trùng được xử lý như mới. Ví dụ 30 ngày (P30D).',
        en: 'Empty: 7 days. After that a duplicate is processed as a new request. Such as 30 days (P30D).',
      },
      advanced: true,
    })
    .refine(
      (window) => isDurationWithin(window, 1000, LONGEST_WINDOW_MS),
      complaint('từ 1 giây đến 366 ngày', 'from 1 second to 366 days'),
    )
    .optional()
}

/** The largest body that an address takes. */
export function maxBytesField() {
  return field
    .integer({
      title: { vi: 'Kích thước tối đa (byte)', en: 'Largest body (bytes)' },
      help: {
        vi: 'Yêu cầu lớn hơn bị từ chối (413). Ví dụ 10000000 là khoảng 10 MB.',
        en: 'A larger request is refused (413). 10000000 is about 10 MB.',
      },
      min: 1,
      max: MOST_BYTES,
      advanced: true,
    })
    .default(10_000_000)
}
