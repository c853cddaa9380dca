import type { ErrorKind } from '../flow-error.ts'

/** Faults of requests that reach the gateway. */
export const gatewayCodes = {
  'gateway.no-route': {
    class: 'permanent',
    side: 'data',
    status: 404,
    message: { vi: 'Không có luồng nào nhận tại địa chỉ này', en: 'No flow listens at this address' },
    advice: {
      vi: 'Kiểm tra lại đường dẫn, hoặc ban hành luồng.',
      en: 'Check the path, or publish the flow.',
    },
  },
  'gateway.wrong-method': {
    class: 'permanent',
    side: 'data',
    status: 405,
    message: {
      vi: 'Địa chỉ này có, nhưng không nhận phương thức {method}',
      en: 'This address exists but does not take the method {method}',
    },
    advice: { vi: 'Gửi lại bằng {allowed}.', en: 'Send it with {allowed}.' },
  },
  'gateway.unauthorised': {
    class: 'auth',
    side: 'data',
    status: 401,
    message: { vi: 'Thiếu khoá truy cập hoặc khoá không đúng', en: 'The access key is missing or wrong' },
    advice: {
      vi: 'Gửi khoá do đơn vị quản lý cấp trong tiêu đề X-Api-Key hoặc Authorization.',
      en: 'Send the key that the owner gave you in X-Api-Key or Authorization.',
    },
  },
  'gateway.too-large': {
    class: 'data',
    side: 'data',
    status: 413,
    message: { vi: 'Nội dung lớn hơn giới hạn {limit}', en: 'The body is larger than the limit of {limit}' },
    advice: {
      vi: 'Chia nhỏ nội dung hoặc đề nghị tăng giới hạn của luồng.',
      en: 'Split the body, or ask for a higher limit.',
    },
  },
  'gateway.wrong-type': {
    class: 'data',
    side: 'data',
    status: 415,
    message: {
      vi: 'Luồng này không nhận kiểu nội dung "{type}"',
      en: 'This flow does not take the content type "{type}"',
    },
    advice: { vi: 'Gửi với Content-Type: {allowed}.', en: 'Send it with Content-Type: {allowed}.' },
  },
  'gateway.bad-request': {
    class: 'data',
    side: 'data',
    status: 400,
    message: { vi: 'Yêu cầu HTTP không hợp lệ: {reason}', en: 'The HTTP request is not valid: {reason}' },
    advice: {
      vi: 'Đề nghị bên gửi kiểm tra phần mềm gửi HTTP hoặc máy chủ trung gian.',
      en: 'Ask the sender to check its HTTP software, or the proxy in between.',
    },
  },
  'gateway.headers-too-large': {
    class: 'data',
    side: 'data',
    status: 431,
    message: {
      vi: 'Phần tiêu đề của yêu cầu lớn hơn {limit}',
      en: 'The headers of the request are larger than {limit}',
    },
    advice: { vi: 'Gửi ít tiêu đề hơn hoặc rút ngắn địa chỉ.', en: 'Send fewer headers or a shorter address.' },
  },
  'gateway.too-slow': {
    class: 'data',
    side: 'data',
    status: 408,
    message: { vi: 'Yêu cầu được gửi quá chậm nên bị ngắt', en: 'The request was sent too slowly and was cut off' },
    advice: { vi: 'Kiểm tra đường truyền rồi gửi lại.', en: 'Check the network and send again.' },
  },
  'gateway.wrong-expectation': {
    class: 'data',
    side: 'data',
    status: 417,
    message: { vi: 'Không đáp ứng được tiêu đề Expect "{value}"', en: 'The header Expect "{value}" cannot be met' },
    advice: { vi: 'Gửi lại không có tiêu đề này.', en: 'Send again without this header.' },
  },
  'gateway.draining': {
    class: 'transient',
    side: 'ours',
    status: 503,
    message: { vi: 'Hệ thống đang khởi động lại', en: 'The system is restarting' },
    advice: { vi: 'Gửi lại sau ít giây.', en: 'Send again in a few seconds.' },
  },
  'gateway.memory': {
    class: 'quota',
    side: 'ours',
    status: 503,
    message: {
      vi: 'Hệ thống đang giữ nhiều nội dung lớn nên chưa nhận thêm',
      en: 'The system holds many large bodies and takes no more for the moment',
    },
    advice: { vi: 'Gửi lại sau ít giây.', en: 'Send again in a few seconds.' },
  },
  'gateway.duplicate': {
    class: 'data',
    side: 'data',
    status: 409,
    message: {
      vi: 'Thông điệp này đã được nhận trước đó (lần chạy {run})',
      en: 'This message was received before (run {run})',
    },
    advice: { vi: 'Không cần gửi lại.', en: 'There is no need to send it again.' },
  },
  'gateway.key-reused': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Khoá chống trùng này đã dùng cho một yêu cầu khác (lần chạy {run})',
      en: 'This idempotency key was used for a different request (run {run})',
    },
    advice: {
      vi: 'Gửi nội dung mới với Idempotency-Key mới; chỉ dùng lại khoá cũ khi gửi lại đúng yêu cầu cũ.',
      en: 'Send new content with a new Idempotency-Key; use the old one only to send the same request again.',
    },
  },
  'gateway.paused': {
    class: 'transient',
    side: 'ours',
    status: 503,
    message: { vi: 'Luồng đang tạm dừng', en: 'The flow is paused' },
    advice: { vi: 'Gửi lại sau, hoặc liên hệ đơn vị quản lý.', en: 'Send it later, or contact the owner.' },
  },
} satisfies Record<string, ErrorKind>
