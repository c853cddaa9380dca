import type { ErrorKind } from '../flow-error.ts'

/** Electronic documents between agencies: edXML packets and their attachments. */
export const edxmlCodes = {
  'edxml.wrong': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Gói edXML sai ở {place}: {reason}', en: 'The edXML packet is wrong at {place}: {reason}' },
    advice: {
      vi: 'Sửa dữ liệu ở chỗ được nêu (gói gửi đi) hoặc báo bên gửi (gói nhận về), rồi chạy lại.',
      en: 'Correct the data at that place (a packet to send) or tell the sender (a packet received), then run again.',
    },
  },
  'edxml.attachment': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Không nhận tệp đính kèm "{name}": {reason}', en: 'The attachment "{name}" is refused: {reason}' },
    advice: {
      vi: 'Báo bên gửi đóng gói lại tệp. Nếu tệp lớn là đúng, tăng giới hạn trong cấu hình của nút.',
      en: 'Ask the sender to pack the file again. When a large file is right, raise the limit in the node.',
    },
  },
} satisfies Record<string, ErrorKind>
