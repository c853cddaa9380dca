import type { FieldLook } from '../../../node/fields.ts'
import type { Text } from '../../../text/text.ts'
import { isRecord, type Path } from '../parts.ts'
import { defaultAt, fieldBelow } from './known-flow.ts'
import { quoted, same } from './value-words.ts'

/** A place in a node's settings as people see it. */
export interface Place {
  /** The labels of the form on the way, without the names of rows: “Các nhánh › Khi”. */
  readonly labels: readonly Text[]
  /** The labels and, in quotation marks, the rows between them. */
  readonly words: readonly Text[]
  /** How the field is drawn, where that is known. */
  readonly look?: FieldLook
  /** What it is when nobody has set it. */
  readonly byDefault?: unknown
  /** The mapping that it lies in: the steps behind it. */
  readonly inMapping?: Path
  /** Dotted, rows by position. */
  readonly path: string
}

/** Reads a path from the settings down. `values`: the settings now and before, to find rows by name. */
export function placeOf(schema: unknown, path: Path, values: readonly unknown[]): Place {
  const words: Text[] = []
  const labels: Text[] = []
  const dotted: string[] = []
  let at: { schema: unknown; look?: FieldLook } = { schema }
  let here = values
  for (const [i, step] of path.entries()) {
    const row = rowAt(here, step)
    at = fieldBelow(at.schema, step)
    dotted.push(row ? String(row.position) : step)
    here = here.map((value) => below(value, step))
    if (row) words.push(quoted(row.name))
    else {
      const label = at.look?.title ?? same(step)
      words.push(label)
      labels.push(label)
    }
    if (at.look?.kind === 'mapping') {
      const inside = path.slice(i + 1)
      return {
        labels,
        words,
        look: at.look,
        inMapping: inside,
        path: [...dotted, ...positions(inside, here)].join('.'),
      }
    }
  }
  const byDefault = defaultAt(at.schema)
  return {
    labels,
    words,
    path: dotted.join('.'),
    ...(at.look ? { look: at.look } : {}),
    ...(byDefault === undefined ? {} : { byDefault }),
  }
}

function positions(path: Path, values: readonly unknown[]): readonly string[] {
  let here = values
  return path.map((step) => {
    const row = rowAt(here, step)
    here = here.map((value) => below(value, step))
    return row ? String(row.position) : step
  })
}

/** The row that a step names, in the first value that has it: where it stands and what people call it. */
export function rowAt(
  values: readonly unknown[],
  step: string,
): { readonly position: number; readonly name: string } | undefined {
  for (const value of values) {
    if (!Array.isArray(value)) continue
    const position = positionOf(value, step)
    if (position >= 0) return { position, name: rowName(value[position], position) }
  }
  return undefined
}

/** What stands below a value at a step. */
export function below(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return value[positionOf(value, step)]
  return isRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined
}

function positionOf(rows: readonly unknown[], step: string): number {
  if (/^\d+$/.test(step)) return Number(step) < rows.length ? Number(step) : -1
  const cut = step.indexOf('=')
  const key = step.slice(0, cut)
  const name = step.slice(cut + 1)
  return rows.findIndex((row) =>
    key === '' ? row === name : isRecord(row) && Object.hasOwn(row, key) && row[key] === name,
  )
}

/** What people call a row of a list. */
export function rowName(row: unknown, position: number): string {
  if (isRecord(row))
    for (const key of ['label', 'title', 'target', 'name', 'id']) {
      const name = Object.hasOwn(row, key) ? row[key] : undefined
      if (typeof name === 'string' && name !== '') return name
    }
  return `${position + 1}`
}
