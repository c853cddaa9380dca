/** An object of a body. */
export type Fields = Readonly<Record<string, unknown>>

/** True for an object that is no list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A copy in which the object around the last name of the path was changed, in every item where the path leads through lists. */
export function fieldChanged(
  body: unknown,
  path: readonly string[],
  change: (around: Fields, name: string) => Fields,
): unknown {
  const [name, ...rest] = path
  if (name === undefined) return body
  if (Array.isArray(body)) return body.map((item: unknown) => fieldChanged(item, path, change))
  if (!isFields(body) || !Object.hasOwn(body, name)) return body
  if (rest.length === 0) return change(body, name)
  return { ...body, [name]: fieldChanged(body[name], rest, change) }
}
