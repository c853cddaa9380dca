import type { ErrorObject } from 'ajv'
import type { Text } from '#shared/text/text.ts'
import { type Finding, subjectOf } from './finding.ts'

type Params = Readonly<Record<string, unknown>>

/** What is said of a value that breaks a rule, after its subject; never the value itself, which may be somebody's data. */
type Sentence = (params: Params) => Text

const TYPES: Readonly<Record<string, Text>> = {
  string: { vi: 'chữ', en: 'text' },
  number: { vi: 'số', en: 'a number' },
  integer: { vi: 'số nguyên', en: 'a whole number' },
  boolean: { vi: 'đúng/sai', en: 'true or false' },
  object: { vi: 'một nhóm trường', en: 'an object' },
  array: { vi: 'một danh sách', en: 'a list' },
  null: { vi: 'rỗng (null)', en: 'null' },
}

const FORMATS: Readonly<Record<string, Text>> = {
  date: { vi: 'ngày dạng 2025-06-30', en: 'a date such as 2025-06-30' },
  'date-time': {
    vi: 'ngày giờ dạng 2025-06-30T08:00:00+07:00',
    en: 'a date and time such as 2025-06-30T08:00:00+07:00',
  },
  time: { vi: 'giờ dạng 08:00:00+07:00', en: 'a time such as 08:00:00+07:00' },
  email: { vi: 'địa chỉ thư điện tử', en: 'an e-mail address' },
  uri: { vi: 'địa chỉ web đầy đủ', en: 'a whole web address' },
  uuid: { vi: 'mã UUID', en: 'a UUID' },
  digits: { vi: 'chỉ gồm chữ số', en: 'digits only' },
  cccd: { vi: 'số căn cước đúng (12 chữ số)', en: 'a valid citizen number (12 digits)' },
  'ma-so-thue': { vi: 'mã số thuế đúng', en: 'a valid tax code' },
  'ma-ho-so': { vi: 'mã hồ sơ đúng', en: 'a valid dossier code' },
}

const sentences: Readonly<Record<string, Sentence>> = {
  type: ({ type }) => {
    const named = (Array.isArray(type) ? type : [type]).map((it: unknown) => TYPES[String(it)] ?? same(it))
    return { vi: `phải là ${either(named, 'vi')}`, en: `must be ${either(named, 'en')}` }
  },
  minLength: ({ limit }) => ({
    vi: `phải có ít nhất ${num(limit)} ký tự`,
    en: `must have at least ${num(limit)} characters`,
  }),
  maxLength: ({ limit }) => ({
    vi: `chỉ được tối đa ${num(limit)} ký tự`,
    en: `may have at most ${num(limit)} characters`,
  }),
  pattern: ({ pattern }) => ({
    vi: `không đúng mẫu ${shown(pattern)}`,
    en: `does not match the pattern ${shown(pattern)}`,
  }),
  format: ({ format }) => {
    const { vi, en } = FORMATS[String(format)] ?? {
      vi: `đúng dạng ${shown(format)}`,
      en: `of the form ${shown(format)}`,
    }
    return { vi: `phải là ${vi}`, en: `must be ${en}` }
  },
  enum: ({ allowedValues }) => listed(allowedValues),
  const: ({ allowedValue }) => ({ vi: `phải bằng ${shown(allowedValue)}`, en: `must be ${shown(allowedValue)}` }),
  minimum: ({ limit }) => ({ vi: `phải từ ${num(limit)} trở lên`, en: `must be ${num(limit)} or more` }),
  maximum: ({ limit }) => ({ vi: `không được quá ${num(limit)}`, en: `must be ${num(limit)} or less` }),
  exclusiveMinimum: ({ limit }) => ({ vi: `phải lớn hơn ${num(limit)}`, en: `must be more than ${num(limit)}` }),
  exclusiveMaximum: ({ limit }) => ({ vi: `phải nhỏ hơn ${num(limit)}`, en: `must be less than ${num(limit)}` }),
  multipleOf: ({ multipleOf }) => ({
    vi: `phải là bội số của ${num(multipleOf)}`,
    en: `must be a multiple of ${num(multipleOf)}`,
  }),
  minItems: ({ limit }) => ({ vi: `phải có ít nhất ${num(limit)} mục`, en: `must have at least ${num(limit)} items` }),
  maxItems: ({ limit }) => ({ vi: `chỉ được tối đa ${num(limit)} mục`, en: `may have at most ${num(limit)} items` }),
  items: ({ limit }) => ({ vi: `chỉ được tối đa ${num(limit)} mục`, en: `may have at most ${num(limit)} items` }),
  additionalItems: ({ limit }) => ({
    vi: `chỉ được tối đa ${num(limit)} mục`,
    en: `may have at most ${num(limit)} items`,
  }),
  unevaluatedItems: () => ({ vi: 'có mục không được phép', en: 'has items that are not allowed' }),
  uniqueItems: ({ i, j }) => ({
    vi: `có hai mục giống nhau (mục ${num(j)} và ${num(i)}, đếm từ 0)`,
    en: `has two equal items (${num(j)} and ${num(i)}, counted from 0)`,
  }),
  contains: () => ({ vi: 'không có mục nào theo yêu cầu của lược đồ', en: 'has no item as the schema asks' }),
  minProperties: ({ limit }) => ({
    vi: `phải có ít nhất ${num(limit)} trường`,
    en: `must have at least ${num(limit)} fields`,
  }),
  maxProperties: ({ limit }) => ({
    vi: `chỉ được tối đa ${num(limit)} trường`,
    en: `may have at most ${num(limit)} fields`,
  }),
  propertyNames: ({ propertyName }) => ({
    vi: `có tên trường không đúng quy tắc: ${shown(propertyName)}`,
    en: `has a field name against the rules: ${shown(propertyName)}`,
  }),
  anyOf: () => ({
    vi: 'không đúng với dạng nào trong các dạng được phép',
    en: 'has none of the forms that are allowed',
  }),
  oneOf: ({ passingSchemas }) =>
    Array.isArray(passingSchemas)
      ? {
          vi: 'đúng với hai dạng cùng lúc trong khi chỉ được đúng một',
          en: 'has two of the forms where only one is allowed',
        }
      : { vi: 'không đúng với dạng nào trong các dạng được phép', en: 'has none of the forms that are allowed' },
  not: () => ({ vi: 'có dạng bị cấm', en: 'has a form that is forbidden' }),
  'false schema': () => ({ vi: 'không được phép có', en: 'is not allowed' }),
}

