import { type AstNode, walkAst } from '../expression/ast.ts'
import { parseExpression } from '../expression/parse.ts'
import { type FieldPath, pathsReadBy, type Standing, WHOLE_BODY } from '../expression/references.ts'
import { textOf } from '../flow/lines.ts'
import { segmentsOf } from '../mapping/field-path.ts'
import type { LeafType, Mapping, MappingItem } from '../mapping/mapping.ts'
import type { FieldLook } from '../node/fields.ts'
import { walkFields } from '../node/walk-fields.ts'
import { isSchema } from './body-schema.ts'
import { type KnownNode, rowsOf } from './infer.ts'

/** A field of the arriving body that a node reads. */
export interface BodyRead {
  readonly path: FieldPath
  /** Where in the settings: `mapping.3.value`. */
  readonly setting: string
  /** The step fails when the field is missing; else it goes on with nothing. */
  readonly must: boolean
  /** The settings say what to do without it. */
  readonly guarded: boolean
  /** What it is converted into. */
  readonly as?: LeafType
  /** What it has to be. */
  readonly type?: 'string' | 'array'
}

const reads = new WeakMap<KnownNode, readonly BodyRead[]>()

/** Every field of the body that the settings of a node read; worked out once. Formulas that cannot be read are left out. */
export function readsOf(known: KnownNode): readonly BodyRead[] {
  const kept = reads.get(known)
  if (kept) return kept
  const { form, settings, node, definition } = known
  const found = node.disabled
    ? []
    : [
        ...walkFields(form, settings).flatMap(({ path, look, value }) =>
          look.over === undefined && isShown(look, path, settings) ? readsOfField(look, path, value) : [],
        ),
        ...taken(definition.takes, settings),
      ]
  reads.set(known, found)
  return found
}

/** Fields that the form hides are not used. */
function isShown(look: FieldLook, path: string, settings: unknown): boolean {
  if (!look.showIf) return true
  const around = path.split('.').slice(0, -1)
  const group = around.reduce<unknown>(
    (at, name) => (at instanceof Object ? Reflect.get(at, name) : undefined),
    settings,
  )
  const held = group instanceof Object ? Reflect.get(group, look.showIf.setting) : undefined
  return look.showIf.is.some((it) => it === held)
}

function readsOfField(look: FieldLook, path: string, value: unknown): readonly BodyRead[] {
  switch (look.kind) {
    case 'expression':
    case 'condition':
      return readsOfText(value, path, WHOLE_BODY)
    case 'value':
      return readsOfValue(value, path, WHOLE_BODY)
    case 'pairs':
      return Array.isArray(value)
        ? value.flatMap((row: unknown, i) =>
            isSchema(row) ? readsOfValue(row.value, `${path}.${i}.value`, WHOLE_BODY) : [],
          )
        : []
    case 'mapping':
      return readsOfMapping(rowsOf(value), path, WHOLE_BODY)
    default:
      return []
  }
}

function taken(takes: KnownNode['definition']['takes'], settings: KnownNode['settings']): readonly BodyRead[] {
  if (!takes || (takes.unless !== undefined && settings[takes.unless] === true)) return []
  const value = takes.from === undefined ? undefined : settings[takes.from]
  const setting = takes.from ?? ''
  const base = { setting, must: true, guarded: false, type: takes.type }
  if (value === undefined) return [{ ...base, path: [] }]
  const text = isSchema(value) ? (value.field ?? value.expr) : value
  return readsOfText(text, setting, WHOLE_BODY).flatMap((read) => (read.must ? [{ ...read, ...base }] : []))
}

/** The fields that the rows of a mapping read; `path` is where the mapping stands in the settings. */
export function readsOfMapping(mapping: Mapping, path: string, at: Standing = WHOLE_BODY): readonly BodyRead[] {
  return mapping.flatMap((row, i) => readsOfRow(row, `${path}.${i}`, at))
}

function readsOfRow(row: MappingItem, path: string, at: Standing): readonly BodyRead[] {
  const { when, value, missing = 'error', as, each } = row
  const conditions = when === undefined ? [] : readsOfText(when, `${path}.when`, at)
  const tested = new Set(conditions.map(keyOf))
  const stood = missing !== 'error' || row.default !== undefined
  const own = readsOfValue(value, `${path}.value`, at).map((read) => ({
    ...read,
    ...(as === undefined || as === 'any' || !read.must ? {} : { as }),
    must: read.must && when === undefined,
    guarded: read.guarded || stood || (when !== undefined && tested.has(keyOf(read))),
  }))
  return [
    ...conditions,
    ...own,
    ...readsOfValue(row.default, `${path}.default`, at),
    ...readsOfMapping(row.fields ?? [], `${path}.fields`, at),
    ...(each ? readsOfEach(each, `${path}.each`, at, as) : []),
  ]
}

