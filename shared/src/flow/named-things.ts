import { walkFields } from '../node/walk-fields.ts'
import { expressionsIn } from './expressions-in.ts'

/** Things outside a flow that its nodes name by id. */
export const namedKinds = ['connection', 'code-table', 'flow'] as const
export type NamedKind = (typeof namedKinds)[number]

/** A thing that a node names, in a field of its form or inside a formula. */
export interface NamedThing {
  readonly kind: NamedKind
  readonly id: string
  /** Dotted place in the settings. */
  readonly path: string
  /** For a connection: the kinds that fit; any kind when absent. */
  readonly connectionKinds?: readonly string[]
  /** It is a word of a formula and not the whole setting. */
  readonly inFormula?: true
}

/** Other names for things of a kind: the id that stands there → the id that shall. */
export type Renames = Readonly<Partial<Record<NamedKind, Readonly<Record<string, string>>>>>

/** A code table named by a literal in a formula; ids have no quotation marks, so neither needs escaping. */
const TABLE_IN_FORMULA = /(\$(?:danhMuc|lookupCode)\(\s*)(["'])([a-z][a-z0-9-]*)\2/g

/** What a node's settings name. `schema`: the form as JSON Schema with `x-field`. */
export function namedThings(schema: unknown, settings: unknown): readonly NamedThing[] {
  return walkFields(schema, settings ?? {}).flatMap((field): readonly NamedThing[] => {
    const { look, path, value } = field
    const kind = namedKinds.find((it) => it === look.kind)
    if (kind !== undefined)
      return typeof value === 'string' && value !== ''
        ? [{ kind, id: value, path, ...(look.connectionKinds ? { connectionKinds: look.connectionKinds } : {}) }]
        : []
    return expressionsIn(field).flatMap(({ path: at, text }) =>
      [...text.matchAll(TABLE_IN_FORMULA)].map(
        ([, , , id = '']): NamedThing => ({ kind: 'code-table', id, path: at, inFormula: true }),
      ),
    )
  })
}

/** The settings with the things that they name called otherwise; the same object when none of them is. */
export function renamedThings<T>(schema: unknown, settings: T, renames: Renames): T {
  const changes = new Map<string, (text: string) => string>()
  for (const { kind, id, path, inFormula } of namedThings(schema, settings)) {
    const names = renames[kind]
    if (!names || !Object.hasOwn(names, id)) continue
    const of = (name: string): string => (Object.hasOwn(names, name) ? (names[name] ?? name) : name)
    changes.set(path, inFormula ? (text) => inFormulas(text, of) : of)
  }
  return [...changes].reduce((all, [path, change]) => changedAt(all, path.split('.'), change), settings)
}

const inFormulas = (text: string, of: (name: string) => string): string =>
  text.replace(TABLE_IN_FORMULA, (_, call: string, quote: string, id: string) => `${call}${quote}${of(id)}${quote}`)

/** Text of several lines is changed line by line. */
function changedAt<T>(value: T, steps: readonly string[], change: (text: string) => string): T
function changedAt(value: unknown, [step, ...rest]: readonly string[], change: (text: string) => string): unknown {
  if (step === undefined) {
    if (Array.isArray(value)) return value.map((line: unknown) => changedAt(line, [], change))
    return typeof value === 'string' ? change(value) : value
  }
  if (Array.isArray(value))
    return value.map((row: unknown, i) => (String(i) === step ? changedAt(row, rest, change) : row))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, it]) => [key, key === step ? changedAt(it, rest, change) : it]),
  )
}
