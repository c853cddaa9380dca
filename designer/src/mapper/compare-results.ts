import type { Mapping } from '#shared/mapping/mapping.ts'
import { isRecord } from '../document/catalogue.ts'
import { sameValue } from '../document/settings-path.ts'

/** What a mapping made of one captured message. `before`: what left the node then; undefined when nothing did. */
export interface SampleResult {
  readonly run: string
  readonly made: { readonly body: unknown } | { readonly fault: string; readonly field: string | undefined }
  readonly before: unknown
}

/** How a target field fared over the samples: in how many of them it changed, is empty or failed. */
export interface FieldCount {
  readonly field: string
  readonly changed: number
  readonly empty: number
  readonly failed: number
}

const MOST_FIELDS = 2000

/** Counts by target field, in the order of the mapping's results; a sample counts once for a field, whatever the lists hold. */
export function countFields(mapping: Mapping, results: readonly SampleResult[]): readonly FieldCount[] {
  const counts = new Map<string, { changed: number; empty: number; failed: number }>()
  const countOf = (field: string) => {
    const count = counts.get(field) ?? { changed: 0, empty: 0, failed: 0 }
    if (counts.size < MOST_FIELDS) counts.set(field, count)
    return count
  }
  const made = new Set(mapping.map((it) => it.target))
  for (const { made: result, before } of results) {
    if ('fault' in result) {
      countOf(plainField(result.field ?? '')).failed++
      continue
    }
    const after = leavesOf(result.body)
    // What the node keeps of its input beside the mapping is no matter of the mapping.
    const old = before === undefined ? undefined : leavesOf(before, made)
    for (const [field, values] of after) {
      const count = countOf(field)
      if (values.some(isEmpty)) count.empty++
      if (old && !sameValue(old.get(field), values)) count.changed++
    }
    for (const field of old?.keys() ?? []) if (!after.has(field)) countOf(field).changed++
  }
  return [...counts].map(([field, count]) => ({ field, ...count }))
}

/** `GiayTo[2].Ten` as the field `GiayTo[].Ten`. */
function plainField(target: string): string {
  return target.replace(/\[\d*\]/g, '[]')
}

/** The values of every leaf by its path; an empty list is a leaf, so that it is told from one that was not made. */
function leavesOf(body: unknown, only?: ReadonlySet<string>): ReadonlyMap<string, readonly unknown[]> {
  const leaves = new Map<string, unknown[]>()
  const walk = (value: unknown, at: string, depth: number): void => {
    if (depth > 40) return
    if (Array.isArray(value) && value.length > 0) {
      for (const item of value) walk(item, `${at}[]`, depth + 1)
    } else if (isRecord(value) && Object.keys(value).length > 0) {
      for (const [name, inner] of Object.entries(value)) {
        if (depth === 0 && only && !only.has(name)) continue
        walk(inner, at === '' ? name : `${at}.${name}`, depth + 1)
      }
    } else if (at !== '' && leaves.size < MOST_FIELDS) {
      const kept = leaves.get(at)
      if (kept) kept.push(value)
      else leaves.set(at, [value])
    }
  }
  walk(body, '', 0)
  return leaves
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
