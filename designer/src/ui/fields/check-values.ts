import type { JsonSchema } from '#shared/node/define.ts'
import { fillText, type Text } from '#shared/text/text.ts'
import type { FieldProblem } from './field-contract.ts'
import {
  asSchema,
  asValues,
  type DrawnField,
  fieldsOf,
  isShown,
  placeBelow,
  type Values,
  withDefaults,
} from './form-model.ts'

const texts = {
  missing: { vi: 'Chưa điền "{title}"', en: '"{title}" is not filled in' },
  form: { vi: '"{title}" không đúng dạng', en: '"{title}" has the wrong form' },
  choice: { vi: 'Chọn một giá trị trong danh sách', en: 'Choose one of the values listed' },
  number: { vi: 'Phải là một số', en: 'This must be a number' },
  whole: { vi: 'Phải là số nguyên', en: 'This must be a whole number' },
  least: { vi: 'Nhỏ nhất là {limit}', en: 'The least is {limit}' },
  most: { vi: 'Lớn nhất là {limit}', en: 'The most is {limit}' },
  long: { vi: 'Dài quá {limit} ký tự', en: 'Longer than {limit} characters' },
  rows: { vi: 'Cần ít nhất {limit} dòng', en: 'At least {limit} rows are needed' },
} satisfies Record<string, Text>

/**
 * Checks values against the subset of JSON Schema that forms use, with sentences for people. The server checks again with
 * the zod schema; this only tells earlier. Hidden fields are not checked.
 */
export function checkValues(
  schema: JsonSchema,
  values: Values,
  path = '',
  beside: Values = {},
): readonly FieldProblem[] {
  const full = { ...beside, ...withDefaults(schema, values) }
  return fieldsOf(schema)
    .filter(({ look }) => isShown(look, full))
    .flatMap((field) => checkField(field, values[field.name], placeBelow(path, field.name)))
}

function checkField(field: DrawnField, value: unknown, path: string): readonly FieldProblem[] {
  const title = field.look.title
  const problem = (text: Text, params: Record<string, string | number> = {}): FieldProblem[] => {
    const filled = fillText(text, params)
    return [
      {
        path,
        severity: 'error',
        message: { vi: filled.vi.replace('{title}', title.vi), en: filled.en.replace('{title}', title.en) },
      },
    ]
  }
  if (value === undefined || value === '') return field.required ? problem(texts.missing) : []
  if (Array.isArray(field.schema.enum)) return field.schema.enum.includes(value) ? [] : problem(texts.choice)
  if (typeof value === 'string') return checkString(field.schema, value, problem)
  if (field.schema.type === 'number' || field.schema.type === 'integer')
    return checkNumber(field.schema, value, problem)
  if (field.schema.type === 'array') return checkList(field.schema, value, path, problem)
  if (field.schema.type === 'object') return checkValues(field.schema, asValues(value), path)
  return []
}

type Say = (text: Text, params?: Record<string, string | number>) => FieldProblem[]

function checkString(schema: JsonSchema, value: string, say: Say): readonly FieldProblem[] {
  if (schema.type === 'number' || schema.type === 'integer') return say(texts.number)
  if (typeof schema.maxLength === 'number' && value.length > schema.maxLength)
    return say(texts.long, { limit: schema.maxLength })
  if (typeof schema.pattern === 'string' && !new RegExp(schema.pattern, 'u').test(value)) return say(texts.form)
  return []
}

function checkNumber(schema: JsonSchema, value: unknown, say: Say): readonly FieldProblem[] {
  if (typeof value !== 'number' || !Number.isFinite(value)) return say(texts.number)
  if (schema.type === 'integer' && !Number.isInteger(value)) return say(texts.whole)
  if (typeof schema.minimum === 'number' && value < schema.minimum) return say(texts.least, { limit: schema.minimum })
  if (typeof schema.maximum === 'number' && value > schema.maximum) return say(texts.most, { limit: schema.maximum })
  return []
}

function checkList(schema: JsonSchema, value: unknown, path: string, say: Say): readonly FieldProblem[] {
  if (!Array.isArray(value)) return say(texts.form)
  if (typeof schema.minItems === 'number' && value.length < schema.minItems)
    return say(texts.rows, { limit: schema.minItems })
  const items = asSchema(schema.items)
  if (items.type !== 'object') return []
  return value.flatMap((row, at) => checkValues(items, asValues(row), placeBelow(path, at)))
}
