import {
  AndFilter,
  ApproximateFilter,
  EqualityFilter,
  ExtensibleFilter,
  type Filter,
  FilterParser,
  GreaterThanEqualsFilter,
  LessThanEqualsFilter,
  NotFilter,
  OrFilter,
  PresenceFilter,
  SubstringFilter,
} from 'ldapts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Text } from '#shared/text/text.ts'
import { fillPlaces, placesIn } from './template.ts'

/** A parameter in a filter that is being read: brackets that nobody can write, since `\7b` may stand for a brace that is meant. */
const MARKED = /\ue000(\w+)\ue001/g

/** Values of the parameters of a filter, by name. */
export type FilterValues = Readonly<Record<string, string>>

/** A filter that was read once; values are put into its tree, so that nothing in them is ever read as part of a filter (RFC 4515). */
export interface FilterTemplate {
  readonly names: readonly string[]
  fill(values: FilterValues): Filter
}

/** Reads a filter such as `(&(objectClass=person)(uid={ma}))`; throws `ldap.filter`. */
export function readFilter(source: string): FilterTemplate {
  if (/\p{Cc}/u.test(source.replace(/[\r\n\t]/g, ' ')))
    throw refused({ vi: 'có ký tự điều khiển', en: 'it has control characters' })
  const text = withoutGaps(literalEscapes(source.trim()))
  if (/[\ue000\ue001]/.test(text)) throw refused({ vi: 'có ký tự riêng', en: 'it has private characters' })
  const names = [...new Set(placesIn(text))]
  const marked = fillPlaces(text, (name) => `\ue000${name}\ue001`)
  return { names, fill: compile(parsed(marked)) }
}

/** Escapes of what is not ASCII as the characters themselves: the library takes each byte for a character. */
function literalEscapes(text: string): string {
  return text.replace(/(?:\\[89a-fA-F][0-9a-fA-F])+/g, (run) => {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(run.replaceAll('\\', ''), 'hex'))
    } catch {
      throw refused({ vi: `${run} không phải chữ UTF-8`, en: `${run} is not UTF-8 text` })
    }
  })
}

/** People write long filters on several lines; the standard knows no blanks between brackets. */
function withoutGaps(text: string): string {
  return text.replace(/\(\s*([&|!])\s*(?=\()/g, '($1').replace(/\)\s+(?=[()])/g, ')')
}

function parsed(text: string): Filter {
  try {
    return FilterParser.parseString(text)
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error)
    const said = told.replace(MARKED, '{$1}').slice(0, 200)
    throw refused({ vi: `viết sai (${said})`, en: said })
  }
}

type Fill = (values: FilterValues) => Filter

function compile(filter: Filter): Fill {
  if (filter instanceof AndFilter) {
    const parts = filter.filters.map(compile)
    return (values) => new AndFilter({ filters: parts.map((fill) => fill(values)) })
  }
  if (filter instanceof OrFilter) {
    const parts = filter.filters.map(compile)
    return (values) => new OrFilter({ filters: parts.map((fill) => fill(values)) })
  }
  if (filter instanceof NotFilter) {
    const inner = compile(filter.filter)
    return (values) => new NotFilter({ filter: inner(values) })
  }
  return compileLeaf(filter)
}

function compileLeaf(filter: Filter): Fill {
  if (filter instanceof PresenceFilter) return () => filter
  if (filter instanceof EqualityFilter) {
    const { attribute, value } = filter
    return (values) => new EqualityFilter({ attribute, value: put(String(value), values) })
  }
  if (filter instanceof SubstringFilter) {
    const { attribute, initial, any, final } = filter
    return (values) =>
      new SubstringFilter({
        attribute,
        initial: put(initial, values),
        any: any.map((one) => put(one, values)),
        final: put(final, values),
      })
  }
  if (filter instanceof ExtensibleFilter) {
    const { rule, matchType, dnAttributes, value } = filter
    if (rule.includes('\ue000'))
      throw refused({ vi: 'tham số chỉ được đứng ở giá trị', en: 'a parameter may only stand for a value' })
    return (values) => new ExtensibleFilter({ rule, matchType, dnAttributes, value: put(String(value), values) })
  }
  for (const Kind of [GreaterThanEqualsFilter, LessThanEqualsFilter, ApproximateFilter])
    if (filter instanceof Kind) {
      const { attribute, value } = filter
      return (values) => new Kind({ attribute, value: put(String(value), values) })
    }
  throw refused({ vi: 'có dạng so sánh không hỗ trợ', en: 'it has a comparison that is not supported' })
}

function put(text: string, values: FilterValues): string {
  return text.replace(MARKED, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) throw permanent('ldap.parameter', { name, reason: NOT_GIVEN })
    return value
  })
}

/** Found at deployment; a filter without its values is never sent. */
const NOT_GIVEN = { vi: 'chưa được khai báo', en: 'it is not declared' }

function refused(reason: Text) {
  return permanent('ldap.filter', { reason })
}
