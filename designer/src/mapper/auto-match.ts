import type { Mapping, MappingItem } from '#shared/mapping/mapping.ts'
import type { SourceField } from '../formula/source-tree.ts'
import { bareName, likeness } from './likeness.ts'
import { childrenOf, type ItemPath, itemAt, kindOf, withItem } from './mapping-edits.ts'

/** A source that seems to fit an empty target field. Nothing is applied unseen. */
export interface Match {
  readonly target: ItemPath
  /** As shown: `ChuHoSo.HoTen`. */
  readonly targetName: string
  /** As written into the mapping: relative inside a for-each. */
  readonly source: string
  readonly kind: 'field' | 'loop'
  /** `name`: the same name · `similar`: another word for the same thing. */
  readonly because: 'name' | 'similar'
}

/** Proposals for every target field that has no source yet, from the fields of the example. */
export function proposeMatches(
  mapping: Mapping,
  sources: readonly SourceField[],
  below: ItemPath = [],
): readonly Match[] {
  const body = sources.filter((it) => !it.path.startsWith('$'))
  return level(mapping, body, '', [], '').filter(({ target }) => below.every((index, at) => target[at] === index))
}

function level(
  items: Mapping,
  sources: readonly SourceField[],
  prefix: string,
  at: ItemPath,
  name: string,
): readonly Match[] {
  const single = withoutLists(sources)
  return items.flatMap((item, index): readonly Match[] => {
    const target = [...at, index]
    const targetName = name === '' ? item.target : `${name}.${item.target}`
    const write = (source: SourceField) => source.path.slice(prefix.length)
    if (kindOf(item) === 'group') return level(item.fields ?? [], sources, prefix, target, targetName)
    if (kindOf(item) === 'leaf') {
      const found = item.value === undefined ? best(item, name, single) : undefined
      return found ? [{ target, targetName, source: write(found.field), kind: 'field', because: found.because }] : []
    }
    const lists = everywhere(sources).filter((it) => it.kind === 'list')
    const over = item.each?.over ?? ''
    const found = over === '' ? best(item, name, lists) : undefined
    const list = found?.field ?? lists.find((it) => write(it) === over)
    const own: readonly Match[] = found
      ? [{ target, targetName, source: write(found.field), kind: 'loop', because: found.because }]
      : []
    return list ? [...own, ...level(childrenOf(item) ?? [], list.children, `${list.path}.`, target, targetName)] : own
  })
}

function best(
  item: MappingItem,
  around: string,
  fields: readonly SourceField[],
): { readonly field: SourceField; readonly because: Match['because'] } | undefined {
  const wanted = bareName(item.target)
  if (wanted === '') return undefined
  const named = fields.filter((it) => bareName(it.name) === wanted)
  // Of several fields with the name, the one whose group is called alike.
  const [exact] = [...named].sort((a, b) => nearness(b, around) - nearness(a, around))
  if (exact) return { field: exact, because: 'name' }
  // The word that is nearest in meaning, in the group that is called alike.
  const alike = fields
    .filter((it) => likeness(item.target, it.name)?.because === 'similar')
    .toSorted((a, b) => nearness(b, around) - nearness(a, around))[0]
  return alike && { field: alike, because: 'similar' }
}

function nearness(field: SourceField, around: string): number {
  const parents = field.path.split('.').slice(0, -1).map(bareName)
  return around
    .split('.')
    .map(bareName)
    .filter((it) => it !== '' && parents.includes(it)).length
}

const everywhere = (fields: readonly SourceField[]): readonly SourceField[] =>
  fields.flatMap((it) => (it.kind === 'list' ? [it] : [it, ...everywhere(it.children)]))

/** Leaves that have one value for a message: none inside a list. */
function withoutLists(fields: readonly SourceField[]): readonly SourceField[] {
  return fields.flatMap((it) => (it.kind === 'list' ? [] : it.kind === 'object' ? withoutLists(it.children) : [it]))
}

/** Puts the chosen proposals into the mapping. */
export function applyMatches(mapping: Mapping, matches: readonly Match[]): Mapping {
  return matches.reduce((now, { target, source, kind }) => {
    const item = itemAt(now, target)
    if (!item) return now
    if (kind === 'field') return withItem(now, target, { ...item, value: { field: source } })
    return withItem(now, target, { ...item, each: { ...item.each, over: source } })
  }, mapping)
}
