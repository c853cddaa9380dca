import type { ErrorKind } from '../flow-error.ts'

/** Faults of transforms: schemas, XPath, templates, hashes, encryption, tokens, compression. */
export const transformCodes = {
  'schema.unusable': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: { vi: 'Lược đồ kiểm tra không dùng được: {reason}', en: 'The schema cannot be used: {reason}' },
    advice: {
      vi: 'Sửa lược đồ trong cấu hình của nút, hoặc xin lại bản đầy đủ từ đối tác, rồi chạy lại.',
      en: 'Correct the schema in the settings of the node, or ask the partner for a complete one, then run again.',
    },
  },
  'xpath.wrong': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: { vi: 'XPath "{path}" không dùng được: {reason}', en: 'The XPath "{path}" cannot be used: {reason}' },
    advice: {
      vi: 'Sửa XPath hoặc bảng không gian tên trong cấu hình của nút.',
      en: 'Correct the XPath or the table of namespaces in the settings of the node.',
    },
  },
  'template.wrong': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: { vi: 'Mẫu viết sai ở dòng {line}: {reason}', en: 'The template is wrong at line {line}: {reason}' },
    advice: { vi: 'Mở nút và sửa mẫu ở dòng này.', en: 'Open the node and correct the template at this line.' },
  },
  'template.too-large': {
    class: 'data',
    side: 'data',
    status: 413,
    message: { vi: 'Văn bản soạn ra dài quá {limit}', en: 'The text made from the template is beyond {limit}' },
    advice: {
      vi: 'Tách bớt danh sách trước nút này hoặc rút gọn mẫu.',
      en: 'Split the lists before this node, or shorten the template.',
    },
  },
  'compress.too-large': {
    class: 'data',
    side: 'data',
    status: 413,
    message: { vi: 'Nội dung giải nén vượt {limit} nên bị dừng', en: 'The decompressed content is beyond {limit}' },
    advice: {
      vi: 'Có thể là bom nén. Nếu đúng là tệp lớn, tăng giới hạn trong cấu hình của nút.',
      en: 'It may be a bomb. When it really is a large file, raise the limit of the node.',
    },
  },
  'compress.broken': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Không giải nén được: {reason}', en: 'It cannot be decompressed: {reason}' },
    advice: {
      vi: 'Kiểm tra cách nén đã chọn; đề nghị bên gửi gửi lại tệp nguyên vẹn.',
      en: 'Check the method that was chosen; ask the sender for the whole file again.',
    },
  },
  'digest.mismatch': {
    class: 'data',
    side: 'partner',
    status: 422,
    message: {
      vi: 'Mã băm không khớp: nội dung đã bị đổi, hoặc hai bên dùng khoá hay cách tính khác nhau',
      en: 'The hash does not match: the content was changed, or the two sides use different keys or methods',
    },
    advice: {
      vi: 'Không dùng nội dung này. Báo bên gửi kiểm tra phần nào được tính mã băm và khoá dùng chung.',
      en: 'Do not use this content. Ask the sender which part is hashed, and check the shared key.',
    },
  },
  'encrypt.wrong-key': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Khoá trong kết nối "{connection}" không dùng được: {reason}',
      en: 'The key of the connection "{connection}" cannot be used: {reason}',
    },
    advice: {
      vi: 'Nhập lại khoá đúng loại và độ dài trong kết nối ký số, hoặc chọn cách khác trong nút.',
      en: 'Enter a key of the right kind and length in the signing connection, or choose another method in the node.',
    },
  },
  'encrypt.too-long': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'RSA-OAEP chỉ mã hoá được tới {limit} byte với khoá này',
      en: 'RSA-OAEP encrypts at most {limit} bytes with this key',
    },
    advice: {
      vi: 'Với nội dung dài, dùng nút JWT (JWS, JWE) hoặc AES-256-GCM.',
      en: 'For longer content use the node JWT (JWS, JWE), or AES-256-GCM.',
    },
  },
  'decrypt.failed': {
    class: 'data',
    side: 'partner',
    status: 422,
    message: {
      vi: 'Không giải mã được: nội dung đã bị đổi, bị cắt cụt, hoặc mã hoá bằng khoá khác',
      en: 'It cannot be decrypted: the content was changed or cut, or encrypted with another key',
    },
    advice: {
      vi: 'Kiểm tra hai bên dùng cùng khoá và cùng cách mã hoá; đề nghị bên gửi gửi lại.',
      en: 'Check that both sides use the same key and method; ask the sender to send it again.',
    },
  },
  'token.refused': {
    class: 'data',
    side: 'partner',
    status: 422,
    message: { vi: 'Thẻ không được nhận: {reason}', en: 'The token is refused: {reason}' },
    advice: {
      vi: 'Không dùng nội dung của thẻ. Báo bên gửi; kiểm tra khoá của họ trong kết nối và giờ của máy chủ này.',
      en: 'Do not use what the token says. Tell the sender; check their key in the connection and the clock of this server.',
    },
  },
} satisfies Record<string, ErrorKind>
