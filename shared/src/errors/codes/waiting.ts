import type { ErrorKind } from '../flow-error.ts'

/** Steps that wait for something from outside: callbacks, people, answers to repeated questions. */
export const waitingCodes = {
  'flow.port-unwired': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Cổng "{port}" phải được nối tới một nút',
      en: 'The port "{port}" must lead to a node',
    },
    advice: {
      vi: 'Nối cổng này tới việc cần làm khi chuyện đó xảy ra, ví dụ báo người phụ trách hoặc dừng với lỗi.',
      en: 'Wire it to what is to be done then, such as telling somebody or stopping with an error.',
    },
  },
  'flow.callback-in-line': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Luồng xếp hàng theo mã, nên phản hồi sẽ đứng sau chính lần chạy đang chờ nó',
      en: 'The flow keeps the order of a key, so the callback would stand in line behind the run that waits for it',
    },
    advice: {
      vi: 'Đặt nhánh nhận và giao phản hồi vào một luồng khác.',
      en: 'Put the branch that receives and delivers callbacks into another flow.',
    },
  },
  'run.task-decided': {
    class: 'permanent',
    side: 'ours',
    status: 409,
    message: { vi: '{by} đã quyết định việc này trước bạn', en: '{by} has decided this before you' },
    advice: {
      vi: 'Mở lần chạy để xem quyết định đã ghi.',
      en: 'Open the run to see what was decided.',
    },
  },
  'run.task-ended': {
    class: 'permanent',
    side: 'ours',
    status: 409,
    message: {
      vi: 'Việc này không còn chờ quyết định: đã quá hạn hoặc lần chạy đã đóng',
      en: 'This no longer waits for a decision: its time is up or its run was closed',
    },
    advice: { vi: 'Mở lần chạy để xem vì sao.', en: 'Open the run to see why.' },
  },
  'test.no-outcome': {
    class: 'policy',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Chạy thử không chờ thật: hãy chọn kết quả của bước này',
      en: 'A test run does not really wait: choose how this step comes out',
    },
    advice: {
      vi: 'Ở "Kết quả giả lập", chọn phản hồi, quyết định hoặc quá hạn cho nút.',
      en: 'Under "Stubs", choose a callback, a decision or the time-out for this node.',
    },
  },
} satisfies Record<string, ErrorKind>
