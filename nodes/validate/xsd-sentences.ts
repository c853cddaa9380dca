import type { ErrorDetail } from 'libxml2-wasm'
import type { Text } from '#shared/text/text.ts'
import { type Finding, subjectOf } from './finding.ts'

/** What is read out of a sentence of libxml2: the rule, and words after the subject (or about the field below it that is missing). */
interface Known {
  readonly rule: string
  readonly pattern: RegExp
  readonly say: (found: readonly string[]) => Text
  /** The fault is about this field below the place. */
  readonly below?: (found: readonly string[]) => string
}

const NAME = String.raw`(?:\{[^}]*\})?([^\s{}(),']+)`

const known: readonly Known[] = [
  {
    rule: 'required',
    pattern: new RegExp(String.raw`: Missing child element\(s\)\. Expected is \( ${NAME} \)`),
    below: ([, name = '']) => name,
    say: () => ({ vi: 'thiếu', en: 'is missing' }),
  },
  {
    rule: 'required',
    pattern: /: Missing child element\(s\)\. Expected is one of \( ([^)]*) \)/,
    say: ([, names = '']) => ({
      vi: `thiếu một trong các phần tử: ${namesOf(names)}`,
      en: `lacks one of the elements: ${namesOf(names)}`,
    }),
  },
  {
    rule: 'required',
    pattern: /: Missing child element\(s\)/,
    say: () => ({ vi: 'thiếu phần tử con', en: 'lacks a child element' }),
  },
  {
    rule: 'order',
    pattern: /: This element is not expected\. Expected is (?:one of )?\( ([^)]*) \)/,
    say: ([, names = '']) => ({
      vi: `không được đứng ở đây; chỗ này cần: ${namesOf(names)}`,
      en: `must not stand here, where this is needed: ${namesOf(names)}`,
    }),
  },
  {
    rule: 'unknown',
    pattern: /: This element is not expected/,
    say: () => ({ vi: 'không có trong lược đồ, hoặc bị thừa', en: 'is not in the schema, or is one too many' }),
  },
  {
    rule: 'root',
    pattern: /: No matching global (?:element )?declaration available(?: for the validation root)?/,
    say: () => ({
      vi: 'không phải phần tử gốc của lược đồ (xem cả không gian tên xmlns)',
      en: 'is not a root element of the schema (look at its xmlns too)',
    }),
  },
  {
    rule: 'attribute-required',
    pattern: /: The attribute '(?:\{[^}]*\})?([^']+)' is required but missing/,
    below: ([, name = '']) => `@${name}`,
    say: () => ({ vi: 'thiếu', en: 'is missing' }),
  },
  {
    rule: 'attribute-unknown',
    pattern: /The attribute '(?:\{[^}]*\})?([^']+)' is not allowed/,
    say: ([, name = '']) => ({
      vi: `có thuộc tính "${name}" không được phép`,
      en: `has the attribute "${name}", which is not allowed`,
    }),
  },
  {
    rule: 'pattern',
    pattern: /\[facet 'pattern'\].* is not accepted by the pattern '([\s\S]*)'\.?$/,
    say: ([, pattern = '']) => ({
      vi: `không đúng mẫu "${pattern.slice(0, 120)}"`,
      en: `does not match the pattern "${pattern.slice(0, 120)}"`,
    }),
  },
  {
    rule: 'enumeration',
    pattern: /\[facet 'enumeration'\].* is not an element of the set \{([\s\S]*)\}/,
    say: ([, values = '']) => ({
      vi: `phải là một trong: ${values.slice(0, 300)}`,
      en: `must be one of: ${values.slice(0, 300)}`,
    }),
  },
  {
    rule: 'minLength',
    pattern: /\[facet 'minLength'\].*minimum length of '(\d+)'/,
    say: ([, n = '']) => ({ vi: `phải có ít nhất ${n} ký tự`, en: `must have at least ${n} characters` }),
  },
  {
    rule: 'maxLength',
    pattern: /\[facet 'maxLength'\].*maximum length of '(\d+)'/,
    say: ([, n = '']) => ({ vi: `chỉ được tối đa ${n} ký tự`, en: `may have at most ${n} characters` }),
  },
  {
    rule: 'length',
    pattern: /\[facet 'length'\].*differs from the allowed length of '(\d+)'/,
    say: ([, n = '']) => ({ vi: `phải có đúng ${n} ký tự`, en: `must have exactly ${n} characters` }),
  },
  {
    rule: 'minInclusive',
    pattern: /\[facet 'minInclusive'\].*minimum value allowed \('([^']*)'\)/,
    say: ([, n = '']) => ({ vi: `phải từ ${n} trở lên`, en: `must be ${n} or more` }),
  },
  {
    rule: 'maxInclusive',
    pattern: /\[facet 'maxInclusive'\].*maximum value allowed \('([^']*)'\)/,
    say: ([, n = '']) => ({ vi: `không được quá ${n}`, en: `must be ${n} or less` }),
  },
  {
    rule: 'minExclusive',
    pattern: /\[facet 'minExclusive'\].*\('([^']*)'\)|\[facet 'minExclusive'\].*greater than '([^']*)'/,
    say: ([, a, b]) => ({ vi: `phải lớn hơn ${a ?? b ?? ''}`, en: `must be more than ${a ?? b ?? ''}` }),
  },
  {
    rule: 'maxExclusive',
    pattern: /\[facet 'maxExclusive'\].*\('([^']*)'\)|\[facet 'maxExclusive'\].*less than '([^']*)'/,
    say: ([, a, b]) => ({ vi: `phải nhỏ hơn ${a ?? b ?? ''}`, en: `must be less than ${a ?? b ?? ''}` }),
  },
  {
    rule: 'digits',
    pattern: /\[facet '(?:total|fraction)Digits'\].*?(\d+)'?\.?$/,
    say: ([, n = '']) => ({ vi: `có nhiều chữ số hơn cho phép (${n})`, en: `has more digits than allowed (${n})` }),
  },
  {
    rule: 'type',
    pattern: /is not a valid value of the (?:local )?(?:atomic|list|union) type(?: '(?:\{[^}]*\})?([^']+)')?/,
    say: ([, type]) => typeWords(type),
  },
  {
    rule: 'content',
    pattern: /Character content (?:other than whitespace )?is not allowed/,
    say: () => ({ vi: 'có chữ nằm ngoài các phần tử con', en: 'has text beside its child elements' }),
  },
  {
    rule: 'content',
    pattern: /Element content is not allowed/,
    say: () => ({ vi: 'không được có phần tử con', en: 'may have no child elements' }),
  },
  {
    rule: 'unique',
    pattern: /Duplicate key-sequence/,
    say: () => ({
      vi: 'trùng giá trị với một mục khác trong khi phải là duy nhất',
      en: 'repeats a value that must be unique',
    }),
  },
  {
    rule: 'keyref',
    pattern: /No match found for key-sequence/,
    say: () => ({
      vi: 'nhắc tới một giá trị không có trong văn bản',
      en: 'refers to a value that is not in the document',
    }),
  },
  {
    rule: 'nillable',
    pattern: /not 'nillable'|cannot be nil|nilled/i,
    say: () => ({ vi: 'không được để trống bằng xsi:nil', en: 'may not be empty by xsi:nil' }),
  },
]

