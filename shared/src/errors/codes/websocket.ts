import type { ErrorKind } from '../flow-error.ts'

/** Faults of WebSockets and of what goes over them. */
export const websocketCodes = {
  'ws.too-large': {
    class: 'data',
    side: 'partner',
    status: 502,
    message: {
      vi: '{host} gửi thông điệp lớn hơn {limit} byte',
      en: '{host} sent a message of more than {limit} bytes',
    },
    advice: {
      vi: 'Tăng "Thông điệp lớn nhất" trong kết nối, hoặc đề nghị đối tác chia nhỏ rồi gửi lại: thông điệp này không được nhận.',
      en: 'Raise "Largest message" in the connection, or ask the partner to split it and send it again: this one was not taken.',
    },
  },
  'ws.closed': {
    class: 'transient',
    side: 'partner',
    status: 502,
    message: {
      vi: '{host} đóng kết nối WebSocket (mã {code}): {reason}',
      en: '{host} closed the WebSocket (code {code}): {reason}',
    },
    advice: {
      vi: 'Hệ thống tự nối lại. Nếu lặp lại, hỏi đối tác vì sao đóng và có gửi lại thông điệp trong lúc mất kết nối không.',
      en: 'The system connects again by itself. If it goes on, ask the partner why, and whether messages of the meantime are sent again.',
    },
  },
} satisfies Record<string, ErrorKind>
