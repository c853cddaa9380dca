import type { ErrorKind } from '../flow-error.ts'

/** Stylesheets that officers bring along. */
export const xsltCodes = {
  'xslt.wrong': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: { vi: 'Bản chuyển đổi XSLT viết sai: {reason}', en: 'The XSLT stylesheet is wrong: {reason}' },
    advice: {
      vi: 'Sửa bản chuyển đổi trong nút ở dòng này, hoặc xin lại bản đúng từ người viết.',
      en: 'Correct the stylesheet in the node at this line, or ask its author for a right one.',
    },
  },
  'xslt.failed': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: { vi: 'Bản chuyển đổi XSLT không chạy được: {reason}', en: 'The XSLT stylesheet cannot be run: {reason}' },
    advice: {
      vi: 'Thử nút với đúng văn bản này; sửa bản chuyển đổi ở dòng được nêu.',
      en: 'Try the node with this very document; correct the stylesheet at the line told.',
    },
  },
  'xslt.stopped': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Bản chuyển đổi XSLT tự dừng và báo: {message}',
      en: 'The XSLT stylesheet stopped by itself and said: {message}',
    },
    advice: {
      vi: 'Đọc lời báo của người viết bản chuyển đổi; thường văn bản vào thiếu hoặc sai dữ liệu.',
      en: 'Read what its author says; usually the document lacks something or holds something wrong.',
    },
  },
  'xslt.outside': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Bản chuyển đổi XSLT muốn đọc hoặc ghi "{address}" ở ngoài; nút này không mở tệp và không ra mạng',
      en: 'The XSLT stylesheet wants to read or write "{address}" outside; this node opens no file and no net',
    },
    advice: {
      vi: 'Gộp các tệp xsl:import, xsl:include vào một bản; dữ liệu của document() thì đưa vào bằng tham số hoặc vào chính văn bản.',
      en: 'Put what xsl:import and xsl:include name into one stylesheet; give data of document() as a parameter or inside the document.',
    },
  },
  'xslt.too-slow': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Chuyển đổi bằng XSLT quá {seconds} giây nên đã dừng',
      en: 'The XSLT transformation took more than {seconds} seconds and was stopped',
    },
    advice: {
      vi: 'Văn bản lớn thì tăng thời gian trong nút; văn bản nhỏ mà chậm thì bản chuyển đổi có thể lặp vô hạn.',
      en: 'Raise the time in the node for a large document; with a small one the stylesheet may loop without end.',
    },
  },
  'xslt.too-large': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Chuyển đổi bằng XSLT vượt giới hạn {limit}', en: 'The XSLT transformation exceeds {limit}' },
    advice: {
      vi: 'Kiểm tra bản chuyển đổi có tạo lặp không; kết quả lớn là đúng thì tăng giới hạn trong nút, hoặc tách văn bản trước.',
      en: 'See whether the stylesheet repeats itself; raise the limit in the node when a large result is right, or split the document before.',
    },
  },
} satisfies Record<string, ErrorKind>
