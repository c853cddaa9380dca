/** The first-run tour and the help menu. */
export const tour = {
  invite: {
    title: 'Lần đầu dùng Liên Thông?',
    text: 'Sáu bước, khoảng 15 phút: từ một mẫu tới một luồng đang chạy với hệ thống giả lập. Bỏ dở rồi làm tiếp lúc nào cũng được.',
    begin: 'Bắt đầu hướng dẫn',
    skip: 'Bỏ qua',
  },
  title: 'Hướng dẫn: bước {{number}} trên {{count}}',
  show: 'Chỉ cho tôi',
  later: 'Để sau',
  skip: 'Bỏ hướng dẫn',
  done: '(đã xong)',
  steps: {
    gallery: {
      title: 'Mở thư viện mẫu',
      text: 'Bấm "Tạo luồng", rồi chọn "Chọn từ thư viện mẫu".',
    },
    template: {
      title: 'Tạo luồng từ một mẫu',
      text: 'Ở mẫu đầu tiên, bấm "Dùng mẫu này". Kết nối tới hệ thống giả lập và ca kiểm thử được tạo cùng.',
    },
    node: {
      title: 'Xem bên trong một bước',
      text: 'Trên trang vẽ, chọn một bước rồi bấm Enter (hoặc bấm đúp) để xem dữ liệu vào, cấu hình và dữ liệu ra.',
    },
    test: {
      title: 'Chạy thử',
      text: 'Đóng cửa sổ của bước, rồi bấm "Chạy thử". Không có gì bị gửi ra ngoài; trang vẽ cho thấy từng bước đã làm gì.',
    },
    publish: {
      title: 'Ban hành',
      text: 'Bấm "Ban hành", ghi một câu chú thích rồi xác nhận. Luồng bắt đầu nhận thông điệp từ hệ thống giả lập.',
    },
    message: {
      title: 'Xem một thông điệp',
      text: 'Vào "Lần chạy" và mở một lần chạy của luồng vừa ban hành để xem hồ sơ đi qua từng bước. Lần đầu có thể mất vài giây.',
    },
  },
  through: {
    title: 'Đã xong hướng dẫn',
    text: 'Luồng của bạn đang chạy. Mở lại hướng dẫn và thư viện mẫu ở nút "Trợ giúp" cuối thanh bên.',
    close: 'Đóng',
  },
  menu: {
    label: 'Trợ giúp',
    begin: 'Hướng dẫn bắt đầu',
    resume: 'Tiếp tục hướng dẫn ({{done}}/{{count}})',
    again: 'Làm lại hướng dẫn',
    nodes: 'Trợ giúp về các nút',
    regions: 'F6: chuyển giữa các vùng màn hình',
  },
  nodeHelp: { title: 'Trợ giúp', choose: 'Nút', open: 'Xem trợ giúp (F1)' },
}
