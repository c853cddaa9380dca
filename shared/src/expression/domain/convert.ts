import { FlowError } from '../../errors/flow-error.ts'
import { parseJson } from '../../message/safe-json.ts'
import { foldText } from '../../vietnam/text/normalise.ts'
import { ExpressionError } from '../errors.ts'
import { type DomainFunction, textAt } from './definition.ts'

const YES = new Set(['true', '1', 'yes', 'y', 'co', 'dung', 'x'])
const NO = new Set(['false', '0', 'no', 'n', 'khong', 'sai', ''])

/** What systems mean by "True", "1", 1, "Có" …; throws `domain.not-truth` for anything else than yes and no. */
export function readTruth(value: unknown): boolean {
  if (typeof value === 'boolean') return value
  if (value === null) return false
  const word = typeof value === 'number' ? String(value) : typeof value === 'string' ? foldText(value) : undefined
  if (word !== undefined && YES.has(word)) return true
  if (word !== undefined && NO.has(word)) return false
  throw new ExpressionError('domain.not-truth', { value })
}

/** Parses JSON under the rules for messages from outside (depth, forbidden names); throws `json.*`. */
export function readJson(text: string): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof FlowError) throw new ExpressionError(error.data.code, { sentence: error.data.message })
    throw error
  }
}

/** Base64 of UTF-8. JSONata's own `$base64encode` keeps one byte a character and silently destroys Vietnamese. */
export function toBase64(text: string): string {
  let binary = ''
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/** The text whose UTF-8 is in this Base64 (also URL-safe, also without padding); throws `domain.base64`. */
export function fromBase64(text: string): string {
  try {
    const binary = atob(text.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (unit) => unit.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ExpressionError('domain.base64', { value: text })
  }
}

function onText(work: (text: string) => unknown): DomainFunction['run'] {
  return (args) => {
    const text = textAt(args, 0)
    return text === undefined ? undefined : work(text)
  }
}

/** Conversions between representations. */
export const convertFunctions: readonly DomainFunction[] = [
  {
    name: 'coGiaTri',
    alias: 'hasValue',
    parameters: ['value'],
    signature: '<x-:b>',
    help: {
      vi: 'Đúng khi trường có mặt và không rỗng; luôn cho đúng hoặc sai. Dùng thay $not($boolean(…)), công thức đó không cho kết quả gì khi thiếu trường.',
      en: 'True when the field is there and not empty; always true or false. Use it instead of $not($boolean(…)), which gives nothing when the field is missing.',
    },
    example: {
      expression: '[$coGiaTri(ma), $coGiaTri(rong), $coGiaTri(thieu)]',
      input: { ma: '001', rong: '' },
      result: [true, false, false],
    },
    run: ([value]) =>
      value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
  },
  {
    name: 'laDung',
    alias: 'truthy',
    parameters: ['value'],
    signature: '<x-:b>',
    help: {
      vi: 'Đọc đúng/sai từ "True", "1", "Có", "Đúng", "x" … hoặc "False", "0", "Không", chữ rỗng; giá trị khác là lỗi.',
      en: 'Reads true or false from "True", "1", "Có", "Đúng", "x" … or "False", "0", "Không", empty text; anything else is an error.',
    },
    example: { expression: '[$laDung("True"), $laDung("Không"), $laDung(1)]', result: [true, false, true] },
    run: ([value]) => (value === undefined ? undefined : readTruth(value)),
  },
  {
    name: 'jsonTu',
    alias: 'parseJson',
    parameters: ['text'],
    signature: '<s-:x>',
    help: { vi: 'Đọc chữ JSON thành dữ liệu.', en: 'Reads JSON text as data.' },
    example: { expression: `$jsonTu('{"ma": "001"}').ma`, result: '001' },
    run: onText(readJson),
  },
  {
    name: 'thanhJson',
    alias: 'toJson',
    parameters: ['value'],
    signature: '<x-:s>',
    help: { vi: 'Viết dữ liệu thành chữ JSON.', en: 'Writes data as JSON text.' },
    example: { expression: '$thanhJson({"ma": "001"})', result: '{"ma":"001"}' },
    run: ([value]) => (value === undefined ? undefined : JSON.stringify(value)),
  },
  {
    name: 'thanhBase64',
    alias: 'toBase64',
    parameters: ['text'],
    signature: '<s-:s>',
    help: {
      vi: 'Mã hoá chữ (UTF-8) thành Base64. Dùng thay $base64encode, hàm đó làm hỏng chữ tiếng Việt.',
      en: 'Encodes text (UTF-8) as Base64. Use it instead of $base64encode, which destroys Vietnamese.',
    },
    example: { expression: '$thanhBase64("Huế")', result: 'SHXhur8=' },
    run: onText(toBase64),
  },
  {
    name: 'tuBase64',
    alias: 'fromBase64',
    parameters: ['text'],
    signature: '<s-:s>',
    help: { vi: 'Giải mã Base64 thành chữ (UTF-8).', en: 'Decodes Base64 to text (UTF-8).' },
    example: { expression: '$tuBase64("SHXhur8=")', result: 'Huế' },
    run: onText(fromBase64),
  },
]
