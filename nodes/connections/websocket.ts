import { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'
import { requiredWhen } from './required-when.ts'
import { authorityField } from './server-fields.ts'

/** A `ws:` or `wss:` address without user name, password, query or fragment: credentials have their own, hidden field. */
function isSocketAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, search, hash } = new URL(text)
  return (protocol === 'ws:' || protocol === 'wss:') && `${username}${password}${search}${hash}` === ''
}

/** A partner that messages are exchanged with over a WebSocket (RFC 6455) which we open. */
export const websocketConnection = defineConnection({
  kind: 'websocket',
  title: { vi: 'WebSocket', en: 'WebSocket' },
  summary: {
    vi: 'Máy chủ của đối tác nhận và gửi thông điệp qua một kết nối WebSocket mở lâu; nên dùng wss.',
    en: 'A server of a partner that exchanges messages over a WebSocket which stays open; prefer wss.',
  },
  values: z
    .strictObject({
      address: field
        .text({
          title: { vi: 'Địa chỉ', en: 'Address' },
          placeholder: 'wss://su-kien.tinh.gov.vn/ws',
        })
        .refine(
          isSocketAddress,
          complaint(
            'phải bắt đầu bằng wss:// hoặc ws:// và không chứa tài khoản, dấu ? hay dấu #',
            'must begin with wss:// or ws:// and carry no user name, ? or #',
          ),
        ),
      auth: field
        .choice(
          [
            { value: 'none', title: { vi: 'Không đăng nhập', en: 'None' } },
            { value: 'bearer', title: { vi: 'Mã truy cập (Bearer)', en: 'Bearer token' } },
            { value: 'header', title: { vi: 'Khoá trong tiêu đề', en: 'Key in a header' } },
          ],
          { title: { vi: 'Cách đăng nhập', en: 'Authentication' } },
        )
        .default('none'),
      headerName: field
        .text({
          title: { vi: 'Tên tiêu đề', en: 'Header' },
          placeholder: 'X-Api-Key',
          showIf: { setting: 'auth', is: ['header'] },
        })
        .regex(
          /^(?!(?:host|upgrade|connection|content-|transfer-|sec-))[A-Za-z0-9-]{1,60}$/i,
          complaint('không dùng được làm tên tiêu đề', 'cannot be the name of a header'),
        )
        .optional(),
      protocol: field
        .text({
          title: { vi: 'Giao thức con', en: 'Subprotocol' },
          help: {
            vi: 'Chỉ khi đối tác yêu cầu (Sec-WebSocket-Protocol).',
            en: 'Only when the partner wants one (Sec-WebSocket-Protocol).',
          },
          advanced: true,
        })
        .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, complaint('không hợp lệ', 'is not valid'))
        .optional(),
      maxBytes: field
        .integer({
          title: { vi: 'Thông điệp lớn nhất (byte)', en: 'Largest message (bytes)' },
          help: {
            vi: 'Đối tác gửi lớn hơn thì kết nối bị đóng, thông điệp đó không được nhận.',
            en: 'When the partner sends a larger one, the connection is closed and that message is not taken.',
          },
          min: 1000,
          max: 50_000_000,
          advanced: true,
        })
        .default(5_000_000),
      authority: authorityField(),
    })
    .superRefine(requiredWhen('auth', { header: ['headerName'] })),
  secrets: z.strictObject({
    token: field
      .text({
        title: { vi: 'Mã truy cập hoặc khoá', en: 'Token or key' },
        showIf: { setting: 'auth', is: ['bearer', 'header'] },
      })
      .optional(),
  }),
  hosts: ({ address }) => {
    const { hostname, port, protocol } = new URL(address)
    return [`${hostname}:${port === '' ? (protocol === 'wss:' ? '443' : '80') : port}`]
  },
})
