/** What runs wait for from outside, and the tasks that people decide. */
export const tasks = {
  tabs: 'Hộp lỗi hoặc việc chờ xử lý',
  failures: 'Lần chạy lỗi',
  title: 'Việc chờ xử lý ({{count}})',
  lead: '{{count}} việc đang chờ người quyết định, gấp nhất ở trên',
  cut: 'Đang hiện {{shown}} việc gấp nhất trong {{count}}.',
  empty: {
    title: 'Không có việc nào chờ',
    text: 'Khi một luồng dừng ở nút "Chờ người duyệt", việc hiện ở đây.',
  },
  until: 'Hạn',
  since: 'Chờ từ',
  open: 'Xem lần chạy',
  comment: 'Ý kiến',
  commentRequired: 'Ý kiến (bắt buộc)',
  noRight: 'Cần vai trò "{{role}}" để quyết định.',
  decided: 'Đã ghi quyết định "{{choice}}"',
  waits: {
    callback: 'Chờ phản hồi "{{topic}}" với mã {{key}}',
    person: 'Chờ người quyết định: {{title}} (vai trò {{role}})',
    answer: 'Đang hỏi lại, đã hỏi {{count}} lần',
    next: 'hỏi lại lúc',
    more: 'và {{count}} chỗ chờ khác',
    since: 'chờ từ',
    until: 'hạn',
  },
  stub: {
    outcome: 'Ra cổng nào',
    help: 'Chạy thử không chờ thật: chọn chuyện gì xảy ra ở bước này.',
  },
}