/** The sentence about one fault that the library found: by its keyword, not by its words. */
export function findingOf({ keyword, instancePath, params }: ErrorObject): Finding {
  const place = placeOf(instancePath)
  const missing = params.missingProperty
  if ((keyword === 'required' || keyword.startsWith('dependen')) && typeof missing === 'string') {
    const subject = subjectOf(below(place, missing))
    const given = typeof params.property === 'string' ? params.property : undefined
    const because: Text =
      given === undefined ? same('') : { vi: ` (bắt buộc khi có «${given}»)`, en: ` (needed beside «${given}»)` }
    const text = { vi: `${subject.vi} thiếu${because.vi}`, en: `${subject.en} is missing${because.en}` }
    return { place: below(place, missing), rule: keyword, text }
  }
  const extra = params.additionalProperty ?? params.unevaluatedProperty
  if (typeof extra === 'string') {
    const subject = subjectOf(below(place, extra))
    const text = { vi: `${subject.vi} không có trong lược đồ`, en: `${subject.en} is not in the schema` }
    return { place: below(place, extra), rule: keyword, text }
  }
  const subject = subjectOf(place)
  const { vi, en } = sentences[keyword]?.(params) ?? {
    vi: `không đúng quy tắc "${keyword}" của lược đồ`,
    en: `breaks the rule "${keyword}" of the schema`,
  }
  return { place, rule: keyword, text: { vi: `${subject.vi} ${vi}`, en: `${subject.en} ${en}` } }
}

/** `/ChuHoSo/GiayTo/0/Ten` (RFC 6901) as `ChuHoSo.GiayTo[0].Ten`. */
function placeOf(pointer: string): string {
  const names = pointer.split('/').slice(1)
  return names.reduce((place, name) => {
    const plain = name.replaceAll('~1', '/').replaceAll('~0', '~')
    return /^\d+$/.test(plain) ? `${place}[${plain}]` : below(place, plain)
  }, '')
}

function below(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`
}

const num = (value: unknown): string => String(value).slice(0, 30)
const shown = (value: unknown): string =>
  (typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? '')).slice(0, 120)
const same = (value: unknown): Text => ({ vi: String(value), en: String(value) })
const either = (texts: readonly Text[], language: keyof Text): string =>
  texts.map((it) => it[language]).join(language === 'vi' ? ' hoặc ' : ' or ')

function listed(values: unknown): Text {
  const all: readonly unknown[] = Array.isArray(values) ? values : []
  const some = all.slice(0, 10).map(shown).join(', ')
  const more = all.length > 10
  return {
    vi: `phải là một trong: ${some}${more ? ` … (${all.length} giá trị)` : ''}`,
    en: `must be one of: ${some}${more ? ` … (${all.length} values)` : ''}`,
  }
}
