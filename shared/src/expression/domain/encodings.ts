import type { LegacyEncoding } from '../../vietnam/encodings/codec.ts'
import { codecNamed } from '../../vietnam/encodings/codecs.ts'
import { decodeBytes, encodeBytes, encodingNamed, fromUnicode, toUnicode } from '../../vietnam/encodings/convert.ts'
import { detectEncoding, SURE } from '../../vietnam/encodings/detect.ts'
import { ExpressionError } from '../errors.ts'
import { type DomainFunction, textAt } from './definition.ts'

/** The encoding that an argument names. */
function encodingAt(args: readonly unknown[], index: number): LegacyEncoding | undefined {
  const name = textAt(args, index)
  return name === undefined ? undefined : encodingNamed(name).id
}

function checkName([, name]: readonly (string | undefined)[]): void {
  if (name !== undefined) encodingNamed(name)
}

/** What a text is written in, as conditions and people read it. */
export function describeEncoding(text: string): Readonly<Record<string, unknown>> {
  const { encoding, confidence, mixedWith } = detectEncoding(text)
  return {
    bangMa: encoding,
    ten: codecNamed(encoding)?.title.vi ?? 'Unicode',
    doTinCay: confidence,
    canXem: confidence < SURE,
    ...(mixedWith ? { lanVoi: mixedWith } : {}),
  }
}

function bytesOf(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64.replace(/\s+/g, '')), (unit) => unit.charCodeAt(0))
  } catch {
    throw new ExpressionError('domain.bytes', { value: base64 })
  }
}

function base64Of(bytes: Uint8Array): string {
  const pieces: string[] = []
  for (const byte of bytes) pieces.push(String.fromCharCode(byte))
  return btoa(pieces.join(''))
}

