import type { HeaderBlock } from '#nodes/soap/header-blocks.ts'
import { isAllowed, partsOfClient } from '#nodes/xroad/identifier.ts'
import { readXroadHeader } from '#nodes/xroad/soap-header.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { XroadAccess, XroadCaller } from './xroad-caller.ts'

/** A caller over X-Road with the service that it asked for. */
export interface SoapXroadCaller extends XroadCaller {
  readonly serviceCode: string
}

/**
 * Reads who calls from the header blocks of an envelope (PR-MESS §2.2), whose sender is our security server. Throws `gateway.xroad-header` and
 * `gateway.xroad-client`.
 */
export function soapXroadCaller({ clients, needsUser }: XroadAccess, blocks: readonly HeaderBlock[]): SoapXroadCaller {
  const { client: asker, service, id, user, issue, party, isVersion4 } = readXroadHeader(blocks)
  if (!isVersion4) throw missing('protocolVersion')
  if (!asker) throw missing('client')
  if (!service) throw missing('service')
  if (id === undefined) throw missing('id')
  if (needsUser && user === undefined) throw missing('userId')
  const client = partsOfClient(asker).join('/')
  if (!clients.some((allowed) => isAllowed(asker, allowed)))
    throw permanent('gateway.xroad-client', { client: client.slice(0, 300) })
  const { provider, code, version } = service
  return {
    client,
    id,
    serviceCode: code,
    headers: {
      'x-road-client': client,
      'x-road-service': [...partsOfClient(provider), code, ...(version === undefined ? [] : [version])].join('/'),
      'x-road-id': id,
      ...(user === undefined ? {} : { 'x-road-userid': user }),
      ...(issue === undefined ? {} : { 'x-road-issue': issue }),
      ...(party === undefined ? {} : { 'x-road-represented-party': party }),
    },
    keys: { xroadClient: client, xroadId: id, ...(user === undefined ? {} : { xroadUser: user }) },
  }
}

function missing(header: string): Error {
  return permanent('gateway.xroad-header', { header })
}