function optional(reads: readonly BodyRead[]): readonly BodyRead[] {
  return reads.map((read) => ({ ...read, must: false }))
}

function readsOfEach(
  each: NonNullable<MappingItem['each']>,
  path: string,
  at: Standing,
  as: LeafType | undefined,
): readonly BodyRead[] {
  const ast = astOf(each.over)
  const items = ast ? pathsReadBy(ast, at).value : []
  const inner: Standing = {
    root: items,
    variables: { item: items, outer: at.root, parent: at.variables.parent ?? at.root },
  }
  const grouped: Standing =
    each.groupBy === undefined ? inner : { root: items, variables: { ...inner.variables, group: items } }
  return [
    // A list that does not come is an empty one, and items that miss the field are no fault for a filter, a group or an order.
    ...optional(readsOfText(each.over, `${path}.over`, at)),
    ...optional(readsOfText(each.where, `${path}.where`, inner)),
    ...optional(readsOfText(each.groupBy, `${path}.groupBy`, inner)),
    ...(each.sort ?? []).flatMap(({ by }, i) => optional(readsOfText(by, `${path}.sort.${i}.by`, grouped))),
    ...readsOfMapping(each.fields ?? [], `${path}.fields`, grouped),
    ...readsOfValue(each.value, `${path}.value`, grouped).map((read) => (as && read.must ? { ...read, as } : read)),
  ]
}

function readsOfValue(value: unknown, path: string, at: Standing): readonly BodyRead[] {
  if (!isSchema(value)) return []
  if (value.expr !== undefined) return readsOfText(value.expr, `${path}.expr`, at)
  return typeof value.field === 'string' ? readsOfFieldPath(value.field, path, at) : []
}

function readsOfFieldPath(field: string, setting: string, at: Standing): readonly BodyRead[] {
  try {
    const [first, ...rest] = segmentsOf(field).filter((it): it is string => typeof it === 'string')
    if (first === undefined) return []
    const isVariable = first.startsWith('$') && first !== '$'
    const roots = isVariable ? (at.variables[first.slice(1)] ?? []) : at.root
    const names = first.startsWith('$') ? rest : [first, ...rest]
    return roots.map((root) => ({ path: [...root, ...names], setting, must: true, guarded: false }))
  } catch {
    // Not a path: that is another complaint.
    return []
  }
}

function readsOfText(value: unknown, setting: string, at: Standing): readonly BodyRead[] {
  const ast = astOf(value)
  if (!ast) return []
  const { paths } = pathsReadBy(ast, at)
  const { guarded, numbers } = usesIn(ast, at)
  const plain =
    ast.type === 'path' && (ast.steps ?? []).every((step) => step.type === 'name' && !step.predicate && !step.stages)
  return paths.map((path) => ({
    path,
    setting,
    must: plain,
    guarded: guarded.has(path.join('\n')),
    ...(numbers.has(path.join('\n')) ? { as: 'number' as const } : {}),
  }))
}

/** Fields whose absence the formula itself looks at (`$exists(a)`, `a ? a : b`, `a ?? b`), and those that it makes a number of. */
function usesIn(ast: AstNode, at: Standing): { guarded: ReadonlySet<string>; numbers: ReadonlySet<string> } {
  const guarded = new Set<string>()
  const numbers = new Set<string>()
  const put = (into: Set<string>, node: AstNode | undefined): void => {
    if (node) for (const path of pathsReadBy(node, at).value) into.add(path.join('\n'))
  }
  walkAst(ast, (node) => {
    const name = node.type === 'function' ? String(node.procedure?.value) : ''
    if (name === 'exists' || name === 'boolean') put(guarded, node.arguments?.[0])
    if (name === 'number') put(numbers, node.arguments?.[0])
    if (node.type === 'condition') put(guarded, node.condition)
  })
  return { guarded, numbers }
}

function astOf(value: unknown): AstNode | undefined {
  const text = textOf(value)
  if (typeof text !== 'string') return undefined
  try {
    return parseExpression(text).ast
  } catch {
    // A formula that cannot be read is a problem of its own.
    return undefined
  }
}

const keyOf = (read: BodyRead): string => read.path.join('\n')
