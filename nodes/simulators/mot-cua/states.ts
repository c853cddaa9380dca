import type { Text } from '#shared/text/text.ts'

/** The states of a dossier in this one-stop system (OpenCPS type), with the title that officers see. */
export const STATES = {
  receiving: { vi: 'Chờ tiếp nhận', en: 'Waiting to be received' },
  new: { vi: 'Đã tiếp nhận', en: 'Received' },
  denied: { vi: 'Từ chối tiếp nhận', en: 'Refused at reception' },
  processing: { vi: 'Đang xử lý', en: 'In process' },
  waiting: { vi: 'Chờ bổ sung giấy tờ', en: 'Waiting for more papers' },
  paying: { vi: 'Chờ thực hiện nghĩa vụ tài chính', en: 'Waiting for payment' },
  cancelled: { vi: 'Công dân rút hồ sơ', en: 'Withdrawn by the citizen' },
  unresolved: { vi: 'Dừng xử lý', en: 'Stopped' },
  releasing: { vi: 'Đã có kết quả', en: 'Result ready' },
  done: { vi: 'Đã trả kết quả', en: 'Result handed over' },
  interoperating: { vi: 'Đang liên thông', en: 'With another agency' },
  posting: { vi: 'Đang chuyển bưu chính', en: 'With the post' },
} as const satisfies Record<string, Text>

/** One state of a dossier. */
export type State = keyof typeof STATES

/** True for a word that is a state. */
export function isState(word: string): word is State {
  return Object.hasOwn(STATES, word)
}

/** Where a dossier can go from each state, listed as often as it does; an empty list is the end. */
export const NEXT_STATES: Readonly<Record<State, readonly State[]>> = {
  receiving: ['new', 'new', 'new', 'new', 'denied'],
  new: ['processing'],
  processing: [
    'releasing',
    'releasing',
    'releasing',
    'releasing',
    'waiting',
    'paying',
    'interoperating',
    'unresolved',
    'cancelled',
  ],
  waiting: ['processing', 'processing', 'cancelled'],
  paying: ['processing'],
  interoperating: ['processing', 'releasing'],
  releasing: ['done', 'done', 'done', 'posting'],
  posting: ['done'],
  denied: [],
  cancelled: [],
  unresolved: [],
  done: [],
}

/** True where nothing can change any more. */
export function isFinal(state: State): boolean {
  return NEXT_STATES[state].length === 0
}

/** What an officer writes when a dossier comes into a state, and who writes it. */
export const STEP_TEXTS: Readonly<
  Record<State, { readonly content: string; readonly role: string; readonly room: string }>
> = {
  receiving: { content: 'Công dân nộp hồ sơ trực tuyến', role: '', room: '' },
  new: { content: 'Tiếp nhận hồ sơ', role: 'Chuyên viên một cửa', room: 'Bộ phận Tiếp nhận và Trả kết quả' },
  denied: {
    content: 'Từ chối tiếp nhận: hồ sơ không đúng thẩm quyền',
    role: 'Chuyên viên một cửa',
    room: 'Bộ phận Tiếp nhận và Trả kết quả',
  },
  processing: { content: 'Thẩm định hồ sơ', role: 'Chuyên viên', room: 'Phòng chuyên môn' },
  waiting: { content: 'Yêu cầu công dân bổ sung giấy tờ', role: 'Chuyên viên', room: 'Phòng chuyên môn' },
  paying: { content: 'Yêu cầu thực hiện nghĩa vụ tài chính', role: 'Chuyên viên', room: 'Phòng chuyên môn' },
  cancelled: {
    content: 'Công dân đề nghị rút hồ sơ',
    role: 'Chuyên viên một cửa',
    room: 'Bộ phận Tiếp nhận và Trả kết quả',
  },
  unresolved: {
    content: 'Dừng xử lý do không đủ điều kiện giải quyết',
    role: 'Trưởng phòng',
    room: 'Phòng chuyên môn',
  },
  releasing: { content: 'Ký duyệt, chuyển kết quả về Bộ phận Một cửa', role: 'Lãnh đạo đơn vị', room: 'Lãnh đạo' },
  done: { content: 'Trả kết quả cho công dân', role: 'Chuyên viên một cửa', room: 'Bộ phận Tiếp nhận và Trả kết quả' },
  interoperating: { content: 'Chuyển hồ sơ sang cơ quan phối hợp', role: 'Chuyên viên', room: 'Phòng chuyên môn' },
  posting: {
    content: 'Chuyển kết quả qua dịch vụ bưu chính công ích',
    role: 'Chuyên viên một cửa',
    room: 'Bộ phận Tiếp nhận và Trả kết quả',
  },
}

/** The road that led to a state, for a dossier that is made in the middle of its life. */
export function roadTo(state: State): readonly State[] {
  const roads: Readonly<Record<State, readonly State[]>> = {
    receiving: ['receiving'],
    new: ['new'],
    denied: ['receiving', 'denied'],
    processing: ['new', 'processing'],
    waiting: ['new', 'processing', 'waiting'],
    paying: ['new', 'processing', 'paying'],
    cancelled: ['new', 'processing', 'waiting', 'cancelled'],
    unresolved: ['new', 'processing', 'unresolved'],
    interoperating: ['new', 'processing', 'interoperating'],
    releasing: ['new', 'processing', 'releasing'],
    posting: ['new', 'processing', 'releasing', 'posting'],
    done: ['new', 'processing', 'releasing', 'done'],
  }
  return roads[state]
}
