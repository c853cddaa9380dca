import { z } from 'zod'
import { XROAD_CALLER, XROAD_CLIENT, XROAD_PROVIDER } from '../access.ts'
import { createSimulator, type FramedSimulator } from '../frame/create-simulator.ts'
import { jsonReply, type Reply } from '../frame/reply.ts'
import type { SimRequest } from '../frame/request.ts'
import type { ControlRoute, Route, SimulatorOptions, SimulatorParts } from '../frame/simulator.ts'
import { forwardSoapTo, forwardTo } from './forward.ts'
import { fault, handleCall, type Service } from './security-server.ts'
import { DOSSIERS, providerServices, type ReceivedCase } from './services.ts'
import { handleSoap, isSoap, soapFault, soapOperation, wsdlOf } from './soap-server.ts'
import { type SoapService, soapServices } from './soap-services.ts'

/** Options of the X-Road simulator. */
export interface XroadOptions extends SimulatorOptions {
  /** Where our own REST services are, by service code; `tinh-trang-ho-so` at the gateway of this machine by default. */
  readonly targets?: Readonly<Record<string, string>>
  /** Where our own SOAP services are, by service code; `TraCuuTinhTrang` at the gateway of this machine by default. */
  readonly soapTargets?: Readonly<Record<string, string>>
}

/** The X-Road simulator. */
export interface Xroad extends FramedSimulator {
  /** What other members' services have taken in. */
  received(): readonly ReceivedCase[]
  /** Puts our own REST services elsewhere. */
  setTargets(targets: Readonly<Record<string, string>>): void
  /** Puts our own SOAP services elsewhere. */
  setSoapTargets(targets: Readonly<Record<string, string>>): void
  /** The next calls fail with this type of error of X-Road itself. */
  failNext(type: string, times: number): void
}

interface Failing {
  type: string
  times: number
}

interface XroadParts extends SimulatorParts {
  readonly received: Map<string, ReceivedCase>
  readonly targets: Map<string, string>
  readonly soapTargets: Map<string, string>
  readonly failing: Failing
}

const DEFAULT_TARGETS = { 'tinh-trang-ho-so': 'http://127.0.0.1:7101/x-road/tinh-trang-ho-so' }
const DEFAULT_SOAP_TARGETS = { TraCuuTinhTrang: 'http://127.0.0.1:7101/soap/tra-cuu-ho-so' }

/** Security servers of two sides in one: services of another member for our flows, and our own flows as services for another member. */
export function createXroad(options: XroadOptions = {}): Xroad {
  const { simulator, parts } = createSimulator(options, () => buildXroad(options))
  return Object.assign(simulator, {
    received: () => [...parts.received.values()],
    setTargets: (targets: Readonly<Record<string, string>>) => replace(parts.targets, targets),
    setSoapTargets: (targets: Readonly<Record<string, string>>) => replace(parts.soapTargets, targets),
    failNext: (type: string, times: number) => void Object.assign(parts.failing, { type, times }),
  })
}

function replace(map: Map<string, string>, entries: Readonly<Record<string, string>>): void {
  map.clear()
  for (const [code, target] of Object.entries(entries)) map.set(code, target)
}

function buildXroad(options: XroadOptions): XroadParts {
  const first = options.targets ?? DEFAULT_TARGETS
  const firstSoap = options.soapTargets ?? DEFAULT_SOAP_TARGETS
  const received = new Map<string, ReceivedCase>()
  const targets = new Map(Object.entries(first))
  const soapTargets = new Map(Object.entries(firstSoap))
  const failing: Failing = { type: '', times: 0 }
  const others = providerServices(XROAD_PROVIDER, XROAD_CLIENT, received)
  const services = (): readonly Service[] => [...others, ...ownServices(targets)]
  const soapOthers = soapServices(XROAD_PROVIDER, XROAD_CLIENT, DOSSIERS, received)
  const soap = (): readonly SoapService[] => [...soapOthers, ...ownSoapServices(soapTargets)]
  const handle = async (request: SimRequest) => {
    if (failing.times > 0) {
      failing.times--
      return anyFault(failing.type, 'Lỗi được bật trên bảng điều khiển', request)
    }
    return isSoap(request) ? handleSoap(request, soap()) : handleCall(request, services())
  }
  return {
    received,
    targets,
    soapTargets,
    failing,
    name: 'xroad',
    title: { vi: 'Máy chủ bảo mật X-Road (giả lập)', en: 'X-Road security server (simulated)' },
    summary: {
      vi: 'Đóng vai máy chủ bảo mật hai đầu: dịch vụ REST (/r1/…) và SOAP (/) của thành viên khác, siêu dịch vụ, lỗi của trục; chuyển lời gọi của thành viên khác vào luồng của ta.',
      en: 'Plays the security servers of both sides: REST (/r1/…) and SOAP (/) services of another member, services about services, faults of the way; passes calls of another member to our flows.',
    },
    routes: [...routesOf(handle), ...soapRoutesOf(handle, soap)],
    controls: controlsOf(targets, soapTargets, failing),
    dialect: {
      failure: (status, message, request) =>
        request === undefined
          ? jsonReply(status, { type: 'Client.BadRequest', message: message.en, detail: '' }, CLIENT_ERROR)
          : anyFault(
              status < 500 ? 'Client.BadRequest' : 'Server.ServerProxy.ServiceFailed.HttpError',
              message.en,
              request,
            ),
      sessionExpired: (request) => anyFault('Server.ClientProxy.SslAuthenticationFailed', 'Not signed in', request),
      duplicate: (request) => jsonReply(409, { maLoi: 'DA_TON_TAI', call: request.call }),
    },
    countTitles: { received: { vi: 'Phiếu bên kia đã nhận', en: 'Requests taken by the other side' } },
    counts: () => ({ received: received.size }),
    reset: () => {
      received.clear()
      replace(targets, first)
      replace(soapTargets, firstSoap)
      failing.times = 0
    },
  }
}

