import { createHash } from 'node:crypto'
import {
  encodeParts,
  isAllowed,
  isPart,
  parseClient,
  partsOfClient,
  type XroadClient,
} from '#nodes/xroad/identifier.ts'
import { jsonReply, type Reply } from '../frame/reply.ts'
import { headerOf, type SimRequest } from '../frame/request.ts'

/** A service behind a security server of the simulated X-Road. */
export interface Service {
  readonly provider: string
  readonly code: string
  readonly endpoints: readonly { readonly method: string; readonly path: string }[]
  /** The subsystems and members that may call it. */
  readonly clients: readonly string[]
  readonly disabled?: boolean
  /** `rest` is the path behind the service's own address, empty or with a slash in front. */
  answer(request: SimRequest, rest: string, call: Headers): Reply | Promise<Reply>
}

/** The headers of X-Road that a provider gets with a call. */
export type Headers = Readonly<Record<string, string>>

/** An answer of X-Road itself (PR-REST §4.6): `Client.*` is HTTP 400, everything else 500. */
export function fault(type: string, message: string, request: SimRequest): Reply {
  const status = type.startsWith('Client.') ? 400 : 500
  const detail = `gl-${String(request.call).padStart(6, '0')}`
  return jsonReply(status, { type, message, detail }, { 'x-road-error': type })
}

/** Takes one call of `/r1/…` as consumer's and provider's security server in one: checks it, asks the service, and adds the headers of the answer. */
export async function handleCall(request: SimRequest, services: readonly Service[]): Promise<Reply> {
  const header = headerOf(request.headers, 'x-road-client')
  if (header === undefined) return fault('Client.BadRequest', 'Required header X-Road-Client is missing', request)
  const client = parseClient(header)
  if (!client) return fault('Client.BadRequest', 'X-Road-Client is not an identifier', request)
  const parts = request.path.split('/').slice(2)
  const provider = parseClient(parts.slice(0, 4).join('/'))
  const code = decodePart(parts[4] ?? '')
  if (!provider || code === undefined)
    return fault('Client.BadRequest', 'The address does not hold a service identifier', request)
  const own = services.filter((it) => it.provider === partsOfClient(provider).join('/'))
  if (own.length === 0) {
    const name = partsOfClient(provider).join('/')
    return fault('Server.ClientProxy.UnknownMember', `Could not find addresses for service provider ${name}`, request)
  }
  const call = headersOf(request, client, [...partsOfClient(provider), code])
  const reply = meta(code, own, client, request) ?? (await ask(code, parts, own, client, request, call))
  return 'x-road-error' in reply.headers
    ? reply
    : { ...reply, headers: { ...reply.headers, ...call, ...hash(request) } }
}

async function ask(
  code: string,
  parts: readonly string[],
  own: readonly Service[],
  client: XroadClient,
  request: SimRequest,
  call: Headers,
): Promise<Reply> {
  const service = own.find((it) => it.code === code)
  if (!service) return fault('Server.ServerProxy.UnknownService', `Unknown service: ${code}`, request)
  if (!mayCall(service, client))
    return fault('Server.ServerProxy.AccessDenied', `Request is not allowed: ${service.provider}/${code}`, request)
  if (service.disabled) return fault('Server.ServerProxy.ServiceDisabled', `Service ${code} is disabled`, request)
  const rest = parts.length > 5 ? `/${parts.slice(5).join('/')}` : ''
  return service.answer(request, rest, call)
}

/** Whether a client, or the member that it belongs to, is on the list of a service. */
export function mayCall(service: Pick<Service, 'clients'>, client: XroadClient): boolean {
  return service.clients.some((it) => {
    const allowed = parseClient(it)
    return allowed !== undefined && isAllowed(client, allowed)
  })
}

/** The services about services (PR-MREST §4, §5), as any client may call them. */
function meta(code: string, own: readonly Service[], client: XroadClient, request: SimRequest): Reply | undefined {
  if (code === 'listMethods') return jsonReply(200, { service: own.map(described) })
  if (code === 'allowedMethods')
    return jsonReply(200, { service: own.filter((it) => mayCall(it, client)).map(described) })
  if (code !== 'getOpenAPI') return undefined
  const service = own.find((it) => it.code === request.query.get('serviceCode'))
  if (!service) return fault('Server.ServerProxy.UnknownService', 'serviceCode names no service', request)
  return jsonReply(200, openApi(service))
}

function described({ provider, code, endpoints }: Service): object {
  const [xroad_instance, member_class, member_code, subsystem_code] = provider.split('/')
  return {
    object_type: 'SERVICE',
    service_type: 'OPENAPI',
    xroad_instance,
    member_class,
    member_code,
    subsystem_code,
    service_code: code,
    endpoint_list: endpoints,
  }
}

function openApi({ code, endpoints }: Service): object {
  const paths = Object.fromEntries(
    endpoints.map(({ method, path }) => [
      path,
      { [method.toLowerCase()]: { operationId: `${code}${method}`, responses: { '200': { description: 'Kết quả' } } } },
    ]),
  )
  return { openapi: '3.0.0', info: { title: `${code} (giả lập)`, version: '1.0.0' }, paths }
}

function headersOf(request: SimRequest, client: XroadClient, service: readonly string[]): Headers {
  const sent = ['x-road-userid', 'x-road-issue', 'x-road-represented-party'].flatMap((name): [string, string][] => {
    const value = headerOf(request.headers, name)
    return value === undefined ? [] : [[name, value]]
  })
  return {
    'x-road-client': encodeParts(partsOfClient(client)),
    'x-road-service': encodeParts(service),
    'x-road-id': headerOf(request.headers, 'x-road-id') ?? `tu-sinh-${request.call}`,
    'x-road-request-id': `gl-${request.call}`,
    ...Object.fromEntries(sent),
  }
}

/** In the form of the protocol, over the simulator's own writing of the headers. */
function hash(request: SimRequest): Headers {
  const digest = (data: string | Buffer): Buffer => createHash('sha512').update(data).digest()
  const headers = digest(`${request.method} ${request.path}`)
  const whole = request.body.length === 0 ? headers : digest(Buffer.concat([headers, digest(request.body)]))
  return { 'x-road-request-hash': whole.toString('base64') }
}

function decodePart(part: string): string | undefined {
  try {
    const text = decodeURIComponent(part)
    return isPart(text) ? text : undefined
  } catch {
    return undefined
  }
}
