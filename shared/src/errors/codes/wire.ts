import type { ErrorKind } from '../flow-error.ts'

/** Problems between what arrives over a wire and what the node behind it reads; found while drawing and before publishing. */
export const wireCodes = {
  'wire.absent': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Trường {field} không có trong dữ liệu từ nút "{from}"',
      en: 'The field {field} does not come from "{from}"',
    },
    advice: {
      vi: 'Chọn lại trường, chèn nút ánh xạ, hoặc khai báo lại cấu trúc ở nút gửi.',
      en: 'Choose another field, insert a mapping, or declare again what the sending node gives.',
    },
  },
  'wire.uncertain': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Trường {field} có thể thiếu trong dữ liệu từ nút "{from}"',
      en: 'The field {field} may be missing from what "{from}" sends',
    },
    advice: {
      vi: 'Cho biết phải làm gì khi thiếu: bỏ qua hoặc dùng giá trị mặc định.',
      en: 'Say what to do without it: leave it out, or take a default.',
    },
  },
  'wire.digits': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Trường {field} là mã số (có số 0 ở đầu hoặc rất dài), đổi thành số sẽ mất chữ số hoặc bị từ chối',
      en: 'The field {field} is a code (leading zeros or very long); as a number it loses digits or is refused',
    },
    advice: { vi: 'Giữ trường này ở dạng chữ.', en: 'Keep this field as text.' },
  },
  'wire.type': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Nút này cần {needs} ở {field}, dữ liệu từ nút "{from}" không phải vậy',
      en: 'This node needs {needs} at {field}, which is not what "{from}" sends',
    },
    advice: { vi: 'Chèn nút chuyển đổi vào giữa.', en: 'Put a transform between the two nodes.' },
  },
} satisfies Record<string, ErrorKind>
