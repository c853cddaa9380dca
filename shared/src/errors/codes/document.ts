import type { ErrorKind } from '../flow-error.ts'

/** Archives and documents that are opened on their way. */
export const documentCodes = {
  'archive.refused': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Không nhận tệp nén: {reason}', en: 'The archive is refused: {reason}' },
    advice: {
      vi: 'Báo bên gửi đóng gói lại. Nếu tệp lớn hoặc nhiều tệp là đúng, tăng giới hạn trong nút.',
      en: 'Ask the sender to pack it again. When many or large files are right, raise the limit in the node.',
    },
  },
  'pdf.unreadable': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Không đọc được tệp PDF: {reason}', en: 'The PDF cannot be read: {reason}' },
    advice: {
      vi: 'Mở tệp bằng phần mềm đọc PDF để kiểm tra; đề nghị bên gửi xuất lại tệp không hỏng, không mật khẩu.',
      en: 'Open the file with a PDF reader to check; ask the sender for one that is whole and has no password.',
    },
  },
  'pdf.no-text': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Tệp PDF {pages} trang chỉ có ảnh quét, không có chữ',
      en: 'The PDF of {pages} pages holds only scanned pictures and no text',
    },
    advice: {
      vi: 'Dùng phần mềm nhận dạng chữ (OCR) trước, hoặc chuyển cho người nhập.',
      en: 'Recognise the letters (OCR) first, or let a person type them.',
    },
  },
  'pdf.too-slow': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Đọc tệp PDF quá {seconds} giây hoặc quá nhiều bộ nhớ nên đã dừng',
      en: 'Reading the PDF took more than {seconds} seconds or too much memory and was stopped',
    },
    advice: {
      vi: 'Tăng thời gian trong nút nếu tệp đúng là lớn; tệp nhỏ mà chậm có thể là tệp cố ý gây hại.',
      en: 'Raise the time in the node when the file is really large; a small slow file may be made to do harm.',
    },
  },
} satisfies Record<string, ErrorKind>
