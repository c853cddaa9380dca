import { NGSP_DSTCODE, XROAD_CLIENT, XROAD_SERVICE } from '../access.ts'
import { jsonReply, type Reply } from '../frame/reply.ts'
import { headerOf, type SimRequest } from '../frame/request.ts'
import type { Route } from '../frame/simulator.ts'

/** How a front lets a call through to a service. */
export type Guard = (api: string, handle: (request: SimRequest) => Reply) => (request: SimRequest) => Reply

const ADAPTER = '/XrdAdapter/RestService/forward'

/** The same services behind a security server: X-Road REST under `/r1/…`, and the adapter with `dstcode`. */
export function frontRoutes(services: (guard: Guard) => readonly Route[]): readonly Route[] {
  const xroad = services(throughXroad).map(({ session: _, ...route }) => ({
    ...route,
    path: `/r1/${XROAD_SERVICE}${route.path}`,
  }))
  const adapter = services(throughAdapter).map(({ session: _, ...route }) => ({
    ...route,
    path: `${ADAPTER}${route.path}`,
  }))
  const names = [...new Set(services((_api, handle) => handle).map(({ path }) => path))]
  return [
    ...xroad,
    ...adapter,
    {
      method: 'GET',
      path: `/r1/${XROAD_SERVICE}/listMethods`,
      operation: 'listMethods',
      handle: throughXroad('', () => methods(names)),
    },
  ]
}

function xroadFault(status: number, type: string, message: string): Reply {
  return jsonReply(status, { type, message, detail: 'giả lập' }, { 'x-road-error': type })
}

function throughXroad(_api: string, handle: (request: SimRequest) => Reply): (request: SimRequest) => Reply {
  return (request) => {
    const client = headerOf(request.headers, 'x-road-client')
    if (client === undefined) return xroadFault(400, 'Client.MissingHeader', 'Required header X-Road-Client is missing')
    if (client !== XROAD_CLIENT)
      return xroadFault(500, 'Server.ServerProxy.AccessDenied', `Request is not allowed: ${client.slice(0, 100)}`)
    const id = headerOf(request.headers, 'x-road-id') ?? `tu-sinh-${request.call}`
    const reply = handle(request)
    const own = {
      'x-road-client': client,
      'x-road-service': XROAD_SERVICE,
      'x-road-id': id,
      'x-road-request-id': `gl-${request.call}`,
    }
    return { ...reply, headers: { ...reply.headers, ...own } }
  }
}

function throughAdapter(_api: string, handle: (request: SimRequest) => Reply): (request: SimRequest) => Reply {
  return (request) => {
    const code = request.query.get('dstcode') ?? headerOf(request.headers, 'dstcode')
    if (code === NGSP_DSTCODE) return handle(request)
    return jsonReply(200, { error_code: '-1', message: `Không có dịch vụ đích ${(code ?? '').slice(0, 100)}` })
  }
}

function methods(names: readonly string[]): Reply {
  const [xRoadInstance, memberClass, memberCode, subsystemCode] = XROAD_SERVICE.split('/')
  const service = names.map((path) => ({
    object_type: 'SERVICE',
    xroad_instance: xRoadInstance,
    member_class: memberClass,
    member_code: memberCode,
    subsystem_code: subsystemCode,
    service_code: path.split('/')[1] ?? '',
    service_type: 'REST',
    endpoint_list: [{ method: '*', path }],
  }))
  return jsonReply(200, { service })
}
