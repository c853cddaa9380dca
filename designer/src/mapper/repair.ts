import type { Mapping, Turns } from '#shared/mapping/mapping.ts'
import type { JsonSchema } from '#shared/node/define.ts'
import { fieldAt, isUnknown } from '#shared/schema/body-schema.ts'
import { readsOfMapping } from '#shared/schema/reads.ts'
import { parsePath, valueAt, withValueAt } from '../document/settings-path.ts'
import { flatFields, nameInPath, type SourceField } from '../formula/source-tree.ts'
import { type Likeness, likeness } from './likeness.ts'
import { chainTo, type ItemPath, itemAt, placeOfProblem, targetsTo, turnsOf } from './mapping-edits.ts'
import { readMapping } from './read-mapping.ts'
import { relativePath } from './source-paths.ts'

/** A line whose source field is gone. It stays until somebody decides. */
export interface BrokenLine {
  readonly target: ItemPath
  readonly targetName: string
  /** Where in the mapping the field is read: `2.each.fields.0.value`. */
  readonly place: string
  /** The field that was read, from the top of the message. */
  readonly gone: string
  /** Where it may have gone, likeliest first. */
  readonly candidates: readonly Candidate[]
}

/** A field that may have taken the place of a lost one. */
export interface Candidate {
  readonly path: string
  readonly because: Likeness | 'moved'
}

const MOST_CANDIDATES = 5

/**
 * The lines that read fields which certainly do not come: by the schema of what arrives, else by the example. Lists without items and empty values
 * of an example prove nothing.
 */
export function brokenLines(
  mapping: Mapping,
  arrives: JsonSchema,
  fields: readonly SourceField[],
): readonly BrokenLine[] {
  const body = fields.filter((it) => !it.path.startsWith('$'))
  if (isUnknown(arrives) && body.length === 0) return []
  const all = flatFields(body)
  const found = new Map<string, BrokenLine>()
  for (const read of readsOfMapping(mapping, '')) {
    const { path } = read
    if (path.length === 0 || !isGone(path, arrives, body)) continue
    const place = read.setting.replace(/^\./, '')
    const gone = path.map(nameInPath).join('.')
    const target = placeOfProblem(place.replace(/sort\.\d+/, 'sort'))
    found.set(`${place}|${gone}`, {
      target,
      targetName: targetsTo(mapping, target).join('.'),
      place,
      gone,
      candidates: candidatesFor(path, all),
    })
  }
  return [...found.values()]
}

function isGone(path: readonly string[], arrives: JsonSchema, body: readonly SourceField[]): boolean {
  if (!isUnknown(arrives)) return fieldAt(arrives, path).is === 'absent'
  let level = body
  for (const name of path) {
    if (name === '*' || name === '**' || level.length === 0) return false
    const next = level.find((it) => it.name === name)
    if (!next) return true
    level = next.children
  }
  return false
}

function candidatesFor(path: readonly string[], fields: readonly SourceField[]): readonly Candidate[] {
  const name = path.at(-1) ?? ''
  const parent = path.slice(0, -1).map(nameInPath).join('.')
  const parentOf = (field: SourceField) => field.path.slice(0, -(nameInPath(field.name).length + 1))
  return fields
    .flatMap((field): readonly (Candidate & { readonly rank: number })[] => {
      if (field.name === name) return [{ path: field.path, because: 'moved', rank: 0 }]
      const like = likeness(name, field.name)
      if (!like) return []
      return [{ path: field.path, because: like.because, rank: like.distance + (parentOf(field) === parent ? 0 : 2) }]
    })
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST_CANDIDATES)
    .map(({ path: at, because }) => ({ path: at, because }))
}

/** The mapping with a line led to another field; undefined where the text does not tell where to put it. */
export function repairLine(mapping: Mapping, line: BrokenLine, to: string): Mapping | undefined {
  const own = itemAt(mapping, line.target)?.each
  const inner = own && /each\.(?:where|groupBy|sort|value)/.test(line.place.split('fields').at(-1) ?? '')
  const chain: readonly Turns[] = [...chainTo(mapping, line.target), ...(inner ? [turnsOf(own)] : [])]
  const place = parsePath(line.place)
  const held = valueAt(mapping, place)
  const after = relativePath(to, chain)
  // A path that leads through a list may be written from the item or from the top.
  const written = [relativePath(line.gone, chain), line.gone, `$parent.${line.gone}`]
  const field = typeof held === 'object' && held !== null && 'field' in held ? held.field : undefined
  if (typeof field === 'string') return readMapping(withValueAt(mapping, [...place, 'field'], after))
  if (typeof held !== 'string') return undefined
  for (const before of written) {
    const text = replacedPath(held, before, after)
    if (text !== held) return readMapping(withValueAt(mapping, place, text))
  }
  return undefined
}

/** A formula with one path in place of another; texts in quotes stay. */
function replacedPath(formula: string, before: string, after: string): string {
  const name = before.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const part = new RegExp(
    `("(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*')|(?<![\\p{L}\\p{N}_$.\`])${name}(?![\\p{L}\\p{N}_\`(])`,
    'gu',
  )
  return formula.replace(part, (whole: string, quoted: string | undefined) => quoted ?? (whole && after))
}
