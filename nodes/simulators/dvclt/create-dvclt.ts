import { z } from 'zod'
import { DVCLT_ACCOUNT } from '../access.ts'
import { createSimulator, type FramedSimulator } from '../frame/create-simulator.ts'
import { jsonReply, type Reply } from '../frame/reply.ts'
import { asObject, type SimRequest, textOf } from '../frame/request.ts'
import type {
  ControlRoute,
  Dialect,
  Route,
  SimulatorOptions,
  SimulatorParts,
  SimulatorTools,
} from '../frame/simulator.ts'
import { type CaseBook, createCaseBook } from '../ngsp/case-book.ts'
import { insuranceOperations } from '../ngsp/insurance.ts'
import { createTokens, type Tokens } from '../ngsp/tokens.ts'
import { insuredChildren, takeDossier, tellOutcomes } from './justice.ts'
import { createLinkedBook, type LinkedBook, type LinkedDossier } from './linked-book.ts'
import { getOne, listNew, markReceived, refused, reportState } from './linked-services.ts'
import { type LinkedModule, makeLinked, type Turn } from './samples.ts'

/** So many dossiers wait at most before citizens hand in no more. */
const MOST_WAITING = 20

/** Options of the simulator of linked services. */
export interface DvcltOptions extends SimulatorOptions {
  /** How long one state of a dossier lasts; 20 s by default. */
  readonly stateSeconds?: number
}

/** The simulator of the linked-service software with the Ministry of Justice and BHXH behind it. */
export interface Dvclt extends FramedSimulator {
  dossiers(): readonly LinkedDossier[]
  /** A citizen hands in a dossier; gives its id. */
  handIn(module: LinkedModule, turn?: Turn): string
}

interface DvcltParts extends SimulatorParts {
  readonly book: LinkedBook
  readonly cases: CaseBook
  add(module: LinkedModule, turn: Turn): LinkedDossier
}

/** Linked services: dossiers wait until they are reported received, the ministry works on them in compressed time, BHXH then knows the child. */
export function createDvclt(options: DvcltOptions = {}): Dvclt {
  const { simulator, parts } = createSimulator(
    options,
    (tools) => buildDvclt(tools, options),
    (built, line) => {
      built.book.restore(line)
      built.cases.restore(line)
    },
  )
  return Object.assign(simulator, {
    dossiers: () => parts.book.all(),
    handIn: (module: LinkedModule, turn: Turn = 'good') => parts.add(module, turn).id,
  })
}

function buildDvclt({ clock, random, record }: SimulatorTools, options: DvcltOptions): DvcltParts {
  let seconds = options.stateSeconds ?? 20
  const book = createLinkedBook()
  const cases = createCaseBook('guiBoTuPhap', clock, () => seconds)
  const tokens = createTokens(random, clock, 3600)
  const make = (module: LinkedModule, turn: Turn) =>
    makeLinked(random, clock(), { module, turn, number: book.all().length + 1 })
  const fill = (): void => {
    book.add(make('KS', 'good'))
    book.add(make('KT', 'good'))
  }
  fill()
  const add = (module: LinkedModule, turn: Turn): LinkedDossier => {
    const one = book.add(make(module, turn))
    record.append([{ operation: 'hoSoMoi', key: one.fields.maHoSo, outcome: 'handed-in', body: one.fields }], {
      call: 0,
    })
    return one
  }
  let ticks = 0
  return {
    book,
    cases,
    add,
    name: 'dvclt',
    title: { vi: 'Phần mềm DVC liên thông (giả lập)', en: 'Linked public services (simulated)' },
    summary: {
      vi: 'Đóng vai phần mềm dịch vụ công liên thông cùng Bộ Tư pháp và BHXH phía sau: hồ sơ khai sinh, khai tử đi hết chuỗi trong vài phút.',
      en: 'Plays the linked-service software with the Ministry of Justice and BHXH behind it: births and deaths go through the chain in minutes.',
    },
    routes: routesOf(book, cases, tokens),
    controls: [
      paceControl(
        () => seconds,
        (value) => {
          seconds = value
        },
      ),
    ],
    dialect: dialectOf(tokens),
    countTitles: {
      waiting: { vi: 'Hồ sơ chờ nhận', en: 'Dossiers waiting' },
      dossiers: { vi: 'Tất cả hồ sơ', en: 'All dossiers' },
      justice: { vi: 'Hồ sơ ở Bộ Tư pháp', en: 'Dossiers at the Ministry of Justice' },
      returned: { vi: 'Đã trả kết quả', en: 'Results returned' },
    },
    counts: () => ({
      waiting: book.all().filter(({ received }) => !received).length,
      dossiers: book.all().length,
      justice: cases.size(),
      returned: book.all().filter(({ reports }) => reports.at(-1)?.trangThai === '5').length,
    }),
    tick: () => {
      // Nobody takes them until a flow does: the heap stays small.
      if (book.all().filter(({ received }) => !received).length >= MOST_WAITING) return
      ticks++
      add(ticks % 3 === 0 ? 'KT' : 'KS', ticks % 10 === 0 ? 'supplement' : 'good')
    },
    reset: () => {
      book.clear()
      cases.clear()
      tokens.clear()
      seconds = options.stateSeconds ?? 20
      fill()
    },
  }
}

