import type { ErrorKind } from '../flow-error.ts'

const local = {
  vi: 'Nếu có tài khoản của Liên Thông, vẫn đăng nhập được bằng mật khẩu.',
  en: 'If you have an account of Liên Thông, you can still sign in with its password.',
}

/** Faults of signing in through an outside provider. No parameters: the sign-in page shows them by their code alone. */
export const outsideCodes = {
  'outside.off': {
    class: 'policy',
    side: 'ours',
    status: 404,
    message: { vi: 'Đăng nhập qua nguồn ngoài đang tắt', en: 'Signing in through an outside provider is switched off' },
    advice: {
      vi: 'Đăng nhập bằng mật khẩu, hoặc hỏi người quản trị.',
      en: 'Use your password, or ask an administrator.',
    },
  },
  'outside.unreachable': {
    class: 'transient',
    side: 'partner',
    status: 503,
    message: {
      vi: 'Không liên lạc được với hệ thống xác thực bên ngoài',
      en: 'The outside sign-in system cannot be reached',
    },
    advice: {
      vi: `Hệ thống đó đang dừng hoặc mạng tới nó bị gián đoạn; Liên Thông vẫn chạy. ${local.vi}`,
      en: `It is down, or the network to it is cut; Liên Thông itself runs. ${local.en}`,
    },
  },
  'outside.answer': {
    class: 'permanent',
    side: 'partner',
    status: 502,
    message: {
      vi: 'Hệ thống xác thực bên ngoài trả lời không đúng chuẩn',
      en: 'The outside sign-in system answered against the standard',
    },
    advice: {
      vi: `Báo người quản trị xem nhật ký thao tác. ${local.vi}`,
      en: `Ask an administrator to look into the audit trail. ${local.en}`,
    },
  },
  'outside.host-not-allowed': {
    class: 'policy',
    side: 'ours',
    status: 502,
    message: {
      vi: 'Hệ thống xác thực dùng một máy chủ chưa được phép gọi',
      en: 'The outside sign-in system uses a host that may not be called',
    },
    advice: {
      vi: 'Người quản trị thêm máy chủ đó vào "Máy chủ khác được gọi" nếu đúng là của hệ thống xác thực.',
      en: 'An administrator adds the host to "Further hosts" if it does belong to the provider.',
    },
  },
  'outside.client': {
    class: 'auth',
    side: 'ours',
    status: 502,
    message: {
      vi: 'Hệ thống xác thực không nhận mã ứng dụng hoặc khoá bí mật của Liên Thông',
      en: 'The outside sign-in system refuses the client id or secret of Liên Thông',
    },
    advice: {
      vi: `Người quản trị kiểm tra lại mã ứng dụng, khoá bí mật và cách gửi khoá. ${local.vi}`,
      en: `An administrator checks client id, secret and how the secret is sent. ${local.en}`,
    },
  },
  'outside.code': {
    class: 'auth',
    side: 'partner',
    status: 401,
    message: {
      vi: 'Mã đăng nhập đã dùng rồi hoặc đã hết hạn',
      en: 'The sign-in code was used already, or has expired',
    },
    advice: { vi: 'Bấm đăng nhập lại từ đầu.', en: 'Begin to sign in again.' },
  },
  'outside.began-elsewhere': {
    class: 'auth',
    side: 'data',
    status: 401,
    message: {
      vi: 'Lần đăng nhập này không bắt đầu từ trình duyệt này, hoặc đã quá 10 phút',
      en: 'This sign-in did not begin in this browser, or began more than 10 minutes ago',
    },
    advice: {
      vi: 'Bấm đăng nhập lại từ đầu, trong một thẻ. Trình duyệt cần cho phép cookie.',
      en: 'Begin to sign in again, in one tab. The browser must allow cookies.',
    },
  },
  'outside.cancelled': {
    class: 'auth',
    side: 'data',
    status: 401,
    message: { vi: 'Bạn đã dừng đăng nhập ở hệ thống bên ngoài', en: 'You stopped signing in at the outside system' },
    advice: { vi: 'Đăng nhập lại khi cần.', en: 'Sign in again when you like.' },
  },
  'outside.refused': {
    class: 'auth',
    side: 'partner',
    status: 401,
    message: {
      vi: 'Hệ thống xác thực bên ngoài từ chối lần đăng nhập này',
      en: 'The outside sign-in system refused this sign-in',
    },
    advice: {
      vi: `Báo người quản trị: lý do ghi trong nhật ký thao tác. ${local.vi}`,
      en: `Tell an administrator: the reason is in the audit trail. ${local.en}`,
    },
  },
  'outside.token': {
    class: 'auth',
    side: 'partner',
    status: 401,
    message: {
      vi: 'Giấy chứng nhận đăng nhập của hệ thống bên ngoài không hợp lệ',
      en: 'The proof of sign-in of the outside system is not valid',
    },
    advice: {
      vi: 'Đăng nhập lại; nếu vẫn vậy, báo người quản trị: có thể cấu hình sai hoặc có kẻ giả mạo.',
      en: 'Sign in again. If it stays, tell an administrator: settings may be wrong, or somebody forges it.',
    },
  },
  'outside.token-time': {
    class: 'auth',
    side: 'partner',
    status: 401,
    message: {
      vi: 'Giấy chứng nhận đăng nhập đã hết hạn, hoặc đồng hồ hai hệ thống lệch nhau',
      en: 'The proof of sign-in has expired, or the clocks of the two systems differ',
    },
    advice: {
      vi: 'Đăng nhập lại; nếu vẫn vậy, người quản trị kiểm tra giờ của máy chủ.',
      en: 'Sign in again. If it stays, an administrator checks the time of this server.',
    },
  },
  'outside.person': {
    class: 'data',
    side: 'partner',
    status: 401,
    message: {
      vi: 'Hệ thống xác thực không cho biết ai vừa đăng nhập',
      en: 'The outside sign-in system does not tell who signed in',
    },
    advice: {
      vi: 'Người quản trị kiểm tra "Trường định danh người dùng" và phạm vi (scope).',
      en: 'An administrator checks the claim that names the person, and the scopes.',
    },
  },
  'outside.no-role': {
    class: 'policy',
    side: 'ours',
    status: 403,
    message: { vi: 'Bạn chưa được cấp quyền vào Liên Thông', en: 'You have no role in Liên Thông yet' },
    advice: {
      vi: 'Yêu cầu đã được ghi lại để người quản trị xét. Được cấp quyền rồi, hãy đăng nhập lại.',
      en: 'Your request is on record for an administrator. Sign in again when you have been given a role.',
    },
  },
  'outside.locked': {
    class: 'policy',
    side: 'ours',
    status: 403,
    message: { vi: 'Tài khoản của bạn đang bị khoá', en: 'Your account is locked' },
    advice: { vi: 'Hỏi người quản trị của đơn vị.', en: 'Ask your administrator.' },
  },
  'outside.slow-down': {
    class: 'quota',
    side: 'data',
    status: 429,
    message: { vi: 'Quá nhiều lần đăng nhập không thành', en: 'Too many sign-ins that failed' },
    advice: { vi: 'Chờ ít phút rồi thử lại.', en: 'Wait a few minutes and try again.' },
  },
} satisfies Record<string, ErrorKind>

/** A code of signing in through an outside provider. */
export type OutsideCode = keyof typeof outsideCodes
