import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { permanent } from '#shared/errors/flow-error.ts'
import { parseJson } from '#shared/message/safe-json.ts'
import type { Change } from './record.ts'

/** A call as a handler sees it. */
export interface SimRequest {
  readonly method: string
  readonly path: string
  /** Values of the `{names}` in the route's path, decoded. */
  readonly params: ReadonlyMap<string, string>
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** Number of the call since start. */
  readonly call: number
  /** The fault that will spoil the answer, `duplicateRate` included; the work is done all the same. */
  readonly fault?: string
  readonly idempotencyKey?: string
  /** The body as JSON; throws a `FlowError` for text that is not UTF-8 or not JSON. Parsed once. */
  json(): unknown
  /** Adds effects to the record. Call it before the answer. */
  record(changes: readonly Change[]): void
}

/** The largest body that a simulator reads: 20 MB. */
export const MAX_BODY_BYTES = 20 * 1024 * 1024

/** Reads a body up to the limit: the bytes, `too-large`, or `broken` when the caller went away in the middle. */
export function readBody(incoming: IncomingMessage, limit = MAX_BODY_BYTES): Promise<Buffer | 'too-large' | 'broken'> {
  if (Number(incoming.headers['content-length'] ?? 0) > limit) return Promise.resolve('too-large')
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
      else {
        incoming.pause()
        resolve('too-large')
      }
    })
    incoming.on('end', () => resolve(Buffer.concat(chunks)))
    incoming.on('error', () => resolve('broken'))
    incoming.on('aborted', () => resolve('broken'))
  })
}

/** Parses a body as JSON (UTF-8, a byte order mark allowed); throws a `FlowError` otherwise. */
export function parseBody(body: Buffer): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw permanent('json.malformed', { place: '1:1' })
  }
  return parseJson(text)
}

/** One header as text; the first when it came more than once. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** Name and password of `Authorization: Basic`, or undefined. */
export function basicCredentials(
  headers: IncomingHttpHeaders,
): { readonly name: string; readonly password: string } | undefined {
  const found = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(headers.authorization ?? '')
  if (!found?.[1]) return undefined
  const [name, ...rest] = Buffer.from(found[1], 'base64').toString('utf8').split(':')
  return name === undefined ? undefined : { name, password: rest.join(':') }
}

/** An object of a parsed body, read with own properties only; undefined for anything else. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}

/** An own text property of an object, or undefined. */
export function textOf(object: Readonly<Record<string, unknown>> | undefined, name: string): string | undefined {
  const value = object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined
  return typeof value === 'string' ? value : undefined
}