function paceControl(get: () => number, set: (seconds: number) => void): ControlRoute {
  const schema = z.strictObject({ stateSeconds: z.number().int().min(1).max(86_400) })
  return {
    method: 'PUT',
    path: 'settings',
    handle: (body) => {
      set(schema.parse(body).stateSeconds)
      return { stateSeconds: get() }
    },
  }
}

function dialectOf(tokens: Tokens): Dialect {
  return {
    // One of its three server errors has HTTP status 200 and says so in words only, as deployed clients have met it (domain-vietnam §5.4).
    failure: (status, message) =>
      status === 502
        ? refused('Client received SOAP Fault from server')
        : jsonReply(status, { status: '0', errorDescription: message.vi }),
    sessionExpired: (request) => {
      tokens.end(bearerOf(request))
      return unauthorised()
    },
    duplicate: (_request, reply) =>
      reply.body.toString().includes('"status":"1"') ? refused('Hồ sơ đã tồn tại') : reply,
  }
}

const bearerOf = (request: SimRequest): string =>
  /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
const unauthorised = (): Reply =>
  jsonReply(401, { status: '0', errorDescription: 'Token không hợp lệ hoặc đã hết hạn' })

function routesOf(book: LinkedBook, cases: CaseBook, tokens: Tokens): readonly Route[] {
  const route = (
    method: Route['method'],
    path: string,
    operation: string,
    handle: (request: SimRequest) => Reply,
    creates = false,
  ): Route => ({
    method,
    path,
    operation,
    session: true,
    creates,
    handle: (request) => {
      const token = tokens.find(bearerOf(request))
      return token === undefined || token === 'expired' ? unauthorised() : handle(request)
    },
  })
  const list = '/api/lienthongdvclt/hosolienthong'
  const insured = Object.entries(insuranceOperations).map(([name, handle]) =>
    route('POST', `/apiBHXH/1.0/${name}`, name, (request) => handle(children(book, cases), request)),
  )
  return [
    { method: 'POST', path: '/token', operation: 'token', handle: (request) => signIn(tokens, request) },
    route('GET', list, 'danhSachHoSo', (request) => listNew(book, request)),
    route('GET', `${list}/{id}`, 'layHoSo', (request) => getOne(book, request)),
    route('PUT', `${list}/{id}`, 'danhDauDaNhan', (request) => markReceived(book, request)),
    route('POST', '/api/lienthongdvclt/capNhatTrangThai', 'baoTrangThai', (request) => reportState(book, request)),
    route('POST', '/apiHoTichTuPhap/nhanHoSoLienThong', 'guiBoTuPhap', (request) => takeDossier(cases, request), true),
    route('POST', '/apiHoTichTuPhap/traKetQuaLienThong', 'traKetQua', (request) => tellOutcomes(cases, request)),
    ...insured,
  ]
}

function children(book: LinkedBook, cases: CaseBook) {
  return insuredChildren(
    cases,
    book.all().map(({ fields }) => fields.maHoSo),
  )
}

function signIn(tokens: Tokens, request: SimRequest): Reply {
  const given = asObject(request.json())
  const known =
    textOf(given, 'userName') === DVCLT_ACCOUNT.username && textOf(given, 'password') === DVCLT_ACCOUNT.password
  if (!known) return jsonReply(401, { status: '0', errorDescription: 'Tài khoản hoặc mật khẩu không đúng' })
  const { value } = tokens.issue('oauth')
  return jsonReply(200, { token: value, refreshToken: value, refreshTokenExpiryTime: '2099-01-01T00:00:00Z' })
}
