import type { ErrorKind } from '../flow-error.ts'

/** Problems of a flow file or a draft; the designer underlines them and the runtime refuses to publish on an error. */
export const flowCodes = {
  'flow.malformed': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Tệp luồng không phải JSON hợp lệ (dòng:cột {place})',
      en: 'The flow file is not valid JSON (line:column {place})',
    },
    advice: {
      vi: 'Sửa tệp tại vị trí này hoặc khôi phục từ phiên bản trước.',
      en: 'Correct the file at this place, or go back to an earlier version.',
    },
  },
  'flow.shape': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Sai cấu trúc tại "{place}": {reason}', en: 'Wrong structure at "{place}": {reason}' },
    advice: { vi: 'Sửa lại theo mô tả định dạng luồng.', en: 'Correct it as the flow format says.' },
  },
  'flow.duplicate': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: '"{place}" xuất hiện hai lần trong tệp', en: '"{place}" stands twice in the file' },
    advice: {
      vi: 'Đổi mã của một trong hai, hoặc xoá bản thừa.',
      en: 'Rename one of the two, or delete the extra one.',
    },
  },
  'flow.newer-format': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Luồng dùng định dạng {format}, bản phần mềm này chỉ đọc được đến {known}',
      en: 'The flow has format {format}; this release reads up to {known}',
    },
    advice: { vi: 'Nâng cấp Liên Thông rồi mở lại.', en: 'Upgrade Liên Thông and open it again.' },
  },
  'flow.unknown-node': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Không có loại nút "{use}"', en: 'There is no node type "{use}"' },
    advice: {
      vi: 'Cài gói nút này hoặc thay bằng nút khác.',
      en: 'Install the package of this node, or use another one.',
    },
  },
  'flow.newer-node': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Nút dùng "{use}", bản phần mềm này chỉ có đến phiên bản {known}',
      en: 'The node uses "{use}"; this release has up to version {known}',
    },
    advice: { vi: 'Nâng cấp Liên Thông rồi mở lại.', en: 'Upgrade Liên Thông and open it again.' },
  },
  'flow.dangling-wire': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Dây nối từ cổng "{port}" tới nút "{to}" không tồn tại',
      en: 'The wire from port "{port}" goes to "{to}", which does not exist',
    },
    advice: { vi: 'Xoá dây này hoặc nối tới nút khác.', en: 'Delete the wire or connect it to another node.' },
  },
  'flow.unknown-port': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Nút này không có cổng ra "{port}"', en: 'This node has no output port "{port}"' },
    advice: { vi: 'Nối lại từ một cổng đang có.', en: 'Connect from a port that exists.' },
  },
  'flow.no-input': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Nút "{to}" là nút khởi phát nên không nhận dây nối vào',
      en: '"{to}" is a trigger and takes no wire',
    },
    advice: { vi: 'Xoá dây này.', en: 'Delete the wire.' },
  },
  'flow.cycle': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Vòng lặp {nodes} không có nút chờ', en: 'The loop {nodes} has no delay in it' },
    advice: {
      vi: 'Thêm nút "Chờ" vào vòng lặp hoặc bỏ một dây nối.',
      en: 'Put a Delay into the loop, or remove a wire.',
    },
  },
  'flow.no-trigger': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Luồng chưa có nút khởi phát', en: 'The flow has no trigger' },
    advice: { vi: 'Kéo một nút khởi phát (ví dụ "Nhận HTTP") vào.', en: 'Drag in a trigger, such as HTTP in.' },
  },
  'flow.empty': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Luồng chưa có nút nào', en: 'The flow has no nodes' },
    advice: { vi: 'Kéo nút đầu tiên từ khay nút vào.', en: 'Drag the first node from the palette.' },
  },
  'flow.unreachable': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Nút này không có thông điệp nào đi tới', en: 'No message can reach this node' },
    advice: { vi: 'Nối nó với nút khác hoặc xoá đi.', en: 'Connect it or delete it.' },
  },
  'flow.setting': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: '"{label}": {reason}', en: '"{label}": {reason}' },
    advice: { vi: 'Mở nút và sửa trường này.', en: 'Open the node and correct this field.' },
  },
  'flow.expression': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: '"{label}": công thức sai ở ký tự {position}: {reason}',
      en: '"{label}": the expression is wrong at character {position}: {reason}',
    },
    advice: {
      vi: 'Sửa công thức; bấm dấu ? để xem các hàm.',
      en: 'Correct the expression; press ? for the functions.',
    },
  },
  'flow.unknown-connection': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Kết nối "{connection}" chưa được tạo', en: 'The connection "{connection}" does not exist' },
    advice: {
      vi: 'Tạo trong mục Kết nối hoặc chọn kết nối khác.',
      en: 'Create it under Connections, or choose another one.',
    },
  },
  'flow.wrong-connection': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Kết nối "{connection}" không đúng loại nút này cần ({kind})',
      en: 'The connection "{connection}" is not of the kind this node needs ({kind})',
    },
    advice: { vi: 'Chọn kết nối khác.', en: 'Choose another connection.' },
  },
  'flow.unknown-table': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Danh mục "{table}" chưa được tạo', en: 'The code table "{table}" does not exist' },
    advice: {
      vi: 'Tạo trong mục Danh mục hoặc chọn danh mục khác.',
      en: 'Create it under Code tables, or choose another one.',
    },
  },
  'flow.unknown-flow': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Luồng được gọi "{flow}" chưa được ban hành', en: 'The called flow "{flow}" is not published' },
    advice: {
      vi: 'Ban hành luồng đó trước hoặc chọn luồng khác.',
      en: 'Publish that flow first, or choose another one.',
    },
  },
  'flow.path-taken': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Địa chỉ {method} {path} đã được luồng "{flow}" dùng',
      en: 'The address {method} {path} is used by the flow "{flow}"',
    },
    advice: { vi: 'Chọn đường dẫn khác.', en: 'Choose another path.' },
  },
  'flow.open-endpoint': {
    class: 'policy',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Ai gọi được tới cổng cũng gửi được thông điệp vào luồng này',
      en: 'Anyone who can reach the gateway can send messages into this flow',
    },
    advice: { vi: 'Chọn "Phải có khoá" trong nút nhận HTTP.', en: 'Choose "With a key" in the HTTP trigger.' },
  },
  'flow.no-reply': {
    class: 'policy',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Nút này chờ kết quả nhưng luồng không có nút trả lời ("Trả lời HTTP", hoặc "Trả lời SOAP" cho dịch vụ SOAP)',
      en: 'This trigger waits for the result, but the flow has no HTTP reply (SOAP reply for a SOAP service)',
    },
    advice: {
      vi: 'Thêm nút trả lời, hoặc với HTTP thì chọn "Trả lời ngay khi đã lưu".',
      en: 'Add a reply or, for HTTP, choose to answer when stored.',
    },
  },
  'flow.reply-never-heard': {
    class: 'policy',
    side: 'ours',
    status: 422,
    message: { vi: 'Không có ai chờ câu trả lời của nút này', en: 'Nobody waits for the reply of this node' },
    advice: {
      vi: 'Chọn "Chờ kết quả" ở nút nhận HTTP, hoặc bỏ nút này.',
      en: 'Choose "Wait for the result" in the HTTP trigger, or remove this node.',
    },
  },
  'flow.aggregator-alone': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Nút gộp cần có nút tách ở phía trước', en: 'An aggregator needs a splitter before it' },
    advice: {
      vi: 'Thêm nút "Tách danh sách" trước nút này; để gom thông điệp của nhiều lần chạy, dùng nút "Gom thông điệp".',
      en: 'Put a Splitter before this node; to gather messages of several runs, use "Collect messages".',
    },
  },
  'flow.unknown-policy': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Không có cách thử lại "{policy}"', en: 'There is no retry policy "{policy}"' },
    advice: { vi: 'Chọn một trong: {known}.', en: 'Choose one of: {known}.' },
  },
  'flow.unknown-error-node': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Khi lỗi chuyển tới nút "{to}" không tồn tại', en: 'Errors go to "{to}", which does not exist' },
    advice: { vi: 'Chọn nút khác hoặc để vào Hộp lỗi.', en: 'Choose another node, or leave them to the error inbox.' },
  },
  'flow.unknown-key': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Thứ tự theo mã "{key}" nhưng luồng không khai báo mã này',
      en: 'Order is kept by the key "{key}", which the flow does not declare',
    },
    advice: {
      vi: 'Khai báo mã nghiệp vụ này trong cấu hình luồng.',
      en: 'Declare the key in the settings of the flow.',
    },
  },
  'flow.has-errors': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Luồng còn {count} lỗi nên chưa ban hành được',
      en: 'The flow cannot be published. Errors: {count}',
    },
    advice: { vi: 'Sửa các lỗi được liệt kê rồi ban hành lại.', en: 'Correct the listed errors and publish again.' },
  },
  'flow.older-base': {
    class: 'policy',
    side: 'data',
    status: 409,
    message: {
      vi: 'Bản nháp này được tạo trước khi {by} ban hành phiên bản {number}; ban hành bây giờ sẽ thay thế các thay đổi đó',
      en: 'This draft is older than version {number} by {by}; publishing it replaces those changes',
    },
    advice: {
      vi: 'Gộp phiên bản đang chạy vào bản nháp, hoặc so sánh trước khi ban hành.',
      en: 'Merge the running version into the draft, or compare them before you publish.',
    },
  },
} satisfies Record<string, ErrorKind>
