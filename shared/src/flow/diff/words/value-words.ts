import { DURATION, type FieldLook } from '../../../node/fields.ts'
import type { Text } from '../../../text/text.ts'
import { textOf } from '../../lines.ts'
import { isDynamic, isRecord } from '../parts.ts'

/** The longest text that is repeated in a sentence. */
const LONGEST = 80
const EMPTY: Text = { vi: 'để trống', en: 'empty' }

/** The same words in both languages. */
export function same(words: string): Text {
  return { vi: words, en: words }
}

/** A name between quotation marks. */
export function quoted(words: string): Text {
  return { vi: `“${words}”`, en: `“${words}”` }
}

/** Puts texts into a template of both languages: `say('{a} đổi thành {b}', '{a} became {b}', { a, b })`. */
export function say(vi: string, en: string, parts: Readonly<Record<string, Text>> = {}): Text {
  const fill = (template: string, language: keyof Text): string =>
    template.replace(/\{(\w+)\}/g, (_, name: string) => parts[name]?.[language] ?? '')
  return { vi: fill(vi, 'vi'), en: fill(en, 'en') }
}

/** Texts one after the other. */
export function listed(texts: readonly Text[], between = ', '): Text {
  return { vi: texts.map((it) => it.vi).join(between), en: texts.map((it) => it.en).join(between) }
}

/** A label inside a sentence: its first letter small, unless it is an abbreviation or a name in quotation marks. */
export function inSentence(label: Text): Text {
  const lower = (words: string): string =>
    /^\p{Lu}(?:\p{Ll}|\s)/u.test(words) ? words.charAt(0).toLocaleLowerCase('vi') + words.slice(1) : words
  return { vi: lower(label.vi), en: lower(label.en) }
}

/** A value as an officer reads it; undefined when it does not fit into a sentence. */
export function valueWords(value: unknown, look?: Pick<FieldLook, 'kind' | 'options'>): Text | undefined {
  if (value === null || value === '') return EMPTY
  if (typeof value === 'boolean') return value ? { vi: 'bật', en: 'on' } : { vi: 'tắt', en: 'off' }
  if (typeof value === 'number') return { vi: numberText(value, 'vi'), en: numberText(value, 'en') }
  if (isDynamic(value)) return dynamicWords(value)
  const text = textOf(value)
  if (typeof text !== 'string' || Array.isArray(value)) return undefined
  const option = look?.options?.find((it) => it.value === text)
  if (option) return { vi: `“${option.title.vi}”`, en: `“${option.title.en}”` }
  if (look?.kind === 'duration' || (look === undefined && DURATION.test(text))) return durationWords(text)
  return text.length <= LONGEST && !text.includes('\n') ? quoted(text) : undefined
}

function dynamicWords(value: unknown): Text | undefined {
  if (!isRecord(value)) return undefined
  const { field, expr } = value
  const text = textOf(field ?? expr)
  if (typeof text !== 'string' || text.length > LONGEST || text.includes('\n')) return undefined
  return field === undefined
    ? { vi: `công thức “${text}”`, en: `the formula “${text}”` }
    : { vi: `trường “${text}”`, en: `the field “${text}”` }
}

function numberText(value: number, language: keyof Text): string {
  return new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 10 }).format(value)
}

const units = [
  { vi: 'ngày', en: 'd' },
  { vi: 'giờ', en: 'h' },
  { vi: 'phút', en: 'min' },
  { vi: 'giây', en: 's' },
]

/** `PT1H30M` → "1 giờ 30 phút". */
export function durationWords(text: string): Text {
  const found = DURATION.exec(text)
  if (!found) return quoted(text)
  const said = found.slice(1).flatMap((amount, i) => {
    const unit = units[i]
    return amount === undefined || unit === undefined
      ? []
      : [{ vi: `${amount.replace('.', ',')} ${unit.vi}`, en: `${amount} ${unit.en}` }]
  })
  return said.length > 0 ? listed(said, ' ') : quoted(text)
}
