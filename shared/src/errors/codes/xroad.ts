import type { ErrorKind } from '../flow-error.ts'

/** Faults of X-Road itself, by whose side of it they are on, and of those who call our services over it. */
export const xroadCodes = {
  'xroad.refused': {
    class: 'permanent',
    side: 'ours',
    status: 502,
    message: {
      vi: 'Trục X-Road không chuyển yêu cầu tới {host}: {type}',
      en: 'X-Road did not pass the request on to {host}: {type}',
    },
    advice: {
      vi: 'Lỗi ở trục, không phải ở hệ thống đích. Kiểm tra mã hệ thống của ta, mã hệ thống đích và quyền gọi trên máy chủ bảo mật.',
      en: 'The fault is on the way, not in the system behind it. Check both subsystem codes and the access rights on the security server.',
    },
  },
  'xroad.unavailable': {
    class: 'transient',
    side: 'partner',
    status: 502,
    message: {
      vi: 'Trục X-Road đang lỗi khi gọi {host}: {type}',
      en: 'X-Road has a fault on the way to {host}: {type}',
    },
    advice: {
      vi: 'Khi còn lượt, hệ thống tự gửi lại. Đã vào hộp lỗi thì liên hệ đơn vị vận hành máy chủ bảo mật hai đầu, rồi chạy lại.',
      en: 'While tries are left, the system sends again. Once in the error inbox: contact the operators of both security servers, then retry.',
    },
  },
  'xroad.own-server': {
    class: 'transient',
    side: 'ours',
    status: 502,
    message: {
      vi: 'Máy chủ bảo mật X-Road của đơn vị ta đang lỗi khi gọi {host}: {type}',
      en: 'Our own X-Road security server has a fault in calling {host}: {type}',
    },
    advice: {
      vi: 'Khi còn lượt, hệ thống tự gửi lại. Đã vào hộp lỗi thì báo người quản trị máy chủ bảo mật của đơn vị, rồi chạy lại.',
      en: 'While tries are left, the system sends again. Once in the error inbox: tell the administrator of our security server, then retry.',
    },
  },
  'xroad.access': {
    class: 'auth',
    side: 'partner',
    status: 502,
    message: {
      vi: 'Bên cung cấp chưa cho hệ thống của ta gọi dịch vụ này qua X-Road ({host}): {type}',
      en: 'The provider has not allowed our subsystem to call this service over X-Road ({host}): {type}',
    },
    advice: {
      vi: 'Đề nghị bên cung cấp cấp quyền cho mã hệ thống của ta trên máy chủ bảo mật của họ, rồi chạy lại.',
      en: 'Ask the provider to give our subsystem the right on their security server, then retry.',
    },
  },
  'xroad.disabled': {
    class: 'transient',
    side: 'partner',
    status: 502,
    message: {
      vi: 'Bên cung cấp đang tạm dừng dịch vụ này trên X-Road ({host}): {type}',
      en: 'The provider has stopped this service on X-Road for now ({host}): {type}',
    },
    advice: {
      vi: 'Khi còn lượt, hệ thống tự gửi lại. Đã vào hộp lỗi thì hỏi bên cung cấp bao giờ mở lại, rồi chạy lại.',
      en: 'While tries are left, the system sends again. Once in the error inbox: ask the provider when it opens again, then retry.',
    },
  },
  'xroad.identifier': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Mã định danh X-Road "{text}" không đúng dạng {form}',
      en: 'The X-Road identifier "{text}" is not of the form {form}',
    },
    advice: {
      vi: 'Sửa mã ở nút hoặc ở dữ liệu của hồ sơ: các phần cách nhau bằng dấu gạch chéo, không có dấu hai chấm, chấm phẩy hay phần trăm.',
      en: 'Correct it at the node or in the data: parts between slashes, without colons, semicolons and percent signs.',
    },
  },
  'gateway.xroad-header': {
    class: 'data',
    side: 'data',
    status: 400,
    message: {
      vi: 'Yêu cầu thiếu tiêu đề {header} của X-Road hoặc tiêu đề không đúng dạng',
      en: 'The X-Road header {header} is missing or malformed',
    },
    advice: {
      vi: 'Gọi dịch vụ này qua máy chủ bảo mật X-Road với tiêu đề {header}.',
      en: 'Call this service through an X-Road security server with the header {header}.',
    },
  },
  'gateway.xroad-peer': {
    class: 'auth',
    side: 'data',
    status: 403,
    message: {
      vi: 'Địa chỉ này chỉ nhận yêu cầu từ máy chủ bảo mật X-Road của đơn vị',
      en: 'This address takes requests only from the X-Road security server of the unit',
    },
    advice: {
      vi: 'Gọi qua X-Road. Nếu đã gọi qua X-Road: bổ sung địa chỉ IP của máy chủ bảo mật vào kết nối X-Road.',
      en: 'Call over X-Road. When you do: add the IP address of the security server to the X-Road connection.',
    },
  },
  'gateway.xroad-client': {
    class: 'auth',
    side: 'data',
    status: 403,
    message: {
      vi: 'Hệ thống {client} chưa được phép gọi dịch vụ này',
      en: 'The subsystem {client} may not call this service',
    },
    advice: {
      vi: 'Đề nghị đơn vị cung cấp thêm mã hệ thống này vào danh sách được gọi.',
      en: 'Ask the provider to put this subsystem on the list of callers.',
    },
  },
  'gateway.xroad-service': {
    class: 'data',
    side: 'data',
    status: 400,
    message: {
      vi: 'Tiêu đề service của X-Road ghi "{service}" nhưng nội dung là yêu cầu "{operation}"',
      en: 'The X-Road header service says "{service}", but the body is the request "{operation}"',
    },
    advice: {
      vi: 'Bên gọi ghi serviceCode đúng bằng tên phần tử yêu cầu; nếu đã đúng, xem lại dịch vụ đăng ký trên máy chủ bảo mật.',
      en: 'The serviceCode must be the name of the request element; if it is, look at what is registered on the security server.',
    },
  },
} satisfies Record<string, ErrorKind>
