import type { ErrorKind } from '../flow-error.ts'

/** Faults and states of execution: runs, leases, time limits, storage. */
export const engineCodes = {
  'bug.unexpected': {
    class: 'bug',
    side: 'ours',
    status: 500,
    message: { vi: 'Lỗi ngoài dự kiến: {reason}', en: 'Unexpected error: {reason}' },
    advice: {
      vi: 'Gửi mã lần chạy này cho đơn vị phát triển để xem xét.',
      en: 'Send the id of this run to the developers.',
    },
  },
  'engine.backlog-full': {
    class: 'quota',
    side: 'ours',
    status: 503,
    message: {
      vi: 'Luồng đã có {limit} thông điệp chưa xử lý xong nên chưa nhận thêm',
      en: 'The flow has {limit} messages that are not done and takes no more for now',
    },
    advice: {
      vi: 'Gửi lại sau. Người quản lý luồng xem bước nào đang chậm, hoặc nâng giới hạn tồn đọng của luồng.',
      en: 'Send again later. The owner of the flow looks for the slow step, or raises the backlog limit of the flow.',
    },
  },
  'engine.limit-reached': {
    class: 'quota',
    side: 'ours',
    status: 429,
    message: {
      vi: 'Luồng đang chạy đủ số lần cho phép và không lưu thông điệp chờ',
      en: 'The flow runs as many messages as it may, and keeps none waiting',
    },
    advice: {
      vi: 'Gửi lại sau ít giây. Muốn thông điệp được xếp hàng, đặt luồng ở chế độ lưu an toàn xuống đĩa.',
      en: 'Send again in a few seconds. To have messages wait in line, let the flow keep them on disk.',
    },
  },
  'run.timeout': {
    class: 'permanent',
    side: 'ours',
    status: 504,
    message: { vi: 'Xử lý quá thời hạn {limit}', en: 'Processing took longer than {limit}' },
    advice: {
      vi: 'Xem bước nào chạy lâu; tăng thời hạn của luồng hoặc xử lý không đồng bộ.',
      en: 'See which step is slow; raise the time limit of the flow or answer before processing.',
    },
  },
  'run.in-doubt': {
    class: 'policy',
    side: 'ours',
    status: 409,
    message: {
      vi: 'Có thể đã gửi tới {host}, chưa rõ kết quả',
      en: 'It may have been sent to {host}; the result is not known',
    },
    advice: {
      vi: 'Hỏi đối tác, rồi chọn "Đã gửi" hoặc "Gửi lại".',
      en: 'Ask the partner, then choose "Was sent" or "Send again".',
    },
  },
  'run.request-changed': {
    class: 'policy',
    side: 'ours',
    status: 409,
    message: {
      vi: 'Nội dung sắp gửi tới {host} khác với lần đã gửi trước',
      en: 'What is about to be sent to {host} differs from what was sent before',
    },
    advice: {
      vi: 'Hệ thống chưa gửi nội dung mới. Kiểm tra ở bên nhận xem lần trước đã được ghi nhận chưa; nếu chưa, chọn "Chạy lại" để gửi nội dung mới.',
      en: 'The new content was not sent. Ask the partner whether the earlier one arrived; if it did not, choose "Retry" to send the new one.',
    },
  },
  'run.poison': {
    class: 'bug',
    side: 'ours',
    status: 500,
    message: {
      vi: 'Thông điệp này đã làm dừng tiến trình xử lý {times} lần',
      en: 'This message stopped its worker {times} times',
    },
    advice: {
      vi: 'Thông điệp được giữ riêng, các thông điệp khác vẫn chạy. Gửi mã lần chạy cho đơn vị phát triển.',
      en: 'The message is set aside and the others go on. Send the id of this run to the developers.',
    },
  },
  'run.no-reply': {
    class: 'permanent',
    side: 'ours',
    status: 502,
    message: { vi: 'Luồng kết thúc mà không có nút trả lời nào chạy', en: 'The flow ended and no reply node ran' },
    advice: {
      vi: 'Thêm nút "Trả lời HTTP" vào mọi nhánh, hoặc chọn "Trả lời ngay khi đã lưu".',
      en: 'Put an HTTP reply on every branch, or choose to answer when stored.',
    },
  },
  'run.cancelled': {
    class: 'policy',
    side: 'ours',
    status: 409,
    message: { vi: 'Lần chạy đã bị huỷ', en: 'The run was cancelled' },
    advice: { vi: 'Chạy lại nếu cần.', en: 'Run it again if needed.' },
  },
  'run.stopped': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: '{reason}', en: '{reason}' },
    advice: {
      vi: 'Luồng được thiết kế để dừng tại đây. Xem dữ liệu vào của nút.',
      en: 'The flow is designed to stop here. Look at the input of the node.',
    },
  },
  'run.too-many-steps': {
    class: 'permanent',
    side: 'ours',
    status: 508,
    message: { vi: 'Lần chạy vượt quá {limit} bước', en: 'The run took more than {limit} steps' },
    advice: { vi: 'Kiểm tra vòng lặp trong luồng.', en: 'Look for a loop in the flow.' },
  },
  'run.call-depth': {
    class: 'permanent',
    side: 'ours',
    status: 508,
    message: { vi: 'Các luồng gọi nhau quá {limit} tầng', en: 'Flows call each other deeper than {limit} levels' },
    advice: { vi: 'Kiểm tra xem có luồng nào tự gọi lại chính nó.', en: 'See whether a flow calls itself.' },
  },
  'run.emptied': {
    class: 'permanent',
    side: 'ours',
    status: 409,
    message: {
      vi: 'Nội dung của lần chạy này đã được xoá khi hết thời hạn lưu giữ',
      en: 'The contents of this run were removed when their time was over',
    },
    advice: {
      vi: 'Không chạy lại được từ đây; nếu cần, hãy yêu cầu bên gửi gửi lại thông điệp.',
      en: 'It cannot be run again from here; if need be, have the sender send the message again.',
    },
  },
  'run.child-failed': {
    class: 'permanent',
    side: 'ours',
    status: 502,
    message: {
      vi: 'Luồng con "{flow}" không hoàn thành: {reason}',
      en: 'The called flow "{flow}" did not finish: {reason}',
    },
    advice: { vi: 'Mở lần chạy của luồng con để xem và xử lý.', en: 'Open the run of the called flow and mend it.' },
  },
  'engine.disk-full': {
    class: 'transient',
    side: 'ours',
    status: 503,
    message: { vi: 'Ổ đĩa đầy nên tạm ngừng nhận', en: 'The disk is full; nothing is accepted for now' },
    advice: { vi: 'Giải phóng ổ đĩa; hệ thống sẽ tự tiếp tục.', en: 'Free some space; the system goes on by itself.' },
  },
  'engine.busy': {
    class: 'transient',
    side: 'ours',
    status: 503,
    message: { vi: 'Hệ thống đang quá tải', en: 'The system is overloaded' },
    advice: { vi: 'Gửi lại sau ít giây.', en: 'Send again in a few seconds.' },
  },
  'engine.server': {
    class: 'transient',
    side: 'ours',
    status: 503,
    message: {
      vi: 'Máy chủ PostgreSQL giữ các lần chạy chưa dùng được: {reason}',
      en: 'The PostgreSQL server that keeps the runs cannot be used: {reason}',
    },
    advice: {
      vi: 'Kiểm tra máy chủ PostgreSQL và địa chỉ của nó trong LIENTHONG_ENGINE; những gì đã nhận vẫn còn.',
      en: 'Check the PostgreSQL server and its address in LIENTHONG_ENGINE; what was accepted is still there.',
    },
  },
  'engine.storage': {
    class: 'transient',
    side: 'ours',
    status: 503,
    message: {
      vi: 'Không đọc hoặc ghi được kho dữ liệu: {reason}',
      en: 'The data store cannot be read or written: {reason}',
    },
    advice: {
      vi: 'Kiểm tra ổ đĩa và quyền ghi của thư mục dữ liệu; những gì đã nhận vẫn còn.',
      en: 'Check the disk and the rights on the data folder; what was accepted is still there.',
    },
  },
  'engine.newer-schema': {
    class: 'permanent',
    side: 'ours',
    status: 503,
    message: {
      vi: 'Kho dữ liệu thuộc bản mới hơn (lược đồ {found}); chương trình này chỉ hiểu đến lược đồ {known}',
      en: 'The data store belongs to a newer release (schema {found}); this program understands up to schema {known}',
    },
    advice: {
      vi: 'Chạy bản mới hơn, hoặc phục hồi bản sao lưu làm trước khi nâng cấp.',
      en: 'Run the newer release, or restore the backup made before the upgrade.',
    },
  },
  'group.late': {
    class: 'policy',
    side: 'data',
    status: 409,
    message: {
      vi: 'Thông điệp tới sau khi nhóm "{key}" đã đóng',
      en: 'The message came after the group "{key}" had closed',
    },
    advice: {
      vi: 'Xem nhóm ấy có cần xử lý thêm không; muốn nhận thông điệp tới muộn thì đổi cách xử lý ở nút "Gom thông điệp".',
      en: 'See whether that group needs more work; to take late messages, change the setting of the node "Collect messages".',
    },
  },
  'group.full': {
    class: 'policy',
    side: 'data',
    status: 413,
    message: {
      vi: 'Nhóm "{key}" đã đầy: nhiều nhất {parts} thông điệp và {bytes} byte',
      en: 'The group "{key}" is full: at most {parts} messages and {bytes} bytes',
    },
    advice: {
      vi: 'Kiểm tra công thức mã nhóm (có thể nhiều hồ sơ khác nhau cùng một mã) và điều kiện đóng nhóm, rồi thử lại.',
      en: 'Check the expression of the key (perhaps different dossiers share one) and what closes the group, then try again.',
    },
  },
  'group.not-stored': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Nút này cần luồng có lưu thông điệp xuống đĩa',
      en: 'This node needs a flow that stores its messages',
    },
    advice: {
      vi: 'Bật lưu thông điệp trong cấu hình luồng rồi ban hành lại.',
      en: 'Have the flow store its messages in its settings and publish it again.',
    },
  },
  'test.no-step': {
    class: 'policy',
    side: 'ours',
    status: 422,
    message: { vi: 'Bước {step} không có trong bản nháp này', en: 'This draft has no step {step}' },
    advice: {
      vi: 'Bước có thể vừa bị xoá ở cửa sổ khác: mở lại luồng rồi chạy thử lại.',
      en: 'It may have been deleted in another window: open the flow again, then test again.',
    },
  },
  'test.no-answer': {
    class: 'policy',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Chạy thử không gửi ra ngoài và nút này chưa có kết quả giả lập',
      en: 'A test run sends nothing outside and this node has no stub',
    },
    advice: {
      vi: 'Trỏ kết nối tới hệ thống giả lập, hoặc nhập kết quả giả lập cho nút.',
      en: 'Point the connection to a simulator, or give the node a stub.',
    },
  },
} satisfies Record<string, ErrorKind>
