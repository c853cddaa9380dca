import { fieldChanged, isFields } from '#nodes/writing/field-changed.ts'
import { withField, wrongShape } from '#nodes/writing/with-field.ts'

/** Fields that stay, as a tree: `true` keeps all that is below. */
export type KeptTree = true | { readonly [name: string]: KeptTree }

/** The body without a field; what is not there stays away. */
export function without(body: unknown, path: readonly string[]): unknown {
  return fieldChanged(body, path, (around, name) => {
    const { [name]: _gone, ...rest } = around
    return rest
  })
}

/** The body with a field under another name in the same place. Throws `message.wrong-shape` when there is one of that name. */
export function renamed(body: unknown, path: readonly string[], to: string): unknown {
  return fieldChanged(body, path, (around, name) => {
    if (name !== to && Object.hasOwn(around, to)) throw taken([...path.slice(0, -1), to].join('.'))
    return Object.fromEntries(Object.entries(around).map(([key, value]) => [key === name ? to : key, value]))
  })
}

/** The body with a field at another path. Throws `message.wrong-shape` when something is there, or the field lies inside a list. */
export function moved(body: unknown, path: readonly string[], to: readonly string[]): unknown {
  const place = path.join('.')
  if (place === to.join('.')) return body
  let value = body
  for (const name of path) {
    if (Array.isArray(value))
      throw wrongShape(
        `"${place}" nằm trong danh sách nên không chuyển được; dùng nút Ánh xạ trường`,
        `"${place}" is inside a list and cannot be moved; use the node Map fields`,
      )
    value = isFields(value) ? value[name] : undefined
  }
  const rest = without(body, path)
  if (has(rest, to)) throw taken(to.join('.'))
  return withField(rest, to, value)
}

function taken(place: string): Error {
  return wrongShape(
    `đã có trường "${place}" nên không ghi đè; hãy xoá nó trước`,
    `there is a field "${place}" already, which is not overwritten; remove it first`,
  )
}

/** Whether a path leads to something, in any item where it leads through lists. */
export function has(body: unknown, path: readonly string[]): boolean {
  const [name, ...rest] = path
  if (name === undefined) return true
  if (Array.isArray(body)) return body.some((item: unknown) => has(item, path))
  return isFields(body) && Object.hasOwn(body, name) && has(body[name], rest)
}

/** The paths that stay as a tree; a path keeps everything below it. */
export function keptTree(paths: readonly (readonly string[])[]): KeptTree {
  const put = (tree: KeptTree | undefined, path: readonly string[]): KeptTree => {
    const [name, ...rest] = path
    if (name === undefined || tree === true) return true
    const before = tree !== undefined && Object.hasOwn(tree, name) ? tree[name] : undefined
    return { ...tree, [name]: put(before, rest) }
  }
  return paths.reduce<KeptTree>(put, {})
}

/** The body with only what the tree keeps, in its own order, in every item of lists; parts that have nothing to keep are left out. */
export function onlyKept(body: unknown, tree: KeptTree): unknown {
  if (tree === true) return body
  if (Array.isArray(body)) return body.map((item: unknown) => onlyKept(item, tree))
  if (!isFields(body)) return undefined
  const entries = Object.entries(body).flatMap(([name, value]) => {
    const inner = Object.hasOwn(tree, name) ? tree[name] : undefined
    const kept = inner === undefined ? undefined : onlyKept(value, inner)
    return kept === undefined ? [] : [[name, kept] as const]
  })
  return Object.fromEntries(entries)
}
