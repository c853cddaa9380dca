import { textOf } from '#shared/flow/lines.ts'
import type { LeafType, Mapping, MappingItem, SortKey } from '#shared/mapping/mapping.ts'
import { isRecord } from '../document/catalogue.ts'
import { readValue, storedValue } from '../formula/value-modes.ts'

const LEAF_TYPES: readonly LeafType[] = ['text', 'number', 'boolean', 'any']
const MISSING = ['error', 'omit', 'null'] as const

/** Reads a stored mapping as the mapper edits it: texts of several lines joined, what is no item left out. */
export function readMapping(value: unknown, depth = 0): Mapping {
  if (!Array.isArray(value) || depth > 40) return []
  return value.flatMap((raw: unknown): Mapping => (isRecord(raw) ? [readItem(raw, depth)] : []))
}

function readItem(raw: Readonly<Record<string, unknown>>, depth: number): MappingItem {
  const value = dynamicOf(raw.value)
  const standard = dynamicOf(raw.default)
  const when = textOf(raw.when)
  const as = LEAF_TYPES.find((it) => it === raw.as)
  const missing = MISSING.find((it) => it === raw.missing)
  return {
    target: typeof raw.target === 'string' ? raw.target : '',
    ...(typeof when === 'string' ? { when } : {}),
    ...(value === undefined ? {} : { value }),
    ...(raw.fields === undefined ? {} : { fields: readMapping(raw.fields, depth + 1) }),
    ...(isRecord(raw.each) ? { each: readEach(raw.each, depth) } : {}),
    ...(as ? { as } : {}),
    ...(missing ? { missing } : {}),
    ...(standard === undefined ? {} : { default: standard }),
  }
}

function readEach(raw: Readonly<Record<string, unknown>>, depth: number): NonNullable<MappingItem['each']> {
  const over = textOf(raw.over)
  const value = dynamicOf(raw.value)
  const [where, groupBy] = [textOf(raw.where), textOf(raw.groupBy)]
  const sort = Array.isArray(raw.sort) ? raw.sort.filter(isRecord).map(readSortKey) : []
  return {
    over: typeof over === 'string' ? over : '',
    ...(typeof where === 'string' ? { where } : {}),
    ...(typeof groupBy === 'string' ? { groupBy } : {}),
    ...(sort.length > 0 ? { sort } : {}),
    ...(value === undefined ? { fields: readMapping(raw.fields, depth + 1) } : { value }),
  }
}

function readSortKey(raw: Readonly<Record<string, unknown>>): SortKey {
  const by = textOf(raw.by)
  return {
    by: typeof by === 'string' ? by : '',
    ...(raw.order === 'desc' ? { order: raw.order } : {}),
    ...(raw.as === 'number' ? { as: raw.as } : {}),
  }
}

/** Empty text is a value here, though an empty field of a form is none. */
function dynamicOf(raw: unknown) {
  if (raw === '') return raw
  const read = readValue(raw)
  return read && storedValue(read)
}
