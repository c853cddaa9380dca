import type { ErrorKind } from '../flow-error.ts'

/** Files that hold tables: CSV, workbooks, columns of fixed width. */
export const tableCodes = {
  'table.unreadable': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Không đọc được bảng: {reason}', en: 'The table cannot be read: {reason}' },
    advice: {
      vi: 'Mở tệp xem chỗ được nêu; kiểm tra bảng mã, dấu phân cách và trang tính chọn trong nút, rồi chạy lại.',
      en: 'Look at that place in the file; check the character set, separator and sheet chosen in the node, then run again.',
    },
  },
  'table.no-column': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Dòng tiêu đề không có cột {columns}',
      en: 'The header row has no column {columns}',
    },
    advice: {
      vi: 'So tên cột trong nút với dòng tiêu đề của tệp; có thể bên gửi đã đổi mẫu hoặc dòng tiêu đề nằm ở dòng khác.',
      en: 'Compare the columns of the node with the header of the file; the sender may have changed the form, or the header is in another row.',
    },
  },
  'table.bad-rows': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Có {count} dòng không hợp lệ. {reasons}', en: 'Rows that are not valid: {count}. {reasons}' },
    advice: {
      vi: 'Báo bên gửi sửa các dòng này, hoặc chọn trong nút cho dòng không hợp lệ ra cổng riêng.',
      en: 'Ask the sender to correct these rows, or let bad rows leave by their own port in the node.',
    },
  },
  'table.too-large': {
    class: 'permanent',
    side: 'data',
    status: 413,
    message: { vi: 'Bảng quá lớn: {reason}', en: 'The table is too large: {reason}' },
    advice: {
      vi: 'Tăng giới hạn trong nút, hoặc để tệp ở kết nối rồi đọc theo từng lô.',
      en: 'Raise the limit in the node, or leave the file at its connection and read it in batches.',
    },
  },
  'table.unwritable': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Không ghi được dòng {row}: {reason}', en: 'Row {row} cannot be written: {reason}' },
    advice: {
      vi: 'Xem dữ liệu của dòng này ở bước trước; sửa ánh xạ hoặc kiểu cột trong nút.',
      en: 'Look at this row in the step before; correct the mapping or the type of the column.',
    },
  },
} satisfies Record<string, ErrorKind>
