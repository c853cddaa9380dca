/** Any value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * What travels along a wire: body + headers + keys (design §2). Immutable: a node makes a new one and never changes its input.
 * `body` is a JSON value, or text for a body that has not been parsed yet (its media type is in `headers['content-type']`).
 */
export interface Message {
  readonly body: unknown
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** Business keys (mã nghiệp vụ) by name, such as `maHoSo`; always strings, so leading zeros survive. */
  readonly keys: Readonly<Record<string, string>>
}

/** What the caller of a synchronous trigger gets back. `body` that is not a string is sent as JSON. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

/** A message with only a body. */
export function messageOf(body: unknown, headers: Readonly<Record<string, string>> = {}): Message {
  return { body, headers, keys: {} }
}
