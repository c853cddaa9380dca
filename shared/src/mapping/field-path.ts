import { permanent } from '../errors/flow-error.ts'
import type { ExpressionScope } from '../expression/scope.ts'

/** Reads one field of a scope; undefined when the path leads nowhere. */
export type ReadField = (scope: ExpressionScope) => unknown

type Segment = string | number

/**
 * Prepares a field path of the picker: `ChuHoSo.HoTen`, `GiayTo[0].Ten`, `` `ten.co.cham`.x ``, and from elsewhere `$headers.x`,
 * `$keys.maHoSo`, `$steps.gui.MaLoi`, `$run.id`, `$parent.x`. Only own properties are read. A name asked of a list gives the list of that field
 * of its items, always as a list. Throws `flow.expression` when the text is not a path.
 */
export function compileFieldPath(text: string): ReadField {
  const [first, ...rest] = segmentsOf(text)
  if (first === '$') return (scope) => walk(scope.body, rest, 0)
  if (typeof first === 'string' && first.startsWith('$')) {
    const root = rootOf(first.slice(1))
    return (scope) => walk(root(scope), rest, 0)
  }
  const all = first === undefined ? rest : [first, ...rest]
  return (scope) => walk(scope.body, all, 0)
}

function rootOf(name: string): ReadField {
  switch (name) {
    case 'headers':
      return (scope) => scope.headers
    case 'keys':
      return (scope) => scope.keys
    case 'steps':
      return (scope) => scope.steps
    case 'run':
      return (scope) => scope.run
    case 'vars':
      return (scope) => scope.vars
    default:
      return (scope) => (scope.vars && Object.hasOwn(scope.vars, name) ? scope.vars[name] : undefined)
  }
}

function walk(start: unknown, segments: readonly Segment[], from: number): unknown {
  let value = start
  for (let i = from; i < segments.length; i++) {
    const segment = segments[i]
    if (segment === undefined || typeof value !== 'object' || value === null) return undefined
    if (Array.isArray(value)) {
      if (typeof segment === 'string') return walkItems(value, segments, i)
      value = value.at(segment)
      continue
    }
    // A single item stands for a list of one: XML gives the one where it gives a list of two.
    if (typeof segment === 'number') {
      if (segment !== 0 && segment !== -1) return undefined
      continue
    }
    value = Object.hasOwn(value, segment) ? Reflect.get(value, segment) : undefined
  }
  return value
}

function walkItems(items: readonly unknown[], segments: readonly Segment[], from: number): unknown {
  const found: unknown[] = []
  for (const item of items) {
    const value = walk(item, segments, from)
    if (Array.isArray(value)) for (const inner of value) found.push(inner)
    else if (value !== undefined) found.push(value)
  }
  return found.length === 0 ? undefined : found
}

/** The parts of a field path: names and list positions. Throws `flow.expression` when the text is not a path. */
export function segmentsOf(text: string): readonly Segment[] {
  const segments: Segment[] = []
  // A part: a name in backticks, a plain name, or [n]; a dot stands between names.
  const part = /`([^`]+)`|\[(-?\d{1,9})\]|([^.[\]`]+)/y
  let at = 0
  while (at < text.length) {
    part.lastIndex = at
    const found = part.exec(text)
    if (!found || (found[2] !== undefined && segments.length === 0)) throw notAPath(text, at)
    segments.push(found[2] === undefined ? (found[1] ?? found[3] ?? '') : Number(found[2]))
    at = part.lastIndex
    if (at >= text.length) break
    if (text[at] === '.') {
      at++
      if (at === text.length || text[at] === '[') throw notAPath(text, at)
    } else if (text[at] !== '[') throw notAPath(text, at)
  }
  if (segments.length === 0) throw notAPath(text, 0)
  return segments
}

function notAPath(text: string, position: number): Error {
  return permanent('flow.expression', {
    label: text.slice(0, 120),
    position: position + 1,
    reason: { vi: 'không phải đường dẫn tới một trường', en: 'not a path to a field' },
  })
}