const TYPES: Readonly<Record<string, Text>> = {
  'xs:date': { vi: 'phải là ngày dạng 2025-06-30', en: 'must be a date such as 2025-06-30' },
  'xs:dateTime': {
    vi: 'phải là ngày giờ dạng 2025-06-30T08:00:00',
    en: 'must be a date and time such as 2025-06-30T08:00:00',
  },
  'xs:integer': { vi: 'phải là số nguyên', en: 'must be a whole number' },
  'xs:int': { vi: 'phải là số nguyên', en: 'must be a whole number' },
  'xs:long': { vi: 'phải là số nguyên', en: 'must be a whole number' },
  'xs:positiveInteger': { vi: 'phải là số nguyên dương', en: 'must be a whole number above 0' },
  'xs:nonNegativeInteger': { vi: 'phải là số nguyên không âm', en: 'must be a whole number of 0 or more' },
  'xs:decimal': { vi: 'phải là số', en: 'must be a number' },
  'xs:double': { vi: 'phải là số', en: 'must be a number' },
  'xs:boolean': { vi: 'phải là true hoặc false', en: 'must be true or false' },
  'xs:base64Binary': { vi: 'phải là Base64', en: 'must be Base64' },
}

function typeWords(type: string | undefined): Text {
  const own = type === undefined ? undefined : Object.hasOwn(TYPES, type) ? TYPES[type] : undefined
  if (own) return own
  return type === undefined
    ? { vi: 'có giá trị không đúng kiểu', en: 'has a value of the wrong type' }
    : { vi: `có giá trị không đúng kiểu ${type}`, en: `has a value that is not of the type ${type}` }
}

/** The sentence about one fault that libxml2 found; what it says of the value itself is left out. */
export function xsdFinding({ message, line }: ErrorDetail, place: string): Finding {
  const said = message.trim()
  for (const { rule, pattern, say, below } of known) {
    const found = pattern.exec(said)
    if (!found) continue
    const name = below?.([...found])
    const where = name === undefined || name === '' ? place : place === '' ? name : `${place}.${name}`
    return { place: where, rule, text: sentence(where, say([...found]), line) }
  }
  return {
    place,
    rule: 'xsd',
    text: sentence(place, { vi: 'không đúng lược đồ XSD', en: 'does not follow the XSD' }, line),
  }
}

function sentence(place: string, words: Text, line: number): Text {
  const subject = subjectOf(place)
  const at: Text = line > 0 ? { vi: ` (dòng ${line})`, en: ` (line ${line})` } : { vi: '', en: '' }
  return { vi: `${subject.vi} ${words.vi}${at.vi}`, en: `${subject.en} ${words.en}${at.en}` }
}

/** True for the second sentence about one value: after a facet libxml2 says once more that the type does not fit. */
export function isEcho(fault: ErrorDetail, before: ErrorDetail | undefined): boolean {
  return (
    before !== undefined &&
    before.xpath === fault.xpath &&
    before.line === fault.line &&
    before.message.includes('[facet ') &&
    /is not a valid value of the/.test(fault.message)
  )
}

/** `{ns}A, ##other{ns}*` without namespaces. */
function namesOf(names: string): string {
  return names.replace(/\{[^}]*\}/g, '').slice(0, 300)
}
