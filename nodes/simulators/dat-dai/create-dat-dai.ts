import { LAND_ACCESS } from '../access.ts'
import { createSimulator, type FramedSimulator } from '../frame/create-simulator.ts'
import { jsonReply, type Reply } from '../frame/reply.ts'
import { asObject, type SimRequest, textOf } from '../frame/request.ts'
import type { Route, SimulatorOptions, SimulatorParts, SimulatorTools } from '../frame/simulator.ts'
import { createTokens, type Tokens } from '../ngsp/tokens.ts'

/** A dossier at the land office. */
export interface LandDossier {
  readonly SoBienNhan: string
  readonly taxNotices: readonly string[]
}

/** The simulator of the land systems. */
export interface DatDai extends FramedSimulator {
  dossiers(): readonly LandDossier[]
}

interface LandParts extends SimulatorParts {
  readonly store: Map<string, LandDossier>
}

type Handle = (request: SimRequest) => Reply

const done = (data: unknown = {}): Reply => jsonReply(200, { status: '1', message: 'Thành công', data })
const refused = (message: string): Reply => jsonReply(200, { status: '0', message })
const unauthorised = (): Reply => jsonReply(401, { error: 'invalid_token' })
const bearerOf = (request: SimRequest): string =>
  /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''

/** ILIS (OAuth password grant) and VBDLIS (security code in the address) with one book of dossiers. */
export function createDatDai(options: SimulatorOptions = {}): DatDai {
  const { simulator, parts } = createSimulator(options, buildLand, ({ store }, { operation, key, body }) => {
    if (operation === 'CapNhatKetQuaThongBaoThue') note(store, key, asObject(body) ?? {})
    else store.set(key, { SoBienNhan: key, taxNotices: [] })
  })
  return Object.assign(simulator, { dossiers: () => [...parts.store.values()] })
}

function buildLand({ clock, random }: SimulatorTools): LandParts {
  const store = new Map<string, LandDossier>()
  const tokens = createTokens(random, clock, 3600)
  return {
    store,
    name: 'dat-dai',
    title: { vi: 'Hệ thống đất đai ILIS, VBDLIS (giả lập)', en: 'Land systems ILIS, VBDLIS (simulated)' },
    summary: {
      vi: 'Đóng vai văn phòng đăng ký đất đai: nhận hồ sơ từ một cửa, nhận kết quả thông báo thuế, cho danh mục.',
      en: 'Plays the land office: takes dossiers of the one-stop system and tax notices, gives code tables.',
    },
    routes: [...ilisRoutes(store, tokens), ...vbdlisRoutes(store)],
    dialect: {
      failure: (status, message) => jsonReply(status, { status: '0', message: message.vi }),
      sessionExpired: (request) => {
        tokens.end(bearerOf(request))
        return unauthorised()
      },
      duplicate: (_request, reply) => (reply.status === 200 ? refused('Hồ sơ đã tồn tại') : reply),
    },
    countTitles: {
      dossiers: { vi: 'Hồ sơ đất đai', en: 'Land dossiers' },
      notices: { vi: 'Thông báo thuế', en: 'Tax notices' },
    },
    counts: () => ({
      dossiers: store.size,
      notices: [...store.values()].reduce((sum, { taxNotices }) => sum + taxNotices.length, 0),
    }),
    reset: () => {
      store.clear()
      tokens.clear()
    },
  }
}

function ilisRoutes(store: LandParts['store'], tokens: Tokens): readonly Route[] {
  const guarded =
    (handle: Handle): Handle =>
    (request) => {
      const token = tokens.find(bearerOf(request))
      return token === undefined || token === 'expired' ? unauthorised() : handle(request)
    }
  const post = (operation: string, handle: Handle, creates: boolean): Route => ({
    method: 'POST',
    path: `/ilis/api/${operation}`,
    operation,
    session: true,
    creates,
    handle: guarded(handle),
  })
  return [
    { method: 'POST', path: '/ilis/token', operation: 'token', handle: (request) => signIn(tokens, request) },
    post('TiepNhanHoSo', (request) => take(store, 'TiepNhanHoSo', request), true),
    post('CapNhatKetQuaThongBaoThue', (request) => noteTax(store, request), false),
  ]
}

function signIn(tokens: Tokens, request: SimRequest): Reply {
  const form = new URLSearchParams(request.body.toString('utf8'))
  const known = form.get('username') === LAND_ACCESS.username && form.get('password') === LAND_ACCESS.password
  if (!known || form.get('grant_type') !== 'password') return jsonReply(400, { error: 'invalid_grant' })
  const { value, secondsLeft } = tokens.issue('oauth')
  return jsonReply(200, { access_token: value, token_type: 'bearer', expires_in: secondsLeft })
}

function vbdlisRoutes(store: LandParts['store']): readonly Route[] {
  // The address is repeated in the refusal, as careless systems do.
  const guarded =
    (handle: Handle): Handle =>
    (request) =>
      request.query.get('maBaoMat') === LAND_ACCESS.code
        ? handle(request)
        : jsonReply(403, { status: '0', message: `Không có quyền: ${request.path}?${request.query.toString()}` })
  const hand = (operation: string): Route => ({
    method: 'POST',
    path: `/vbdlis/api/${operation}`,
    operation,
    creates: true,
    handle: guarded((request) => take(store, operation, request)),
  })
  return [
    hand('ChuyenHoSo'),
    hand('TiepNhanHoSoChoMotCua'),
    {
      method: 'GET',
      path: '/vbdlis/api/GetDanhMucLoaiHoSo',
      operation: 'GetDanhMuc',
      handle: guarded(() => done([{ Ma: '01', Ten: 'Đăng ký biến động' }])),
    },
  ]
}

function take(store: LandParts['store'], operation: string, request: SimRequest): Reply {
  const given = asObject(request.json())
  const receipt = textOf(given, 'SoBienNhan') ?? ''
  if (receipt === '') return refused('Thiếu SoBienNhan')
  if (/^\s|\s$/.test(receipt)) return refused(`SoBienNhan không hợp lệ tại ${request.path}?${request.query.toString()}`)
  if (store.has(receipt)) return refused(`Hồ sơ có số biên nhận ${receipt} đã tồn tại`)
  request.record([{ operation, key: receipt, outcome: 'inserted', body: given }])
  store.set(receipt, { SoBienNhan: receipt, taxNotices: [] })
  return done()
}

function noteTax(store: LandParts['store'], request: SimRequest): Reply {
  const given = asObject(request.json()) ?? {}
  const receipt = textOf(given, 'SoBienNhan') ?? ''
  if (!store.has(receipt)) return refused(`Không tìm thấy hồ sơ ${receipt.slice(0, 50)}`)
  request.record([{ operation: 'CapNhatKetQuaThongBaoThue', key: receipt, outcome: 'noted', body: given }])
  note(store, receipt, given)
  return done()
}

function note(store: LandParts['store'], receipt: string, given: Readonly<Record<string, unknown>>): void {
  const listed: unknown = given.DanhSachThongBaoThue
  const numbers = (Array.isArray(listed) ? listed : []).map((one) => textOf(asObject(one), 'SoThongBaoThue') ?? '')
  store.set(receipt, { SoBienNhan: receipt, taxNotices: numbers })
}
