/** The text at a plain path (`a.b`) of a body; undefined when there is none. Numbers are taken as they are written. */
export function textAtPath(body: unknown, path: string): string | undefined {
  let at = body
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined
    at = Reflect.get(at, name)
  }
  if (typeof at === 'number') return String(at)
  return typeof at === 'string' && at !== '' ? at : undefined
}
