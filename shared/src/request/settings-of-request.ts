import type { NamedText, ReadRequest } from './read-request.ts'
import { looksSecret } from './secret-names.ts'

/** Characters of a formula that a setting may have. */
const LONGEST_FORMULA = 20_000
const MOST_ROWS = 200

/** The settings of "Gọi HTTP" that a request fills in; `undefined` where the node's default shall hold. */
export interface RequestSettings {
  readonly method: string
  readonly path: string
  readonly pathValues: readonly unknown[] | undefined
  readonly query: readonly unknown[] | undefined
  readonly headers: readonly unknown[] | undefined
  readonly body: unknown
  readonly send: string | undefined
  /** Left out: as it was. */
  readonly timeout?: string
}

/** Writes a request as settings; `path` is that below the address of the connection. No secret goes in. */
export function settingsOfRequest(request: ReadRequest, path: string): RequestSettings {
  const names = [...new Set([...path.matchAll(/\{([^{}/]+)\}/g)].map(([, name = '']) => name))]
  const counts = new Map<string, number>()
  for (const { name } of request.query) counts.set(name, (counts.get(name) ?? 0) + 1)
  // A row stands for one value; a name that comes twice stays in the address.
  const [repeated, single] = split(request.query, ({ name }) => (counts.get(name) ?? 0) > 1)
  const tail = new URLSearchParams(repeated.map(({ name, value }) => [name, value])).toString()
  const written = writtenBody(request)
  const headers = [...request.headers.filter((it) => !looksSecret(it.name, it.value)), ...written.headers]
  return {
    method: request.method,
    path: tail === '' ? path : `${path}?${tail}`,
    pathValues: rows(names.map((name) => ({ name, value: { field: inPath(name) } }))),
    query: rows(single.map(({ name, value }) => ({ name, value }))),
    headers: rows(headers.map(({ name, value }) => ({ name, value }))),
    body: written.body,
    send: written.send,
    ...(request.timeout === undefined ? {} : { timeout: request.timeout }),
  }
}

function writtenBody({ body, method }: ReadRequest): {
  readonly body: unknown
  readonly send: string | undefined
  readonly headers: readonly NamedText[]
} {
  const none = method === 'GET' || method === 'HEAD' ? undefined : 'none'
  if (!body) return { body: undefined, send: none, headers: [] }
  if (body.as === 'text') return { body: body.text, send: 'text', headers: [] }
  const formula = JSON.stringify(body.value, null, 2)
  const form = body.as === 'form'
  if (formula.length <= LONGEST_FORMULA) return { body: { expr: formula }, send: form ? 'form' : 'json', headers: [] }
  const text = form ? new URLSearchParams(body.value).toString() : JSON.stringify(body.value)
  const type = form ? 'application/x-www-form-urlencoded' : 'application/json'
  // Longer than any setting may be: what arrives is sent, in the same form.
  if (text.length > 100_000) return { body: undefined, send: form ? 'form' : 'json', headers: [] }
  return { body: text, send: 'text', headers: [{ name: 'content-type', value: type }] }
}

/** A name as a field path has it. */
export function inPath(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `\`${name.replaceAll('`', '')}\``
}

const rows = <T>(list: readonly T[]): readonly T[] | undefined =>
  list.length === 0 ? undefined : list.slice(0, MOST_ROWS)

function split<T>(list: readonly T[], first: (it: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [list.filter(first), list.filter((it) => !first(it))]
}
