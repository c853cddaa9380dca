import type { Mapping, MappingItem, Turns } from '#shared/mapping/mapping.ts'

/** Where an item stands: its index at each level, outermost first. */
export type ItemPath = readonly number[]

/** What makes a field: one value · a group of fields · a list of objects · a list of values. */
export type ItemKind = 'leaf' | 'group' | 'list' | 'values'

/** The kind of an item; an item without content is an unfinished leaf. */
export function kindOf(item: MappingItem): ItemKind {
  if (item.fields !== undefined) return 'group'
  if (item.each === undefined) return 'leaf'
  return item.each.fields === undefined && item.each.value !== undefined ? 'values' : 'list'
}

/** The fields below an item; undefined for what has none. */
export function childrenOf(item: MappingItem): Mapping | undefined {
  const kind = kindOf(item)
  return kind === 'group' ? item.fields : kind === 'list' ? (item.each?.fields ?? []) : undefined
}

/** The item with other fields below it. */
export function withChildren(item: MappingItem, fields: Mapping): MappingItem {
  return item.each ? { ...item, each: { ...turnsOf(item.each), fields } } : { ...item, fields }
}

/** The item at a place. */
export function itemAt(mapping: Mapping, path: ItemPath): MappingItem | undefined {
  const [first, ...rest] = path
  const item = first === undefined ? undefined : mapping[first]
  if (!item || rest.length === 0) return item
  return itemAt(childrenOf(item) ?? [], rest)
}

/** The fields of one level: of the whole for `[]`, else below the item. */
export function levelAt(mapping: Mapping, path: ItemPath): Mapping {
  if (path.length === 0) return mapping
  const item = itemAt(mapping, path)
  return (item && childrenOf(item)) ?? []
}

/** The mapping with one level replaced. */
export function withLevel(mapping: Mapping, path: ItemPath, level: Mapping): Mapping {
  const [first, ...rest] = path
  if (first === undefined) return level
  return mapping.map((item, at) =>
    at === first ? withChildren(item, withLevel(childrenOf(item) ?? [], rest, level)) : item,
  )
}

/** The mapping with the item at a place replaced. */
export function withItem(mapping: Mapping, path: ItemPath, item: MappingItem): Mapping {
  const { parent, index } = split(path)
  return withLevel(
    mapping,
    parent,
    levelAt(mapping, parent).map((old, at) => (at === index ? item : old)),
  )
}

/** Adds an item behind a place (inside it when it can hold fields); the new item's place comes with it. */
export function addItem(
  mapping: Mapping,
  near: ItemPath | undefined,
  item: MappingItem,
): { readonly mapping: Mapping; readonly path: ItemPath } {
  const host = near && itemAt(mapping, near)
  const inside = host !== undefined && childrenOf(host) !== undefined
  const parent = near === undefined ? [] : inside ? near : near.slice(0, -1)
  const level = levelAt(mapping, parent)
  const index = near === undefined || inside ? level.length : (near.at(-1) ?? 0) + 1
  const named = { ...item, target: freeTarget(level, item.target) }
  return {
    mapping: withLevel(mapping, parent, [...level.slice(0, index), named, ...level.slice(index)]),
    path: [...parent, index],
  }
}

/** Takes an item away. */
export function removeItem(mapping: Mapping, path: ItemPath): Mapping {
  const { parent, index } = split(path)
  return withLevel(
    mapping,
    parent,
    levelAt(mapping, parent).filter((_, at) => at !== index),
  )
}

/** The place to go to once an item is gone: the next one of its level, else the one before it, else what is around. */
export function placeAfterRemoval(mapping: Mapping, path: ItemPath): ItemPath | undefined {
  const { parent, index } = split(path)
  const left = levelAt(mapping, parent).length - 1
  if (left > 0) return [...parent, Math.min(index, left - 1)]
  return parent.length > 0 ? parent : undefined
}

/** Moves an item among its siblings; the same mapping at the ends. */
export function moveItem(
  mapping: Mapping,
  path: ItemPath,
  by: 1 | -1,
): { readonly mapping: Mapping; readonly path: ItemPath } {
  const { parent, index } = split(path)
  const level = [...levelAt(mapping, parent)]
  const to = index + by
  const [item] = level.splice(index, 1)
  if (!item || to < 0 || to > level.length) return { mapping, path }
  level.splice(to, 0, item)
  return { mapping: withLevel(mapping, parent, level), path: [...parent, to] }
}

/** Puts a copy with a free name behind an item. */
export function duplicateItem(
  mapping: Mapping,
  path: ItemPath,
): { readonly mapping: Mapping; readonly path: ItemPath } {
  const item = itemAt(mapping, path)
  if (!item) return { mapping, path }
  const { parent, index } = split(path)
  const level = levelAt(mapping, parent)
  const copy = { ...item, target: freeTarget(level, item.target) }
  return {
    mapping: withLevel(mapping, parent, [...level.slice(0, index + 1), copy, ...level.slice(index + 1)]),
    path: [...parent, index + 1],
  }
}

/** Adds another branch of a choice in front of the last one: a row of the same name, whose condition is still to be said. */
export function addBranch(mapping: Mapping, path: ItemPath): { readonly mapping: Mapping; readonly path: ItemPath } {
  const item = itemAt(mapping, path)
  if (!item) return { mapping, path }
  const { parent, index } = split(path)
  const level = levelAt(mapping, parent)
  const { when: _when, ...rest } = item
  const branch: MappingItem = { ...rest, when: '' }
  return {
    mapping: withLevel(mapping, parent, [...level.slice(0, index), branch, ...level.slice(index)]),
    path: [...parent, index],
  }
}

