import { hex, type Random } from '../frame/random.ts'
import { jsonReply, type Reply } from '../frame/reply.ts'
import { asObject, headerOf, type SimRequest, textOf } from '../frame/request.ts'
import type { Dialect, Route } from '../frame/simulator.ts'
import { type DvcqgAnswers, SESSION_OVER } from './answers.ts'
import type { Service } from './services.ts'
import type { Sessions } from './sessions.ts'

/** The account of `mapi/login`; it opens nothing but the simulator. */
export const DVCQG_ACCOUNT = { username: 'mo-phong', password: 'mo-phong-dvcqg' } as const

/** The X-Road subsystem of the portal, needed as `dstcode` in the query or as a header. */
export const DVCQG_DSTCODE = 'VN:GOV:000.00.00.G22:vpcpdvcprovider'

/** The paths of both adapters; the second was seen on older security servers. */
const ADAPTERS = ['/XrdAdapter/RestService/forward', '/VXPAdapter/RestService/forward'] as const

/** Where logins go, under the first adapter. */
export const DVCQG_LOGIN_PATH = `${ADAPTERS[0]}/mapi/login`

/** Where every service goes, under the first adapter. */
export const DVCQG_SERVICE_PATH = `${ADAPTERS[0]}/mapi/g`

/** What the routes work with. */
interface DvcqgDesk {
  readonly sessions: Sessions
  readonly answers: DvcqgAnswers
  readonly services: ReadonlyMap<string, Service>
  readonly random: Random
}

/** How the portal, and the adapter in front of it, word what went wrong. */
export function dvcqgDialect(desk: DvcqgDesk): Dialect {
  return {
    failure: (status, message) => {
      if (status < 500) return jsonReply(status, { error_code: -1, message: message.vi, result: [] })
      return xroadError(desk.random, status, 'Server.ServerProxy.ServiceFailed.HttpError', message.en)
    },
    sessionExpired: (request) => {
      desk.sessions.end(sessionOf(request))
      return desk.answers.refused(SESSION_OVER)
    },
    duplicate: (request, reply) => {
      const codes = codesOf(request)
      // a call that was refused stays refused: nothing was stored that could exist
      return succeeded(reply) && codes.length > 0 ? desk.answers.duplicate(codes) : reply
    },
  }
}

/** Login and services, under both adapter paths. */
export function dvcqgRoutes(desk: DvcqgDesk): readonly Route[] {
  return ADAPTERS.flatMap((adapter): readonly Route[] => [
    {
      method: 'POST',
      path: `${adapter}/mapi/login`,
      operation: 'login',
      handle: throughAdapter(desk, (request) => login(desk, request)),
    },
    {
      method: 'POST',
      path: `${adapter}/mapi/g`,
      operation: serviceOf,
      session: true,
      creates: (operation) => operation === 'DongBoHoSoMC',
      handle: throughAdapter(desk, (request) => serve(desk, request)),
    },
  ])
}

function bodyOf(request: SimRequest): Readonly<Record<string, unknown>> {
  return asObject(request.json()) ?? {}
}

function serviceOf(request: SimRequest): string {
  return textOf(bodyOf(request), 'service')?.slice(0, 100) ?? ''
}

function sessionOf(request: SimRequest): string {
  return textOf(bodyOf(request), 'session') ?? ''
}

function codesOf(request: SimRequest): readonly string[] {
  const data = bodyOf(request).data
  return Array.isArray(data) ? data.flatMap((item) => textOf(asObject(item), 'MaHoSo') ?? []) : []
}

function succeeded(reply: Reply): boolean {
  const answer = asObject(JSON.parse(reply.body))
  return Number(answer?.error_code) === 0
}

/** The adapter's own check: a destination, and one that this security server knows (X-Road REST errors, PR-REST §4.6). */
function throughAdapter(desk: DvcqgDesk, handle: (request: SimRequest) => Reply): (request: SimRequest) => Reply {
  return (request) => {
    const destination = request.query.get('dstcode') ?? headerOf(request.headers, 'dstcode')
    if (destination === undefined || destination === '') {
      return xroadError(desk.random, 400, 'Client.BadRequest', 'dstcode is required in the query or as a header')
    }
    if (destination !== DVCQG_DSTCODE) {
      return xroadError(
        desk.random,
        500,
        'Server.ClientProxy.UnknownMember',
        `Could not find addresses for service provider "${destination.slice(0, 100)}"`,
      )
    }
    return handle(request)
  }
}

function xroadError(random: Random, status: number, type: string, message: string): Reply {
  return jsonReply(status, { type, message, detail: hex(random, 32) }, { 'x-road-error': type })
}

function login(desk: DvcqgDesk, request: SimRequest): Reply {
  const body = bodyOf(request)
  if (textOf(body, 'username') !== DVCQG_ACCOUNT.username || textOf(body, 'password') !== DVCQG_ACCOUNT.password) {
    return jsonReply(200, { error_code: -1, message: 'Tên đăng nhập hoặc mật khẩu không đúng' })
  }
  return jsonReply(200, { session: desk.sessions.open(), error_code: 0 })
}

/** Agency code, old style `000.00.00.H22` or new style `H22.14` (QĐ 20/2020/QĐ-TTg). */
const AGENCY_CODE = /^[0-9A-Z]+(?:\.[0-9A-Z]+)*$/

function serve(desk: DvcqgDesk, request: SimRequest): Reply {
  const body = bodyOf(request)
  if (!desk.sessions.isOpen(sessionOf(request))) return desk.answers.refused(SESSION_OVER)
  const agency = textOf(body, 'madonvi') ?? ''
  if (agency.length > 35 || !AGENCY_CODE.test(agency))
    return desk.answers.refused('Dữ liệu không hợp lệ: madonvi không đúng định dạng mã định danh')
  const name = serviceOf(request)
  const service = desk.services.get(name)
  return service ? service(body, request) : desk.answers.refused(`Dịch vụ "${name}" không được hỗ trợ`)
}
