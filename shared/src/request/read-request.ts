import type { Text } from '../text/text.ts'

/** A name with its text, as a request has them in its query and its headers. */
export interface NamedText {
  readonly name: string
  readonly value: string
}

/** How a request proves who sends it; belongs into a connection, never into a flow. */
export type Credential =
  | { readonly auth: 'basic'; readonly username: string; readonly password: string }
  | { readonly auth: 'bearer'; readonly token: string }
  | { readonly auth: 'api-key'; readonly headerName: string; readonly key: string }

/** What a request carries. `json` and `form` hold values without secrets; `text` is sent as it is written, with the type of its header. */
export type ReadBody =
  | { readonly as: 'json'; readonly value: unknown }
  | { readonly as: 'form'; readonly value: Readonly<Record<string, string>> }
  | { readonly as: 'text'; readonly text: string }

/** One HTTP request as another program would send it, taken apart. */
export interface ReadRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD'
  /** `https://api.tinh.gov.vn:8443`. */
  readonly origin: string
  /** `/v1/ho-so/{ma}`; names in braces are values to be given. */
  readonly path: string
  readonly query: readonly NamedText[]
  readonly headers: readonly NamedText[]
  readonly body: ReadBody | undefined
  readonly credential: Credential | undefined
  /** ISO 8601. */
  readonly timeout: string | undefined
  /** What was left out or changed, and why. */
  readonly notes: readonly Text[]
}

/** The methods that the node sends. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const

/** The method by its name; undefined for one that the node does not send. */
export function methodNamed(name: string): ReadRequest['method'] | undefined {
  return METHODS.find((it) => it === name.toUpperCase())
}

/**
 * The path below the base address of a connection: `/ho-so` for `https://a.vn/v1/ho-so` below `https://a.vn/v1`. Undefined when the request
 * does not lead there.
 */
export function pathBelow(request: Pick<ReadRequest, 'origin' | 'path'>, baseUrl: string): string | undefined {
  if (!URL.canParse(baseUrl)) return undefined
  const base = new URL(baseUrl)
  const stem = base.pathname.replace(/\/+$/, '')
  if (base.origin !== request.origin) return undefined
  if (request.path !== stem && !request.path.startsWith(`${stem}/`)) return undefined
  const rest = request.path.slice(stem.length)
  return rest === '' ? '/' : rest
}
