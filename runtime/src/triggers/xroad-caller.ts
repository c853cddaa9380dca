import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import { plainText } from '#nodes/xroad/headers.ts'
import { isAllowed, parseClient, partsOfClient, type XroadClient } from '#nodes/xroad/identifier.ts'
import { permanent } from '#shared/errors/flow-error.ts'

/** Whom a trigger takes calls from over X-Road. */
export interface XroadAccess {
  /** The connection that says from which addresses our security server calls. */
  readonly connection: string
  readonly clients: readonly XroadClient[]
  readonly needsUser: boolean
}

/** The caller as our security server vouches for it (PR-REST §4.3), in plain text. */
export interface XroadCaller {
  readonly client: string
  readonly id: string
  readonly headers: Readonly<Record<string, string>>
  readonly keys: Readonly<Record<string, string>>
}

/** A longer id is no identifier of a message. */
const LONGEST_ID = 500

/** Reads the settings of a trigger; undefined when it takes no calls over X-Road. */
export function xroadAccessOf(settings: Readonly<Record<string, unknown>>): XroadAccess | undefined {
  if (settings.access !== 'xroad') return undefined
  const rows: readonly unknown[] = Array.isArray(settings.xroadClients) ? settings.xroadClients : []
  const clients = rows.flatMap((row) => {
    const text: unknown = typeof row === 'object' && row !== null ? Reflect.get(row, 'client') : undefined
    const client = typeof text === 'string' ? parseClient(text) : undefined
    return client ? [client] : []
  })
  return { connection: String(settings.xroad ?? ''), clients, needsUser: settings.xroadUser === true }
}

/** Refuses who is not our security server, before anything that was sent counts. Throws `gateway.xroad-peer`. */
export function checkPeer({ socket }: Pick<IncomingMessage, 'socket'>, callsFrom: readonly string[]): void {
  if (!isPeer(socket.remoteAddress ?? '', callsFrom)) throw permanent('gateway.xroad-peer')
}

/**
 * Reads who calls from the headers of a request of our security server, before its body is read; throws `gateway.xroad-header` or
 * `gateway.xroad-client`.
 */
export function xroadCaller(access: XroadAccess, request: Pick<IncomingMessage, 'headers'>): XroadCaller {
  const need = (header: string): string => {
    const value = request.headers[header.toLowerCase()]
    if (typeof value === 'string' && value !== '' && value.length <= LONGEST_ID) return value
    throw permanent('gateway.xroad-header', { header })
  }
  const asker = parseClient(need('X-Road-Client'))
  if (!asker) throw permanent('gateway.xroad-header', { header: 'X-Road-Client' })
  const client = partsOfClient(asker).join('/')
  if (!access.clients.some((allowed) => isAllowed(asker, allowed))) {
    throw permanent('gateway.xroad-client', { client: client.slice(0, 300) })
  }
  const id = plainText(need('X-Road-Id'))
  if (access.needsUser) need('X-Road-UserId')
  const told = Object.fromEntries(
    ['x-road-userid', 'x-road-issue', 'x-road-represented-party'].flatMap((name) => {
      const value = request.headers[name]
      return typeof value === 'string' ? [[name, plainText(value)]] : []
    }),
  )
  const user = told['x-road-userid']
  return {
    client,
    id,
    headers: { ...told, 'x-road-client': client, 'x-road-id': id },
    keys: { xroadClient: client, xroadId: id, ...(user ? { xroadUser: user } : {}) },
  }
}

function isPeer(address: string, allowed: readonly string[]): boolean {
  const plain = address.replace(/^::ffff:/i, '')
  const kind = isIP(plain)
  if (kind === 0) return false
  const family = kind === 4 ? 'ipv4' : 'ipv6'
  return allowed.some((entry) => {
    const [base = '', bits] = entry.split('/')
    if (isIP(base) !== kind) return false
    const whole = kind === 4 ? 32 : 128
    const prefix = bits === undefined ? whole : Number(bits)
    if (!Number.isInteger(prefix) || prefix < 1 || prefix > whole) return false
    const list = new BlockList()
    list.addSubnet(base, prefix, family)
    return list.check(plain, family)
  })
}
