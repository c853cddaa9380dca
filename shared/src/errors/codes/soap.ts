import type { ErrorKind } from '../flow-error.ts'

/** Web services over SOAP: called by us, or offered by us. */
export const soapCodes = {
  'soap.client-fault': {
    class: 'data',
    side: 'partner',
    status: 502,
    message: { vi: '{host} không nhận yêu cầu: {reason}', en: '{host} does not take the request: {reason}' },
    advice: {
      vi: 'Xem lời báo của đối tác ở phần chi tiết, sửa dữ liệu rồi chạy lại; gửi lại nguyên như cũ sẽ bị từ chối nữa.',
      en: "Read the partner's words in the details, correct the data, then run again; the same request would be refused again.",
    },
  },
  'soap.server-fault': {
    class: 'transient',
    side: 'partner',
    status: 502,
    message: { vi: '{host} báo lỗi xử lý: {reason}', en: '{host} failed while working: {reason}' },
    advice: {
      vi: 'Khi còn lượt, hệ thống tự gửi lại. Đã vào hộp lỗi thì xem lời báo ở phần chi tiết và liên hệ đối tác, rồi chạy lại.',
      en: 'While tries are left, the system sends again. Once in the error inbox: read the details, contact the partner, then retry.',
    },
  },
  'soap.auth': {
    class: 'auth',
    side: 'ours',
    status: 502,
    message: {
      vi: '{host} không chấp nhận tài khoản hoặc chữ ký WS-Security: {reason}',
      en: '{host} does not accept our WS-Security account or signature: {reason}',
    },
    advice: {
      vi: 'Mở mục Kết nối, kiểm tra tài khoản, mật khẩu, chứng thư và giờ của máy chủ này.',
      en: 'Open Connections; check account, password, certificate and the clock of this server.',
    },
  },
  'soap.wrong-data': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Dữ liệu không đúng WSDL: {reason}', en: 'The data does not fit the WSDL: {reason}' },
    advice: {
      vi: 'Sửa dữ liệu hoặc ánh xạ ở chỗ được nêu. Nếu dịch vụ đã đổi, lấy lại WSDL mới của đối tác.',
      en: 'Correct the data or the mapping at that place. When the service has changed, take its new WSDL.',
    },
  },
  'soap.wrong-envelope': {
    class: 'data',
    side: 'data',
    status: 400,
    message: {
      vi: 'Nội dung không phải phong bì SOAP 1.1 hoặc 1.2 ({found})',
      en: 'The content is no envelope of SOAP 1.1 or 1.2 ({found})',
    },
    advice: {
      vi: 'Gửi soap:Envelope có một soap:Body với một phần tử; không gửi XML trần.',
      en: 'Send a soap:Envelope with one soap:Body that holds one element, not bare XML.',
    },
  },
  'soap.attachments': {
    class: 'data',
    side: 'data',
    status: 400,
    message: { vi: 'Thông điệp SOAP nhiều phần (MTOM): {reason}', en: 'The SOAP message in parts (MTOM): {reason}' },
    advice: {
      vi: 'Gửi mỗi tệp trong một phần MIME có Content-ID và nhắc tới nó bằng xop:Include trong nội dung.',
      en: 'Send each file in a MIME part with a Content-ID and name it by xop:Include in the document.',
    },
  },
  'soap.unknown-operation': {
    class: 'data',
    side: 'data',
    status: 400,
    message: { vi: 'Dịch vụ không có thao tác "{operation}"', en: 'The service has no operation "{operation}"' },
    advice: {
      vi: 'Xem các thao tác trong WSDL của dịch vụ (thêm ?wsdl vào địa chỉ).',
      en: 'See the operations in the WSDL of the service (add ?wsdl to the address).',
    },
  },
  'soap.wrong-reply': {
    class: 'permanent',
    side: 'ours',
    status: 500,
    message: {
      vi: 'Bên gọi hỏi thao tác "{asked}" nhưng luồng trả lời cho thao tác "{answered}"',
      en: 'The caller asked for the operation "{asked}", but the flow answers "{answered}"',
    },
    advice: {
      vi: 'Rẽ nhánh theo tiêu đề soap-operation, và đặt nút "Trả lời SOAP" của đúng thao tác ở mỗi nhánh.',
      en: 'Branch by the header soap-operation, with the SOAP reply of the right operation on each branch.',
    },
  },
  'soap.server-trouble': {
    class: 'permanent',
    side: 'ours',
    status: 500,
    message: {
      vi: 'Dịch vụ chưa xử lý được yêu cầu; hãy liên hệ đơn vị quản lý dịch vụ',
      en: 'The service could not process the request; please contact its owner',
    },
    advice: {
      vi: 'Đơn vị quản lý xem lần chạy có mã ghi trong lỗi để biết bước nào hỏng.',
      en: 'The owner looks at the run that the fault names to see which step failed.',
    },
  },
  'soap.must-understand': {
    class: 'data',
    side: 'data',
    status: 400,
    message: {
      vi: 'Yêu cầu bắt phải hiểu tiêu đề SOAP "{header}" mà dịch vụ không hỗ trợ',
      en: 'The request demands the SOAP header "{header}", which the service does not support',
    },
    advice: {
      vi: 'Đề nghị bên gọi bỏ tiêu đề này hoặc bỏ mustUnderstand.',
      en: 'Ask the caller to leave this header out, or its mustUnderstand.',
    },
  },
  'soap.unauthorised': {
    class: 'auth',
    side: 'data',
    status: 401,
    message: {
      vi: 'Thiếu tài khoản WS-Security hoặc tài khoản không đúng',
      en: 'The WS-Security account is missing or wrong',
    },
    advice: {
      vi: 'Gửi wsse:UsernameToken với tài khoản do đơn vị quản lý cấp.',
      en: 'Send a wsse:UsernameToken with the account that the owner gave you.',
    },
  },
  'soap.stale': {
    class: 'auth',
    side: 'data',
    status: 401,
    message: {
      vi: 'Yêu cầu WS-Security đã quá hạn hoặc sai giờ ({created})',
      en: 'The WS-Security request is out of date or its clock is wrong ({created})',
    },
    advice: {
      vi: 'Bên gọi cần đồng bộ giờ máy chủ và tạo wsu:Created, nonce mới cho mỗi lần gửi.',
      en: 'The caller must set its clock and make a new wsu:Created and nonce for every request.',
    },
  },
  'soap.replayed': {
    class: 'auth',
    side: 'data',
    status: 401,
    message: {
      vi: 'Nonce của WS-Security đã được dùng; yêu cầu bị gửi lại',
      en: 'The WS-Security nonce was used before; the request is a replay',
    },
    advice: {
      vi: 'Bên gọi phải tạo nonce mới cho mỗi lần gửi, kể cả khi gửi lại.',
      en: 'The caller must make a new nonce for every request, also when sending again.',
    },
  },
  'soap.wsdl': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: { vi: 'WSDL không dùng được: {reason}', en: 'The WSDL cannot be used: {reason}' },
    advice: {
      vi: 'Lấy lại WSDL và các tệp XSD đi kèm từ đối tác rồi chọn lại trong nút.',
      en: 'Get the WSDL and its XSD files from the partner again, and choose them in the node.',
    },
  },
} satisfies Record<string, ErrorKind>
