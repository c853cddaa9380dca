import type { ErrorKind } from '../flow-error.ts'

/** Digital signatures on XML: made by us, or checked on what came. */
export const signatureCodes = {
  'signature.missing': {
    class: 'data',
    side: 'partner',
    status: 422,
    message: { vi: 'Văn bản XML không có chữ ký số', en: 'The XML carries no digital signature' },
    advice: {
      vi: 'Báo bên gửi ký số rồi gửi lại; không dùng nội dung chưa ký.',
      en: 'Ask the sender to sign and send again; do not use what is not signed.',
    },
  },
  'signature.several': {
    class: 'data',
    side: 'partner',
    status: 422,
    message: {
      vi: 'Văn bản XML có {count} chữ ký số, nút này chỉ nhận một',
      en: 'The XML carries {count} digital signatures, this node takes one',
    },
    advice: {
      vi: 'Báo bên gửi chỉ để một chữ ký bao toàn văn bản; chữ ký thừa có thể là dấu hiệu giả mạo.',
      en: 'Ask the sender for a single signature over the whole document; a second one may be a forgery.',
    },
  },
  'signature.broken': {
    class: 'data',
    side: 'partner',
    status: 422,
    message: { vi: 'Chữ ký số không đúng: {reason}', en: 'The digital signature does not hold: {reason}' },
    advice: {
      vi: 'Không dùng nội dung này. Báo bên gửi: văn bản bị sửa sau khi ký, hoặc ký sai cách.',
      en: 'Do not use this content. Tell the sender: it was changed after signing, or signed in a wrong way.',
    },
  },
  'signature.algorithm': {
    class: 'data',
    side: 'partner',
    status: 422,
    message: {
      vi: 'Chữ ký số dùng cách không được phép: {algorithm}',
      en: 'The digital signature uses something not allowed: {algorithm}',
    },
    advice: {
      vi: 'Báo bên gửi dùng rsa-sha256 và c14n. Nếu buộc phải nhận rsa-sha1 cũ, bật trong cấu hình của nút.',
      en: 'Ask the sender for rsa-sha256 and c14n. When old rsa-sha1 must be taken, allow it in the settings of the node.',
    },
  },
  'signature.unsigned': {
    class: 'auth',
    side: 'data',
    status: 401,
    message: { vi: 'Phần {part} không được ký', en: 'The part {part} is not signed' },
    advice: {
      vi: 'Bên gửi phải ký chính phần này, đặt đúng chỗ của nó trong thông điệp, bằng định danh không trùng với phần nào khác.',
      en: 'The sender must sign this very part in its place, by an id that nothing else in the message has.',
    },
  },
  'signature.coverage': {
    class: 'data',
    side: 'partner',
    status: 422,
    message: {
      vi: 'Chữ ký số không bao phần cần đọc: {reason}',
      en: 'The digital signature does not cover what is to be read: {reason}',
    },
    advice: {
      vi: 'Không dùng nội dung này: có thể đã bị ghép thêm phần không ký. Báo bên gửi ký toàn văn bản.',
      en: 'Do not use this content: something unsigned may have been added. Ask the sender to sign the whole document.',
    },
  },
  'signature.xades': {
    class: 'data',
    side: 'partner',
    status: 422,
    message: { vi: 'Chữ ký XAdES không đạt: {reason}', en: 'The XAdES signature does not hold: {reason}' },
    advice: {
      vi: 'Không dùng nội dung này: phần ghi giờ ký và chứng thư có thể bị thay. Báo bên gửi ký lại đúng XAdES (ETSI EN 319 132-1).',
      en: 'Do not use this content: signing time and certificate may have been replaced. Ask the sender for a right XAdES signature (ETSI EN 319 132-1).',
    },
  },
  'signature.untrusted': {
    class: 'data',
    side: 'partner',
    status: 422,
    message: {
      vi: 'Chữ ký đúng nhưng chứng thư của người ký không nằm trong danh sách tin cậy: {subject} (do {issuer} cấp)',
      en: 'The signature holds but the certificate of the signer is not in the trust list: {subject} (issued by {issuer})',
    },
    advice: {
      vi: 'Nếu đúng là bên gửi, thêm chứng thư của họ hoặc của tổ chức cấp vào kết nối ký số.',
      en: 'When it is really the sender, add their certificate or that of the issuer to the signing connection.',
    },
  },
  'signature.expired': {
    class: 'data',
    side: 'partner',
    status: 422,
    message: {
      vi: 'Chứng thư {subject} chỉ có hiệu lực từ {from} đến {to}',
      en: 'The certificate {subject} is valid from {from} to {to} only',
    },
    advice: {
      vi: 'Báo bên gửi ký lại bằng chứng thư còn hiệu lực; kiểm tra giờ của máy chủ này.',
      en: 'Ask the sender to sign with a valid certificate; check the clock of this server.',
    },
  },
  'signature.cannot-sign': {
    class: 'permanent',
    side: 'ours',
    message: { vi: 'Không ký số được: {reason}', en: 'Cannot sign: {reason}' },
    advice: {
      vi: 'Sửa cấu hình của nút hoặc kết nối ký số rồi chạy lại.',
      en: 'Correct the node or the signing connection, then run again.',
    },
  },
} satisfies Record<string, ErrorKind>
