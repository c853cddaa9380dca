import { foldText, normaliseText, removeAccents } from '../../vietnam/text/normalise.ts'
import { placeTones, type ToneStyle } from '../../vietnam/text/tone-place.ts'
import { truncateText } from '../../vietnam/text/truncate.ts'
import { ExpressionError } from '../errors.ts'
import { type DomainFunction, numberAt, textAt } from './definition.ts'

/** One text in, one text out. */
function onText(work: (text: string) => unknown): DomainFunction['run'] {
  return (args) => {
    const text = textAt(args, 0)
    return text === undefined ? undefined : work(text)
  }
}

/** Two texts in. */
function onTexts(work: (a: string, b: string) => unknown): DomainFunction['run'] {
  return (args) => {
    const a = textAt(args, 0)
    const b = textAt(args, 1)
    return a === undefined || b === undefined ? undefined : work(a, b)
  }
}

function toneStyle(word = 'cu'): ToneStyle {
  if (word === 'cu' || word === 'moi') return word
  throw new ExpressionError('domain.tone-style')
}

/** Functions on Vietnamese text. */
export const textFunctions: readonly DomainFunction[] = [
  {
    name: 'chuanHoa',
    alias: 'normalise',
    parameters: ['text'],
    signature: '<s-:s>',
    help: {
      vi: 'Chuẩn hoá chữ: Unicode dựng sẵn (NFC), bỏ ký tự ẩn, gộp khoảng trắng và xuống dòng thành một dấu cách.',
      en: 'Normalises text: composed Unicode (NFC), no hidden characters, every run of white space one space.',
    },
    example: {
      expression: '$chuanHoa(HoTen)',
      input: { HoTen: ' Nguye\u0302\u0303n\u00a0\u00a0Va\u0306n\u200b  An ' },
      result: 'Nguyễn Văn An',
    },
    run: onText(normaliseText),
  },
  {
    name: 'boDau',
    alias: 'removeAccents',
    parameters: ['text'],
    signature: '<s-:s>',
    help: { vi: 'Bỏ dấu tiếng Việt, đ thành d.', en: 'Removes Vietnamese accents; đ becomes d.' },
    example: { expression: '$boDau("Đường Điện Biên Phủ")', result: 'Duong Dien Bien Phu' },
    run: onText(removeAccents),
  },
  {
    name: 'giongNhau',
    alias: 'sameText',
    parameters: ['a', 'b'],
    signature: '<ss:b>',
    help: {
      vi: 'So hai chữ, không phân biệt hoa thường, dấu và khoảng trắng thừa.',
      en: 'Compares two texts without regard to case, accents and extra spaces.',
    },
    example: { expression: '$giongNhau("Thừa  Thiên Huế", "THUA THIEN HUE")', result: true },
    run: onTexts((a, b) => foldText(a) === foldText(b)),
  },
  {
    name: 'chuanHoaDau',
    alias: 'placeTones',
    parameters: ['text', 'style'],
    signature: '<s-s?:s>',
    help: {
      vi: 'Viết dấu thanh của oa, oe, uy theo một kiểu: "cu" (hòa, thủy; mặc định) hoặc "moi" (hoà, thuỷ). Chữ thành Unicode dựng sẵn (NFC).',
      en: 'Writes the tones of oa, oe and uy in one style: "cu" (hòa, thủy; the default) or "moi" (hoà, thuỷ). The text becomes composed Unicode (NFC).',
    },
    example: {
      expression: '[$chuanHoaDau("Hoà Bình, Thuỷ"), $chuanHoaDau("Hòa Bình", "moi")]',
      result: ['Hòa Bình, Thủy', 'Hoà Bình'],
    },
    run: (args) => {
      const text = textAt(args, 0)
      return text === undefined ? undefined : placeTones(text, toneStyle(textAt(args, 1)))
    },
  },
  {
    name: 'cat',
    alias: 'truncate',
    parameters: ['text', 'length'],
    signature: '<s-n:s>',
    help: { vi: 'Lấy nhiều nhất n ký tự đầu.', en: 'Takes at most the first n characters.' },
    example: { expression: '$cat("Ủy ban nhân dân", 6)', result: 'Ủy ban' },
    run: (args) => {
      const text = textAt(args, 0)
      return text === undefined ? undefined : truncateText(text, numberAt(args, 1) ?? 0)
    },
  },
]
