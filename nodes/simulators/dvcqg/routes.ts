import { DVCQG_ACCOUNT, DVCQG_ADAPTERS, DVCQG_DSTCODE, GPLX_DSTCODE } from '../access.ts'
import { hex, type Random } from '../frame/random.ts'
import { jsonReply, type Reply } from '../frame/reply.ts'
import { asObject, headerOf, type SimRequest, textOf } from '../frame/request.ts'
import type { Dialect, Route } from '../frame/simulator.ts'
import { type DvcqgAnswers, SESSION_OVER } from './answers.ts'
import type { Service } from './services.ts'
import type { Sessions } from './sessions.ts'

/** What the routes work with. */
interface DvcqgDesk {
  readonly sessions: Sessions
  readonly answers: DvcqgAnswers
  readonly services: ReadonlyMap<string, Service>
  readonly gplx: ReadonlyMap<string, Service>
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
  return DVCQG_ADAPTERS.flatMap((adapter): readonly Route[] => [
    {
      method: 'POST',
      path: `${adapter}/mapi/login`,
      operation: 'login',
      handle: throughAdapter(desk, (request) => login(desk, request)),
    },
    {
      method: 'POST',
      path: `${adapter}/mapi/g`,
      operation: operationOf,
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

/** The name in records and in the dial: the licence system has services of the same name. */
function operationOf(request: SimRequest): string {
  return destinationOf(request) === GPLX_DSTCODE ? `GPLX.${serviceOf(request)}` : serviceOf(request)
}

function destinationOf(request: SimRequest): string {
  return request.query.get('dstcode') ?? headerOf(request.headers, 'dstcode') ?? ''
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
    const destination = destinationOf(request)
    if (destination === '') {
      return xroadError(desk.random, 400, 'Client.BadRequest', 'dstcode is required in the query or as a header')
    }
    if (destination !== DVCQG_DSTCODE && destination !== GPLX_DSTCODE) {
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
  const service = (destinationOf(request) === GPLX_DSTCODE ? desk.gplx : desk.services).get(name)
  return service ? service(body, request) : desk.answers.refused(`Dịch vụ "${name}" không được hỗ trợ`)
}
