import { integerInWords } from '../numbers/in-words.ts'
import type { PartialDate } from './parse.ts'

/** "ngày mười lăm tháng tám năm hai nghìn không trăm hai mươi lăm", as civil status papers want it; shorter for partial dates. */
export function dateInWords(date: PartialDate): string {
  const words = [`năm ${integerInWords(date.year)}`]
  if (date.month !== undefined) words.unshift(`tháng ${date.month === 4 ? 'tư' : integerInWords(date.month)}`)
  if (date.day !== undefined) words.unshift(`ngày ${integerInWords(date.day)}`)
  if (date.time) {
    const { hour, minute } = date.time
    words.unshift(`${integerInWords(hour)} giờ ${integerInWords(minute)} phút`)
  }
  return words.join(' ')
}
