import type { ZeroWord } from '../../vietnam/numbers/in-words.ts'
import { moneyInWords, numberInWords } from '../../vietnam/numbers/money.ts'
import { ExpressionError } from '../errors.ts'
import { type DomainFunction, textAt } from './definition.ts'

function zeroWord(word: string | undefined): ZeroWord | undefined {
  if (word === undefined || word === 'linh') return word
  if (word === 'lẻ' || word === 'le') return 'lẻ'
  throw new ExpressionError('domain.word-style')
}

function inWords(work: (value: number | string, zero: ZeroWord | undefined) => string): DomainFunction['run'] {
  return (args) => {
    const [value] = args
    if (typeof value !== 'number' && typeof value !== 'string') return undefined
    return work(value, zeroWord(textAt(args, 1)))
  }
}

/** Numbers and amounts in Vietnamese words. */
export const wordFunctions: readonly DomainFunction[] = [
  {
    name: 'soBangChu',
    alias: 'numberInWords',
    parameters: ['number', 'style'],
    signature: '<(sn)-s?:s>',
    help: {
      vi: 'Viết số nguyên bằng chữ, đến một tỷ tỷ; số dài hơn 15 chữ số phải là chữ trong dấu ngoặc kép. Đối số thứ hai: "linh" (mặc định) hoặc "lẻ".',
      en: 'Writes an integer in Vietnamese words, up to 10^18; more than 15 digits have to be text in quotes. The second argument: "linh" (default) or "lẻ".',
    },
    example: {
      expression: '[$soBangChu(2005), $soBangChu("1.000.021", "lẻ")]',
      result: ['hai nghìn không trăm linh năm', 'một triệu không trăm hai mươi mốt'],
    },
    run: inWords(numberInWords),
  },
  {
    name: 'tienBangChu',
    alias: 'moneyInWords',
    parameters: ['amount', 'style'],
    signature: '<(sn)-s?:s>',
    help: {
      vi: 'Viết số tiền bằng chữ như trên biên lai. Số tiền là đồng chẵn; dấu chấm ngăn hàng nghìn cũng đọc được.',
      en: 'Writes an amount in words as on receipts. Whole đồng; dots between thousands are understood.',
    },
    example: { expression: '$tienBangChu("1.250.000")', result: 'Một triệu hai trăm năm mươi nghìn đồng' },
    run: inWords(moneyInWords),
  },
]