/** Functions on texts in the encodings of before Unicode. */
export const encodingFunctions: readonly DomainFunction[] = [
  {
    name: 'sangUnicode',
    alias: 'toUnicode',
    parameters: ['text', 'encoding'],
    signature: '<s-s?:s>',
    check: checkName,
    help: {
      vi: 'Đổi chữ mã cũ sang Unicode. Bảng mã: tcvn3 (ABC), vni, viscii, cp1258, viqr, utf8-1252 (UTF-8 đọc nhầm); không ghi thì tự nhận ra, chưa chắc thì báo lỗi. Chữ đã là Unicode giữ nguyên.',
      en: 'Turns text in an old encoding into Unicode: tcvn3 (ABC), vni, viscii, cp1258, viqr, utf8-1252 (misread UTF-8); found by itself when left out, an error when not certain. Unicode text stays as it is.',
    },
    example: {
      expression: '[$sangUnicode("Céng hoµ x· héi"), $sangUnicode("Vieät Nam", "vni"), $sangUnicode("Việt Nam")]',
      result: ['Cộng hoà xã hội', 'Việt Nam', 'Việt Nam'],
    },
    run: (args) => {
      const text = textAt(args, 0)
      return text === undefined ? undefined : toUnicode(text, encodingAt(args, 1))
    },
  },
  {
    name: 'sangBangMa',
    alias: 'toEncoding',
    parameters: ['text', 'encoding'],
    signature: '<ss:s>',
    check: checkName,
    help: {
      vi: 'Đổi chữ Unicode sang bảng mã cũ cho đối tác còn dùng phần mềm cũ. Ký tự bảng mã không có là lỗi. TCVN3 không có chữ hoa mang dấu thanh: các chữ ấy thành chữ thường.',
      en: 'Writes Unicode text in an old encoding for partners with old programs. A character that it lacks is an error. TCVN3 has no capitals with a tone: they become small letters.',
    },
    example: { expression: '$sangBangMa("Việt Nam", "tcvn3")', result: 'ViÖt Nam' },
    run: (args) => {
      const text = textAt(args, 0)
      const encoding = encodingAt(args, 1)
      return text === undefined || encoding === undefined ? undefined : fromUnicode(text, encoding)
    },
  },
  {
    name: 'doanBangMa',
    alias: 'detectEncoding',
    parameters: ['text'],
    signature: '<s-:o>',
    help: {
      vi: 'Đoán bảng mã của chữ: bangMa, ten, doTinCay từ 0 đến 1, canXem là đúng khi chưa chắc, lanVoi khi chữ Unicode lẫn chữ mã cũ. Ghép nhiều trường lại thì đoán chắc hơn.',
      en: 'Guesses the encoding of a text: bangMa, ten, doTinCay from 0 to 1, canXem when it is not certain, lanVoi when Unicode text is mixed with an old encoding. Several fields joined tell more.',
    },
    example: {
      expression: '$doanBangMa("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam").bangMa',
      result: 'vni',
    },
    run: (args) => {
      const text = textAt(args, 0)
      return text === undefined ? undefined : describeEncoding(text)
    },
  },
  {
    name: 'docTepChu',
    alias: 'decodeTextFile',
    parameters: ['base64', 'encoding'],
    signature: '<s-s?:s>',
    check: checkName,
    help: {
      vi: 'Đọc tệp chữ (nội dung Base64) thành chữ Unicode: UTF-8 hoặc bảng mã cũ, tự nhận ra nếu không ghi tên bảng mã.',
      en: 'Reads a text file (given as Base64) as Unicode text: UTF-8 or an old encoding, found by itself when not named.',
    },
    example: { expression: '$docTepChu("SLUgTulp", "tcvn3")', result: 'Hà Nội' },
    run: (args) => {
      const text = textAt(args, 0)
      return text === undefined ? undefined : decodeBytes(bytesOf(text), encodingAt(args, 1))
    },
  },
  {
    name: 'vietTepChu',
    alias: 'encodeTextFile',
    parameters: ['text', 'encoding'],
    signature: '<ss:s>',
    check: checkName,
    help: {
      vi: 'Ghi chữ Unicode thành tệp theo bảng mã cũ, kết quả là nội dung Base64.',
      en: 'Writes Unicode text as a file in an old encoding; the result is its content in Base64.',
    },
    example: { expression: '$vietTepChu("Hà Nội", "tcvn3")', result: 'SLUgTulp' },
    run: (args) => {
      const text = textAt(args, 0)
      const encoding = encodingAt(args, 1)
      return text === undefined || encoding === undefined ? undefined : base64Of(encodeBytes(text, encoding))
    },
  },
  {
    name: 'tuTCVN3',
    alias: 'fromTCVN3',
    parameters: ['text'],
    signature: '<s-:s>',
    help: {
      vi: 'Đổi chữ mã TCVN3 (ABC, phông .VnTime) sang Unicode. Chữ hoa có dấu chỉ đoán được ở từ viết hoa toàn bộ. Chữ đã là Unicode giữ nguyên.',
      en: 'Turns TCVN3 text (ABC, .VnTime fonts) into Unicode. Accented capitals are guessed in words in capitals only. Unicode text stays as it is.',
    },
    example: {
      expression: '$tuTCVN3("Céng hoµ x· héi chñ nghÜa ViÖt Nam")',
      result: 'Cộng hoà xã hội chủ nghĩa Việt Nam',
    },
    run: (args) => {
      const text = textAt(args, 0)
      return text === undefined ? undefined : toUnicode(text, 'tcvn3')
    },
  },
  {
    name: 'laTCVN3',
    alias: 'isTCVN3',
    parameters: ['text'],
    signature: '<s-:b>',
    help: {
      vi: 'Đoán xem chữ có phải mã TCVN3 (ABC) không.',
      en: 'Guesses whether a text is in the TCVN3 (ABC) code.',
    },
    example: { expression: '$laTCVN3("§éc lËp - Tù do - H¹nh phóc")', result: true },
    run: (args) => {
      const text = textAt(args, 0)
      return text === undefined ? undefined : detectEncoding(text).encoding === 'tcvn3'
    },
  },
]
