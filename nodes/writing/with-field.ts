import { permanent } from '#shared/errors/flow-error.ts'

/** A copy of the body with one field set; objects on the way are made, nothing else is touched. Throws `message.wrong-shape`. */
export function withField(body: unknown, path: readonly string[], value: unknown): unknown {
  const set = (target: unknown, at: number): unknown => {
    const name = path[at]
    if (name === undefined) return value
    if (target !== undefined && target !== null && (typeof target !== 'object' || Array.isArray(target)))
      throw wrongShape(
        `không ghi được vào "${path.slice(0, at + 1).join('.')}": phía trên không phải đối tượng`,
        `cannot write to "${path.slice(0, at + 1).join('.')}": what is above is no object`,
      )
    const before: Record<string, unknown> = { ...target }
    return { ...before, [name]: set(Object.hasOwn(before, name) ? before[name] : undefined, at + 1) }
  }
  return set(body, 0)
}

/** Data that a node cannot work on, with the reason in both languages. */
export function wrongShape(vi: string, en: string): Error {
  return permanent('message.wrong-shape', { reason: { vi, en } })
}
