/** Simulators. */
export const simulators = {
  title: 'Hệ thống giả lập',
  lead: 'Đóng vai các hệ thống đối tác để chạy thử; kéo thanh trượt để xem luồng chịu lỗi thế nào',
  stopped: 'Hệ thống giả lập này không chạy hoặc không trả lời.',
  dial: 'Gây lỗi',
  allOff: 'Tắt hết lỗi',
  off: 'Tắt',
  faults: {
    delayMs: 'Trả lời chậm',
    timeoutRate: 'Nhận yêu cầu nhưng không trả lời',
    errorRate5xx: 'Lỗi máy chủ HTTP 500, 502, 503',
    htmlErrorRate: 'HTTP 200 nhưng nội dung là trang báo lỗi',
    sessionExpiredRate: 'Phiên hoặc mã truy cập hết hạn',
    duplicateRate: 'Đã ghi nhận nhưng trả lời "đã tồn tại"',
    dropAfterRate: 'Đã ghi nhận rồi ngắt kết nối',
    halfResponseRate: 'Đã ghi nhận, chỉ gửi nửa câu trả lời',
    invalidXmlRate: 'Đã ghi nhận, trả lời XML sai quy cách',
  },
  empty: {
    title: 'Không có hệ thống giả lập nào',
    text: 'Khởi động Liên Thông ở chế độ trình diễn (npm start) để có sẵn hệ thống một cửa, Cổng DVCQG và NGSP giả lập.',
  },
}
