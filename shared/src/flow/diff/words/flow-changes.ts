import type { Text } from '../../../text/text.ts'
import type { Change, Effect } from '../change.ts'
import type { Edit } from '../edits.ts'
import { isRecord } from '../parts.ts'
import { kindOf, type ValueChange, valueSentence, valuesOf } from './field-change.ts'
import { quoted, same, say } from './value-words.ts'

interface Head {
  readonly label: Text
  readonly effect: Effect
  readonly look?: ValueChange['look']
  readonly byDefault?: unknown
}

const option = (value: string, vi: string, en: string) => ({ value, title: { vi, en } })
const choice = (...options: ReturnType<typeof option>[]): ValueChange['look'] => ({ kind: 'choice', options })

const heads: Readonly<Record<string, Head>> = {
  title: { label: { vi: 'Tên luồng', en: 'Title of the flow' }, effect: 'look' },
  summary: { label: { vi: 'Mô tả luồng', en: 'Summary of the flow' }, effect: 'look' },
  format: { label: { vi: 'Định dạng tệp', en: 'File format' }, effect: 'look' },
  'settings.partition': { label: { vi: 'Mã giữ thứ tự xử lý', en: 'Key that keeps the order' }, effect: 'running' },
  'settings.timeout': {
    label: { vi: 'Thời hạn chờ kết quả', en: 'Time limit of a result' },
    effect: 'running',
    look: { kind: 'duration' },
  },
  'settings.compensation': {
    label: { vi: 'Khi lần chạy hỏng hẳn', en: 'When a run fails for good' },
    effect: 'errors',
    look: choice(
      option('automatic', 'tự bù trừ ngay', 'undo at once'),
      option('by-hand', 'chờ người quyết định', 'wait for a person'),
    ),
    byDefault: 'automatic',
  },
  'settings.durability': {
    label: { vi: 'Cách lưu thông điệp', en: 'How messages are kept' },
    effect: 'running',
    look: choice(
      option('stored', 'lưu trước khi trả lời', 'stored before the answer'),
      option('none', 'không lưu', 'not stored'),
    ),
    byDefault: 'stored',
  },
  'settings.priority': {
    label: { vi: 'Mức ưu tiên', en: 'Priority' },
    effect: 'running',
    look: choice(option('high', 'cao', 'high'), option('normal', 'thường', 'normal'), option('low', 'thấp', 'low')),
    byDefault: 'normal',
  },
  'settings.limits.running': { label: { vi: 'Số lần chạy cùng lúc', en: 'Runs at a time' }, effect: 'running' },
  'settings.limits.rate': { label: { vi: 'Số lần chạy trong mỗi kỳ', en: 'Runs in a period' }, effect: 'running' },
  'settings.limits.per': {
    label: { vi: 'Kỳ tính giới hạn', en: 'Period of the limit' },
    effect: 'running',
    look: choice(option('second', 'giây', 'second'), option('minute', 'phút', 'minute'), option('hour', 'giờ', 'hour')),
    byDefault: 'second',
  },
  'settings.limits.backlog': { label: { vi: 'Số lần chạy được chờ', en: 'Backlog' }, effect: 'running' },
}

/** A change of the flow itself: its name, its keys, its limits. */
export function flowChange({ path, before, after }: Edit): Change {
  const { label, effect, look, byDefault } = heads[path.join('.')] ?? named(path)
  const { sentence, lines } =
    isRecord(before) || isRecord(after)
      ? { sentence: groupSentence(label, before, after), lines: undefined }
      : valueSentence({ label, before, after, look, byDefault })
  return {
    kind: kindOf(before, after),
    effect,
    path: path.join('.'),
    ...valuesOf(before, after),
    sentence: capital(sentence),
    ...(lines ? { lines } : {}),
  }
}

function named([, part, name = '', ...rest]: readonly string[]): Head {
  const it = quoted(name)
  if (part === 'keys') return { label: say('Mã nghiệp vụ {it}', 'Business key {it}', { it }), effect: 'meaning' }
  if (part === 'retry') {
    const tail = same(rest.length > 0 ? ` › ${rest.join('.')}` : '')
    return { label: say('Cách thử lại {it}{tail}', 'Retry policy {it}{tail}', { it, tail }), effect: 'errors' }
  }
  return { label: same([part, name, ...rest].filter((it) => it).join('.')), effect: 'running' }
}

function groupSentence(label: Text, before: unknown, after: unknown): Text {
  const it = { vi: lowered(label.vi), en: lowered(label.en) }
  if (before === undefined) return say('thêm {it}', 'added {it}', { it })
  return after === undefined ? say('bỏ {it}', 'removed {it}', { it }) : say('đã sửa {it}', 'changed {it}', { it })
}

function lowered(words: string): string {
  return words.charAt(0).toLocaleLowerCase('vi') + words.slice(1)
}

function capital(text: Text): Text {
  const up = (words: string): string => words.charAt(0).toLocaleUpperCase('vi') + words.slice(1)
  return { vi: up(text.vi), en: up(text.en) }
}
