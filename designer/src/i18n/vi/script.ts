/** The editor of scripts. */
export const script = {
  hint: 'Đoạn mã nhận message gồm body, headers, keys và phải return nội dung mới. Không có mạng, tệp hay bộ hẹn giờ.',
  loading: 'Đang tải trình soạn mã; có thể gõ ngay ở đây.',
  leave: 'Ctrl + phím cách: gợi ý · Ctrl + M rồi Tab: rời trình soạn mã',
}
