import type { ErrorKind } from '../flow-error.ts'

/** What national and provincial systems refuse or fail at: DVCQG, NGSP, the population database. */
export const nationalCodes = {
  'dvcqg.rejected': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Cổng Dịch vụ công quốc gia không nhận: {reason} (mã {code})',
      en: 'The National Public Service Portal refused: {reason} (code {code})',
    },
    advice: {
      vi: 'Sửa dữ liệu hồ sơ theo thông báo rồi bấm "Gửi lại".',
      en: 'Correct the dossier as the message says, then press "Send again".',
    },
  },
  'dvcqg.session': {
    class: 'transient',
    side: 'partner',
    status: 502,
    message: {
      vi: 'Phiên làm việc với Cổng Dịch vụ công quốc gia hết hạn',
      en: 'The session with the National Public Service Portal expired',
    },
    advice: { vi: 'Hệ thống sẽ tự đăng nhập lại.', en: 'The system signs in again by itself.' },
  },
  'dvcqg.unavailable': {
    class: 'transient',
    side: 'partner',
    status: 502,
    message: {
      vi: 'Cổng Dịch vụ công quốc gia đang lỗi hệ thống: {reason}',
      en: 'The National Public Service Portal has a system fault: {reason}',
    },
    advice: {
      vi: 'Khi còn lượt, hệ thống tự gửi lại. Đã vào hộp lỗi thì liên hệ đầu mối hỗ trợ của Cổng, rồi chạy lại.',
      en: 'While tries are left, the system sends again. Once in the error inbox: contact the support of the portal, then retry.',
    },
  },
  'dvcqg.too-many': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Chỉ được gửi tối đa {limit} mục một lần, thông điệp này có {count}',
      en: 'At most {limit} items may be sent at a time, this message has {count}',
    },
    advice: {
      vi: 'Đặt nút Tách thông điệp trước nút này và chia thành từng nhóm {limit} mục.',
      en: 'Put a splitter in front of this node that makes groups of {limit}.',
    },
  },
  'dvcqg.unknown-procedure': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Cổng Dịch vụ công quốc gia không có thủ tục này: {reason} (mã {code})',
      en: 'The National Public Service Portal does not have this procedure: {reason} (code {code})',
    },
    advice: {
      vi: 'Sửa mã trong danh mục ánh xạ thủ tục theo danh sách của Cổng (dịch vụ Lấy danh sách thủ tục), rồi bấm "Gửi lại".',
      en: 'Correct the code in the table of procedures by the portal\'s list (service LayDanhSachTTHC), then press "Send again".',
    },
  },
  'dvcqg.unknown-dossier': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Cổng Dịch vụ công quốc gia chưa có hồ sơ này: {reason} (mã {code})',
      en: 'The National Public Service Portal does not have this dossier: {reason} (code {code})',
    },
    advice: {
      vi: 'Đồng bộ hồ sơ trước (cách "Thêm mới, đã có thì cập nhật"), rồi mới cập nhật hoặc báo tiến độ.',
      en: 'Send the dossier first ("Insert, update what is there"), then updates and progress.',
    },
  },
  'dvcqg.bad-field': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Cổng Dịch vụ công quốc gia báo dữ liệu sai: {reason} (mã {code})',
      en: 'The National Public Service Portal says the data are wrong: {reason} (code {code})',
    },
    advice: {
      vi: 'Sửa trường nêu trong thông báo ở hệ thống nguồn hoặc ở nút ánh xạ, rồi bấm "Gửi lại".',
      en: 'Correct the field that the message names, at its source or in the mapping, then press "Send again".',
    },
  },
  'dvcqg.unknown-service': {
    class: 'permanent',
    side: 'ours',
    status: 502,
    message: {
      vi: 'Cổng Dịch vụ công quốc gia không có dịch vụ này: {reason} (mã {code})',
      en: 'The National Public Service Portal does not have this service: {reason} (code {code})',
    },
    advice: {
      vi: 'Kiểm tra tên dịch vụ ở nút và mã dịch vụ đích (dstcode) của kết nối: GPLX và Cổng là hai nơi khác nhau.',
      en: 'Check the name of the service at the node and the dstcode of the connection: driving licences are not at the portal.',
    },
  },
  'dvcqg.access': {
    class: 'auth',
    side: 'ours',
    status: 502,
    message: {
      vi: 'Tài khoản của đơn vị không được làm việc này trên Cổng Dịch vụ công quốc gia: {reason} (mã {code})',
      en: 'The account of the unit may not do this at the National Public Service Portal: {reason} (code {code})',
    },
    advice: {
      vi: 'Kiểm tra mã đơn vị và tài khoản của kết nối; đề nghị đầu mối của Cổng cấp quyền, rồi chạy lại.',
      en: 'Check unit code and account of the connection; ask the contact of the portal for the right, then retry.',
    },
  },
  'ngsp.rejected': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'NGSP trả lời không thành công: {reason}', en: 'NGSP answered without success: {reason}' },
    advice: {
      vi: 'Kiểm tra mã số hoặc điều kiện tra cứu rồi thử lại.',
      en: 'Check the number or the search terms and try again.',
    },
  },
  'ngsp.access': {
    class: 'auth',
    side: 'ours',
    status: 502,
    message: {
      vi: 'Nền tảng không cho phép lời gọi này: {reason} (mã {code})',
      en: 'The platform does not allow this call: {reason} (code {code})',
    },
    advice: {
      vi: 'Kiểm tra khoá của kết nối và địa chỉ IP đã đăng ký với đơn vị vận hành nền tảng, rồi chạy lại.',
      en: 'Check the keys of the connection and the IP address registered with the operator of the platform, then retry.',
    },
  },
  'ngsp.unit': {
    class: 'data',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Nơi nhận không có mã đơn vị này: {reason} (mã {code})',
      en: 'The receiver does not know this unit code: {reason} (code {code})',
    },
    advice: {
      vi: 'Sửa mã đơn vị hoặc mã tỉnh theo danh mục đang hiệu lực; sau ngày 1/7/2025 nhiều mã đã đổi.',
      en: 'Correct the unit or province code by the code table in force; many changed on 1 July 2025.',
    },
  },
  'ngsp.unavailable': {
    class: 'transient',
    side: 'partner',
    status: 502,
    message: {
      vi: 'Dịch vụ sau nền tảng đang lỗi: {reason}',
      en: 'The service behind the platform has a fault: {reason}',
    },
    advice: {
      vi: 'Khi còn lượt, hệ thống tự gửi lại. Đã vào hộp lỗi thì liên hệ đơn vị chủ quản dịch vụ, rồi chạy lại.',
      en: 'While tries are left, the system sends again. Once in the error inbox: contact the owner of the service, then retry.',
    },
  },
  'citizen.bad-question': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Không tra cứu được vì {field} không đúng dạng (giá trị không hiện vì là dữ liệu cá nhân)',
      en: 'Nothing was looked up: {field} has the wrong form (its value is personal data and not shown)',
    },
    advice: {
      vi: 'Số định danh gồm 12 số, CMND 9 số; ngày sinh dd/MM/yyyy hoặc chỉ năm. Sửa trong hồ sơ rồi chạy lại.',
      en: 'An identity number has 12 digits, a CMND 9; birth is dd/MM/yyyy or the year. Correct the dossier, then retry.',
    },
  },
  'citizen.rejected': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: 'CSDL quốc gia về dân cư từ chối tra cứu: {reason} (mã {code})',
      en: 'The population database refused the look-up: {reason} (code {code})',
    },
    advice: {
      vi: 'Kiểm tra cán bộ đã được cấp quyền tra cứu cho đúng thủ tục này chưa, rồi chạy lại.',
      en: 'Check that the officer has been given the right for this very procedure, then retry.',
    },
  },
  'citizen.unavailable': {
    class: 'transient',
    side: 'partner',
    status: 502,
    message: { vi: 'CSDL quốc gia về dân cư đang lỗi hệ thống', en: 'The population database has a system fault' },
    advice: {
      vi: 'Khi còn lượt, hệ thống tự hỏi lại. Đã vào hộp lỗi thì liên hệ đầu mối hỗ trợ, rồi chạy lại.',
      en: 'While tries are left, the system asks again. Once in the error inbox: contact the support, then retry.',
    },
  },
  'partner.rejected': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Hệ thống {host} không chấp nhận: {reason}',
      en: '{host} did not accept it: {reason}',
    },
    advice: {
      vi: 'Đọc lý do, sửa dữ liệu của hồ sơ rồi chạy lại; lý do không rõ thì hỏi đơn vị chủ quản hệ thống đó.',
      en: 'Read the reason, correct the data of the dossier, then retry; when it is not clear, ask the owner of that system.',
    },
  },
  'partner.unavailable': {
    class: 'transient',
    side: 'partner',
    status: 502,
    message: {
      vi: 'Hệ thống {host} báo đang lỗi: {reason}',
      en: '{host} says that it has a fault: {reason}',
    },
    advice: {
      vi: 'Khi còn lượt, hệ thống tự gửi lại. Đã vào hộp lỗi thì liên hệ đơn vị chủ quản hệ thống đó, rồi chạy lại.',
      en: 'While tries are left, the system sends again. Once in the error inbox: contact the owner of that system, then retry.',
    },
  },
} satisfies Record<string, ErrorKind>
