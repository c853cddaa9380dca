import { permanent } from '#shared/errors/flow-error.ts'
import type { QueryParameters } from '#shared/node/run.ts'
import type { Text } from '#shared/text/text.ts'
import { formOf, multipartOf } from './form-bodies.ts'
import { textOfValue } from './text-of-value.ts'

/** Headers that the connection, the protocol or the runtime sets; a flow may not. */
const RESERVED = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'expect',
])

const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/
/** Printable ASCII (RFC 9110 §5.5): how other letters arrive is nobody's agreement, and most of Vietnamese cannot be sent at all. */
const HEADER_VALUE = /^[\t\x20-\x7E]*$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these may not stand in a path
const BAD_PATH = /[\u0000-\u0020\u007F\\#]/

/**
 * Puts values into `/ho-so/{ma}`, each encoded so that it stays one part of the path. Throws `http.bad-path` for a path that does not begin
 * with one `/`, has a query, goes up, or lacks a value.
 */
export function fillPath(path: unknown, values: ReadonlyMap<string, unknown>): string {
  const template = typeof path === 'string' ? path : ''
  const refused = (found: Text | '') => permanent('http.bad-path', { path: textOfValue(path).slice(0, 200), found })
  // Which value is wrong is told by its name; the value itself may be a person's.
  const wrong: string[] = []
  const filled = template.replace(/\{([^{}/]+)\}/g, (_whole, name: string) => {
    const value = values.get(name)
    if (value === undefined || value === null || value === '') throw refused(NO_VALUE(name))
    if (/^\.{1,2}$/.test(textOfValue(value))) wrong.push(name)
    return encodeURIComponent(textOfValue(value))
  })
  const pathname = filled.split('?', 1)[0] ?? ''
  const up = pathname.split('/').some((part) => /^(?:\.|%2e){1,2}$/i.test(part))
  if (!filled.startsWith('/') || filled.startsWith('//') || up || BAD_PATH.test(filled)) {
    throw refused(wrong[0] === undefined ? '' : GOES_UP(wrong[0]))
  }
  return filled
}

const NO_VALUE = (name: string): Text => ({
  vi: `: {${name}} chưa có giá trị`,
  en: `: {${name}} has no value`,
})
const GOES_UP = (name: string): Text => ({
  vi: `: giá trị của {${name}} là "." hoặc ".." nên sẽ lùi lên cấp trên`,
  en: `: the value of {${name}} is "." or "..", which would go up`,
})

/** Parameters behind the `?`: a list, or several rows of one name, is the name several times; what has no value is not sent. */
export function queryOf(pairs: readonly (readonly [name: string, value: unknown])[]): QueryParameters {
  const values = new Map<string, string[]>()
  for (const [name, value] of pairs) {
    const given = (Array.isArray(value) ? value : [value]).filter((it) => it !== undefined && it !== null)
    if (given.length > 0) values.set(name, [...(values.get(name) ?? []), ...given.map(textOfValue)])
  }
  return Object.fromEntries(
    [...values].map(([name, [first, ...more]]) => [name, more.length > 0 ? [first, ...more] : first]),
  ) as QueryParameters
}

/**
 * A header with its lower-case name; throws `http.bad-header` for one that is malformed, reserved, would break lines or has other
 * letters than ASCII.
 */
export function checkedHeader(name: string, value: unknown): readonly [name: string, value: string] {
  const text = textOfValue(value)
  if (!HEADER_NAME.test(name) || RESERVED.has(name.toLowerCase()) || !HEADER_VALUE.test(text)) {
    throw permanent('http.bad-header', { name: name.slice(0, 100) })
  }
  return [name.toLowerCase(), text]
}

/** A body and the content type that goes with it. */
export interface SentBody {
  readonly body: unknown
  readonly contentType: string | undefined
}

/** Makes the body in the chosen form. Text keeps the type of the message; throws `message.wrong-shape` for a form that is no object. */
export function bodyToSend(
  value: unknown,
  send: 'auto' | 'json' | 'form' | 'multipart' | 'text' | 'none' | 'file',
  messageType: string | undefined,
): SentBody {
  if (send === 'none' || (send === 'auto' && value === undefined)) return { body: undefined, contentType: undefined }
  if (send === 'file') return { body: undefined, contentType: 'application/octet-stream' }
  if (send === 'form') return { body: formOf(value), contentType: 'application/x-www-form-urlencoded' }
  if (send === 'multipart') return multipartOf(value)
  if (send === 'text' || (send === 'auto' && typeof value === 'string')) {
    const text = typeof value === 'string' ? value : JSON.stringify(value ?? null)
    return { body: text, contentType: messageType ?? 'text/plain; charset=utf-8' }
  }
  return { body: JSON.stringify(value ?? null), contentType: 'application/json' }
}
