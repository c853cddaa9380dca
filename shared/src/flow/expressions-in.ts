import type { PlacedField } from '../node/walk-fields.ts'
import { textOf } from './lines.ts'

/** An expression that stands somewhere in a node's settings. */
export interface PlacedExpression {
  readonly path: string
  readonly text: string
}

/** The expressions in one field: conditions and expressions themselves, `{ expr }` values, and everything inside a mapping. */
export function expressionsIn(field: PlacedField): readonly PlacedExpression[] {
  const { kind } = field.look
  if (kind === 'expression' || kind === 'condition') return placed(field.path, field.value)
  if (kind === 'value') return inValue(field.path, field.value)
  if (kind === 'pairs') return inRows(field.path, field.value, (path, row) => inValue(`${path}.value`, row.value))
  if (kind === 'mapping') return inMapping(field.path, field.value)
  return []
}

function inMapping(path: string, mapping: unknown): readonly PlacedExpression[] {
  return inRows(path, mapping, (at, item) => {
    const each = record(item.each)
    return [
      ...placed(`${at}.when`, item.when),
      ...inValue(`${at}.value`, item.value),
      ...inValue(`${at}.default`, item.default),
      ...inMapping(`${at}.fields`, item.fields),
      ...(each
        ? [
            ...placed(`${at}.each.over`, each.over),
            ...placed(`${at}.each.where`, each.where),
            ...placed(`${at}.each.groupBy`, each.groupBy),
            ...inRows(`${at}.each.sort`, each.sort, (key, row) => placed(`${key}.by`, row.by)),
            ...inValue(`${at}.each.value`, each.value),
            ...inMapping(`${at}.each.fields`, each.fields),
          ]
        : []),
    ]
  })
}

function inRows(
  path: string,
  rows: unknown,
  one: (path: string, row: Record<string, unknown>) => readonly PlacedExpression[],
): readonly PlacedExpression[] {
  if (!Array.isArray(rows)) return []
  return rows.flatMap((row: unknown, i) => {
    const it = record(row)
    return it ? one(`${path}.${i}`, it) : []
  })
}

function inValue(path: string, value: unknown): readonly PlacedExpression[] {
  const it = record(value)
  return it && Object.hasOwn(it, 'expr') ? placed(`${path}.expr`, it.expr) : []
}

function placed(path: string, value: unknown): readonly PlacedExpression[] {
  const text = textOf(value)
  return typeof text === 'string' ? [{ path, text }] : []
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}
