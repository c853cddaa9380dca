import type { ErrorKind } from '../flow-error.ts'

/** Faults of requests to the admin API. */
export const apiCodes = {
  'api.unauthenticated': {
    class: 'auth',
    side: 'data',
    status: 401,
    message: { vi: 'Bạn chưa đăng nhập hoặc phiên đã hết hạn', en: 'You are not signed in, or your session ended' },
    advice: { vi: 'Đăng nhập lại.', en: 'Sign in again.' },
  },
  'api.bad-credentials': {
    class: 'auth',
    side: 'data',
    status: 401,
    message: { vi: 'Tên đăng nhập hoặc mật khẩu không đúng', en: 'The user name or the password is wrong' },
    advice: {
      vi: 'Kiểm tra lại; sau nhiều lần sai hệ thống sẽ bắt chờ.',
      en: 'Check them; after several wrong tries you have to wait.',
    },
  },
  'api.forbidden': {
    class: 'policy',
    side: 'data',
    status: 403,
    message: {
      vi: 'Bạn không có quyền làm việc này (cần vai trò {role})',
      en: 'You may not do this (the role {role} is needed)',
    },
    advice: { vi: 'Nhờ người quản trị cấp quyền.', en: 'Ask an administrator for the role.' },
  },
  'api.cross-site': {
    class: 'policy',
    side: 'data',
    status: 403,
    message: {
      vi: 'Yêu cầu đến từ một trang khác nên bị từ chối',
      en: 'The request came from another site and is refused',
    },
    advice: { vi: 'Mở lại trang Liên Thông và thao tác từ đó.', en: 'Open Liên Thông itself and act from there.' },
  },
  'api.not-found': {
    class: 'permanent',
    side: 'data',
    status: 404,
    message: { vi: 'Không tìm thấy {what}', en: '{what} was not found' },
    advice: { vi: 'Kiểm tra lại mã, hoặc mục này đã bị xoá.', en: 'Check the id; it may have been deleted.' },
  },
  'api.invalid': {
    class: 'data',
    side: 'data',
    status: 400,
    message: {
      vi: 'Yêu cầu không hợp lệ tại "{place}": {reason}',
      en: 'The request is not valid at "{place}": {reason}',
    },
    advice: { vi: 'Sửa trường này rồi gửi lại.', en: 'Correct this field and send again.' },
  },
  'api.conflict': {
    class: 'permanent',
    side: 'data',
    status: 409,
    message: {
      vi: 'Có người khác đã sửa {what} sau khi bạn mở',
      en: '{what} was changed by somebody else after you opened it',
    },
    advice: {
      vi: 'Tải lại để xem thay đổi mới rồi sửa tiếp.',
      en: 'Reload to see the newer changes and go on from there.',
    },
  },
  'api.exists': {
    class: 'permanent',
    side: 'data',
    status: 409,
    message: { vi: 'Đã có {what}', en: '{what} already exists' },
    advice: { vi: 'Chọn tên khác.', en: 'Choose another name.' },
  },
  'api.in-use': {
    class: 'policy',
    side: 'data',
    status: 409,
    message: { vi: 'Không thực hiện được vì {what} đang được dùng ở: {users}', en: '{what} is used by {users}' },
    advice: { vi: 'Bỏ chỗ đang dùng trước.', en: 'Remove those uses first.' },
  },
  'api.slow-down': {
    class: 'quota',
    side: 'data',
    status: 429,
    message: { vi: 'Quá nhiều lần thử, hãy chờ {seconds} giây', en: 'Too many tries, wait {seconds} seconds' },
    advice: { vi: 'Chờ rồi thử lại.', en: 'Wait and try again.' },
  },
  'api.too-large': {
    class: 'data',
    side: 'data',
    status: 413,
    message: { vi: 'Yêu cầu lớn hơn {limit}', en: 'The request is larger than {limit}' },
    advice: { vi: 'Chia nhỏ nội dung.', en: 'Make it smaller.' },
  },
  'api.weak-password': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Mật khẩu này dễ đoán', en: 'This password is easy to guess' },
    advice: {
      vi: 'Dùng ít nhất 12 ký tự, không chứa tên đăng nhập, không phải dãy liền nhau hay từ thông dụng. Một câu ngắn dễ nhớ là tốt nhất.',
      en: 'Use at least 12 characters without your user name, a sequence or a common word. A short sentence is best.',
    },
  },
  'api.password-needed': {
    class: 'policy',
    side: 'data',
    status: 403,
    message: { vi: 'Bạn cần đặt mật khẩu trước khi làm việc', en: 'You have to set a password first' },
    advice: { vi: 'Đặt mật khẩu rồi tiếp tục.', en: 'Set a password and go on.' },
  },
  'api.wrong-state': {
    class: 'policy',
    side: 'data',
    status: 409,
    message: {
      vi: 'Không làm được vì {what} đang ở trạng thái "{state}"',
      en: '{what} is in the state "{state}", so this cannot be done',
    },
    advice: { vi: 'Tải lại để xem trạng thái mới nhất.', en: 'Reload to see the newest state.' },
  },
  'api.wrong-type': {
    class: 'data',
    side: 'data',
    status: 415,
    message: {
      vi: 'API chỉ nhận nội dung "application/json", không nhận "{type}"',
      en: 'The API takes "application/json", not "{type}"',
    },
    advice: { vi: 'Gửi nội dung JSON mã hoá UTF-8.', en: 'Send JSON in UTF-8.' },
  },
  'api.last-admin': {
    class: 'policy',
    side: 'data',
    status: 409,
    message: { vi: 'Đây là người quản trị cuối cùng', en: 'This is the last administrator' },
    advice: { vi: 'Trao vai trò quản trị cho người khác trước.', en: 'Make somebody else an administrator first.' },
  },
  'api.no-worker': {
    class: 'transient',
    side: 'ours',
    status: 503,
    message: { vi: 'Chưa có tiến trình xử lý nào sẵn sàng', en: 'No worker is ready yet' },
    advice: { vi: 'Chờ vài giây rồi thử lại.', en: 'Wait a few seconds and try again.' },
  },
  'api.simulator-down': {
    class: 'transient',
    side: 'ours',
    status: 503,
    message: { vi: 'Hệ thống giả lập "{name}" chưa chạy', en: 'The simulator "{name}" is not running' },
    advice: {
      vi: 'Khởi động bằng lệnh "npx lienthong simulate {name}".',
      en: 'Start it with "npx lienthong simulate {name}".',
    },
  },
} satisfies Record<string, ErrorKind>
