import type { IncomingMessage } from 'node:http'
import type { Message } from '#shared/message/message.ts'
import type { RouteMatch } from './route-table.ts'
import type { Incoming } from './talk.ts'
import type { XroadCaller } from './xroad-caller.ts'

/** Request headers that never travel with a message: credentials, and what belongs to the connection. */
const KEPT_BACK: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'x-api-key',
  'host',
  'connection',
  'keep-alive',
  'content-length',
  'transfer-encoding',
  'expect',
  'accept-encoding',
])

/** The message that enters the flow: what was read, with the headers, path parameters and query of its request and who called over X-Road. */
export function messageOf(
  request: IncomingMessage,
  found: RouteMatch,
  { body, headers, member }: Omit<Incoming, 'member'> & { readonly member: XroadCaller | undefined },
  query: string,
): Message {
  const sent = headersOf(request, found, query)
  return {
    body,
    headers: headers || member ? { ...sent, ...headers, ...member?.headers } : sent,
    keys: { ...member?.keys },
  }
}

function headersOf(
  request: IncomingMessage,
  { parameters }: RouteMatch,
  query: string,
): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  const fromQuery = new Set<string>()
  const sent = request.headers
  for (const name in sent) {
    const value = sent[name]
    if (!KEPT_BACK.has(name) && value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  for (const [name, value] of Object.entries(parameters)) headers[`path-${name.toLowerCase()}`] = value
  if (query !== '')
    for (const [name, value] of new URLSearchParams(query)) {
      const header = `query-${name.toLowerCase()}`
      // As a header that is sent several times (RFC 9110 §5.3).
      headers[header] = headers[header] === undefined || !fromQuery.has(header) ? value : `${headers[header]}, ${value}`
      fromQuery.add(header)
    }
  return headers
}
