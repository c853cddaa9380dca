/** The template gallery. */
export const templates = {
  title: 'Thư viện mẫu',
  lead: 'Luồng dựng sẵn, chạy được ngay với hệ thống giả lập. Chọn một mẫu, sửa cho đúng việc của mình rồi ban hành.',
  search: 'Tìm mẫu (không cần gõ dấu)',
  noMatch: 'Không có mẫu nào khớp. Thử bớt từ.',
  picture: 'Hình luồng gồm {{count}} bước, bắt đầu từ "{{first}}"',
  systems: 'Hệ thống được nối',
  needs: 'Cần {{count}} kết nối, danh mục',
  kinds: { connections: 'Kết nối', tables: 'Danh mục' },
  states: { present: 'đã có, giữ nguyên', create: 'sẽ tạo', missing: 'chưa có, cần tạo' },
  cases: '{{count}} ca kiểm thử',
  use: 'Dùng mẫu này',
  useNamed: 'Dùng mẫu này: {{title}}',
  dialog: 'Tạo luồng từ mẫu',
  idTaken: 'Mã {{id}} đã có nên đề nghị mã mới; luồng cũ không bị thay đổi.',
  made: 'Cùng luồng có {{count}} ca kiểm thử và:',
  fromGallery: 'Chọn từ thư viện mẫu',
}
