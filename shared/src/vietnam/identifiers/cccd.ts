import { parseDate } from '../dates/parse.ts'
import { foldText } from '../text/normalise.ts'
import { bad, type Checked, good } from './checked.ts'

/**
 * Province codes of birth registration (QĐ 124/2004, 63 provinces): never converted when provinces merge, so this is the old list
 * for ever. Codes from 100 up are countries.
 */
const PROVINCES = new Set(
  (
    '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044 045 046 ' +
    '048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096'
  ).split(' '),
)

/** Checks a personal number (số định danh): 12 digits, province or country, century and gender, year (TT 59/2021 Điều 4). */
export function checkCccd(code: string, birth?: string, gender?: string): Checked {
  if (!/^\d{12}$/.test(code))
    return bad('length', { vi: 'Số định danh phải gồm đúng 12 chữ số', en: 'A personal number has exactly 12 digits' })
  const place = code.slice(0, 3)
  if (Number(place) < 100 && !PROVINCES.has(place))
    return bad('province', { vi: `Không có mã tỉnh ${place}`, en: `There is no province code ${place}` })
  const century = 1900 + Math.floor(Number(code.charAt(3)) / 2) * 100
  const year = century + Number(code.slice(4, 6))
  if (birth !== undefined && birth.trim() !== '' && parseDate(birth).year !== year)
    return bad('birth-year', {
      vi: 'Năm sinh không khớp với số định danh',
      en: 'The year of birth does not agree with the personal number',
    })
  if (gender === undefined || gender.trim() === '') return good
  const female = genderOf(gender)
  if (female === undefined)
    return bad('gender-unknown', {
      vi: 'Giới tính không phải "Nam" hay "Nữ"',
      en: 'The gender is neither "Nam" nor "Nữ"',
    })
  if (female !== (Number(code.charAt(3)) % 2 === 1))
    return bad('gender', {
      vi: 'Giới tính không khớp với số định danh',
      en: 'The gender does not agree with the personal number',
    })
  return good
}

/** True for female; undefined for a word that is neither. Numbers are refused: systems disagree on what 0 and 1 mean. */
function genderOf(gender: string): boolean | undefined {
  const word = foldText(gender)
  if (word === 'nu' || word === 'female' || word === 'f') return true
  return word === 'nam' || word === 'male' || word === 'm' ? false : undefined
}
