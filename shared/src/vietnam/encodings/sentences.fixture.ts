/** Sentences as they stand in dossiers; all people and places in them are made up or public. */
export const SENTENCES = [
  'Cộng hòa xã hội chủ nghĩa Việt Nam',
  'Độc lập - Tự do - Hạnh phúc',
  'Ủy ban nhân dân xã Hòa Bình, tỉnh Phú Thọ',
  'Hồ sơ đề nghị cấp giấy phép xây dựng nhà ở riêng lẻ',
  'Đăng ký khai sinh, đăng ký thường trú, cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi',
  'Trả kết quả tại Bộ phận một cửa trước 17 giờ ngày 05/07/2025',
  'Số 12, ngõ 34, đường Trường Chinh, phường Phương Liệt',
  'Công dân yêu cầu rút hồ sơ vì đã nộp nhầm đơn vị',
  'Người được ủy quyền: Nguyễn Thị Thùy Dương',
  'Quyết định về việc công nhận quyền sử dụng đất; quyền sở hữu tài sản gắn liền với đất',
  'Buôn Ma Thuột, tỉnh Đắk Lắk',
  'Khuyến khích doanh nghiệp thực hiện thủ tục hành chính bằng phương tiện điện tử',
] as const
