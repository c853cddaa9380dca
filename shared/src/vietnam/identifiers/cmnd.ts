import { bad, type Checked, good } from './checked.ts'

/** Checks an old identity card number (CMND): 9 digits, not all equal. */
export function checkCmnd(code: string): Checked {
  if (!/^\d{9}$/.test(code))
    return bad('length', { vi: 'Số CMND phải gồm đúng 9 chữ số', en: 'An identity card number has exactly 9 digits' })
  if (/^(\d)\1+$/.test(code))
    return bad('filler', { vi: 'Số CMND chỉ lặp một chữ số', en: 'The number repeats a single digit' })
  return good
}