const CLIENT_ERROR = { 'x-road-error': 'Client.BadRequest' }

/** A fault of X-Road in the words of the protocol that the call speaks. */
function anyFault(type: string, message: string, request: SimRequest): Reply {
  return isSoap(request) ? soapFault(type, message, request) : fault(type, message, request)
}

function ownSoapServices(targets: ReadonlyMap<string, string>): readonly SoapService[] {
  return [...targets].map(([code, target]) => ({
    provider: XROAD_CLIENT,
    code,
    clients: [XROAD_CALLER, 'VN/GOV/000.00.00.G97'],
    answer: forwardSoapTo(target),
  }))
}

function soapRoutesOf(handle: Route['handle'], services: () => readonly SoapService[]): readonly Route[] {
  return [
    { method: 'POST', path: '/', operation: soapOperation, session: true, handle },
    { method: 'GET', path: '/wsdl', operation: 'wsdl', handle: (request) => wsdlOf(request, services()) },
  ]
}

function ownServices(targets: ReadonlyMap<string, string>): readonly Service[] {
  return [...targets].map(([code, target]) => ({
    provider: XROAD_CLIENT,
    code,
    endpoints: [{ method: 'GET', path: '/*' }],
    clients: [XROAD_CALLER, 'VN/GOV/000.00.00.G97'],
    answer: forwardTo(target),
  }))
}

/** A service code and up to four parts behind it. */
const DEPTHS = [0, 1, 2, 3, 4].map((depth) => Array.from({ length: depth }, (_, i) => `/{p${i}}`).join(''))

function routesOf(handle: Route['handle']): readonly Route[] {
  const operation = ({ params }: SimRequest): string => params.get('service') ?? ''
  return [
    {
      method: 'GET',
      path: '/listClients',
      operation: 'listClients',
      handle: () => jsonReply(200, { member: [XROAD_CLIENT, XROAD_CALLER, XROAD_PROVIDER].map(memberOf) }),
    },
    ...(['GET', 'POST', 'PUT'] as const).flatMap((method) =>
      DEPTHS.map((rest) => ({
        method,
        path: `/r1/{instance}/{class}/{member}/{subsystem}/{service}${rest}`,
        operation,
        session: true,
        handle,
      })),
    ),
  ]
}

function memberOf(id: string): object {
  const [xroad_instance, member_class, member_code, subsystem_code] = id.split('/')
  return {
    id: { object_type: 'SUBSYSTEM', xroad_instance, member_class, member_code, subsystem_code },
    name: 'Thành viên giả lập',
    subsystem_code,
  }
}

const failSchema = z.strictObject({
  type: z.string().regex(/^(?:Client|Server\.(?:ClientProxy|ServerProxy))(?:\.[A-Za-z]{1,60}){1,3}$/),
  times: z.number().int().min(0).max(10_000),
})
const targetsSchema = z.record(z.string().regex(/^[a-z0-9-]{1,60}$/), z.url({ protocol: /^http$/ }))

/** An operation of SOAP may have capitals. */
const soapTargetsSchema = z.record(z.string().regex(/^[A-Za-z0-9_.-]{1,60}$/), z.url({ protocol: /^http$/ }))

function controlsOf(
  targets: Map<string, string>,
  soapTargets: Map<string, string>,
  failing: Failing,
): readonly ControlRoute[] {
  return [
    {
      method: 'PUT',
      path: 'soap-targets',
      handle: (body) => {
        replace(soapTargets, soapTargetsSchema.parse(body))
        return Object.fromEntries(soapTargets)
      },
    },
    {
      method: 'PUT',
      path: 'xroad-error',
      handle: (body) => Object.assign(failing, failSchema.parse(body)),
    },
    {
      method: 'PUT',
      path: 'targets',
      handle: (body) => {
        replace(targets, targetsSchema.parse(body))
        return Object.fromEntries(targets)
      },
    },
  ]
}
