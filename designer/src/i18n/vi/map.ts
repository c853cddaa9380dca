/** The map of all flows and what they lead to. */
export const map = {
  title: 'Bản đồ hệ thống',
  search: 'Tìm luồng, kết nối, danh mục',
  troubled: 'Chỉ nơi đang có vấn đề',
  form: 'Cách xem',
  picture: 'Sơ đồ',
  table: 'Bảng',
  placing: 'Đang xếp bản đồ…',
  noMatch: 'Không có luồng, kết nối hay danh mục nào như vậy.',
  all: 'Hiện tất cả',
  empty: {
    title: 'Chưa có gì để vẽ',
    text: 'Khi có luồng đầu tiên, bản đồ cho thấy luồng nào gọi luồng nào, dùng kết nối và danh mục nào.',
  },
  kinds: { flow: 'Luồng', connection: 'Kết nối', 'code-table': 'Danh mục', missing: 'Không tồn tại' },
  states: {
    failing: '{{count}} lỗi trong 24 giờ',
    paused: 'Tạm dừng',
    circuit: 'Đang ngừng gọi đối tác',
    draft: 'Bản nháp',
    missing: 'Không tìm thấy',
  },
  columns: { what: 'Tên', state: 'Tình trạng', uses: 'Dùng', usedBy: 'Được dùng bởi' },
  calledBy: 'Được gọi ở',
  calledByNone: 'Chưa có luồng nào gọi luồng này.',
}