/** Makes an item another kind; fields below it and what it runs over are kept where the new kind has them. */
export function turnInto(item: MappingItem, kind: ItemKind): MappingItem {
  if (kindOf(item) === kind) return item
  const { value, fields: _fields, each, as, missing, default: standard, ...rest } = item
  const fields = childrenOf(item) ?? []
  const turns = each && turnsOf(each)
  const over = each?.over ?? (typeof value === 'object' && value && 'field' in value ? value.field : '')
  const leaf = {
    ...(as === undefined ? {} : { as }),
    ...(missing === undefined ? {} : { missing }),
    ...(standard === undefined ? {} : { default: standard }),
  }
  switch (kind) {
    case 'group':
      return { ...rest, fields }
    case 'list':
      return { ...rest, each: { ...turns, over, fields } }
    case 'values':
      return { ...rest, ...leaf, each: { ...turns, over, value: each?.value ?? { expr: '$' } } }
    default:
      return { ...rest, ...leaf, ...(over === '' ? {} : { value: { field: over } }) }
  }
}

/** The item with a part set, or without it. */
export function withPart<K extends 'value' | 'default' | 'when' | 'as' | 'missing'>(
  item: MappingItem,
  part: K,
  value: MappingItem[K] | undefined,
): MappingItem {
  const { [part]: _old, ...rest } = item
  return value === undefined ? { ...rest, target: item.target } : { ...rest, target: item.target, [part]: value }
}

/** A name that no sibling has: the wanted one, else with a number. */
export function freeTarget(level: Mapping, wanted: string): string {
  const taken = new Set(level.map((it) => it.target))
  if (!taken.has(wanted)) return wanted
  for (let n = 2; ; n++) if (!taken.has(`${wanted}${n}`)) return `${wanted}${n}`
}

/** What of a mapping can be computed already: items without a source or a name are left out. */
export function finished(mapping: Mapping): Mapping {
  return mapping.flatMap((item): Mapping => {
    if (item.target.trim() === '' || item.when === '') return []
    const kind = kindOf(item)
    if (kind === 'leaf') return item.value === undefined ? [] : [item]
    const ready = item.each ? finishedTurns(item) : item
    if (!ready) return []
    const children = childrenOf(ready)
    return [children ? withChildren(ready, finished(children)) : ready]
  })
}

/** Names of the target fields from the top down to an item. */
export function targetsTo(mapping: Mapping, path: ItemPath): readonly string[] {
  return path.flatMap((_, at) => itemAt(mapping, path.slice(0, at + 1))?.target ?? [])
}

/** The for-eaches around an item, outermost first; the item's own is not among them. */
export function chainTo(mapping: Mapping, path: ItemPath): readonly Turns[] {
  return path.slice(0, -1).flatMap((_, at) => {
    const each = itemAt(mapping, path.slice(0, at + 1))?.each
    return each ? turnsOf(each) : []
  })
}

/** What a for-each runs over, with its filter, groups and order. */
export function turnsOf({ fields: _fields, value: _value, ...turns }: NonNullable<MappingItem['each']>): Turns {
  return turns
}

/** A for-each whose half-typed filter, groups and order keys are left out; undefined while it has nothing to run over. */
function finishedTurns(item: MappingItem): MappingItem | undefined {
  if (!item.each || item.each.over.trim() === '') return undefined
  const { where, groupBy, sort, ...rest } = item.each
  const keys = sort?.filter(({ by }) => by.trim() !== '') ?? []
  const each = {
    ...rest,
    ...(where === undefined || where.trim() === '' ? {} : { where }),
    ...(groupBy === undefined || groupBy.trim() === '' ? {} : { groupBy }),
    ...(keys.length > 0 ? { sort: keys } : {}),
  }
  return { ...item, each }
}

/** The place of the item that makes a target such as `GiayTo[0].Ten`; the last part that is known. */
export function placeOfTarget(mapping: Mapping, target: string): ItemPath | undefined {
  const names = target.replace(/\[\d*\]/g, '')
  const walk = (level: Mapping, rest: string, at: ItemPath): ItemPath | undefined => {
    for (const [index, item] of level.entries()) {
      if (rest === item.target) return [...at, index]
      if (!rest.startsWith(`${item.target}.`)) continue
      return walk(childrenOf(item) ?? [], rest.slice(item.target.length + 1), [...at, index]) ?? [...at, index]
    }
    return undefined
  }
  return walk(mapping, names, [])
}

/** The place of the item that a problem's path points into: `each.fields.0.value` below `2` is `[2, 0]`. */
export function placeOfProblem(path: string): ItemPath {
  return path.split('.').flatMap((part) => (/^\d+$/.test(part) ? [Number(part)] : []))
}

/** How many rows have no source or no condition yet. */
export function unfinishedCount(mapping: Mapping): number {
  return mapping.reduce((sum, item) => {
    const sourceless = kindOf(item) === 'leaf' ? item.value === undefined : item.each?.over.trim() === ''
    const empty = sourceless || item.when === ''
    return sum + (empty ? 1 : 0) + unfinishedCount(childrenOf(item) ?? [])
  }, 0)
}

function split(path: ItemPath): { readonly parent: ItemPath; readonly index: number } {
  return { parent: path.slice(0, -1), index: path.at(-1) ?? -1 }
}
