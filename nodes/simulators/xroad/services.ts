import { jsonReply } from '../frame/reply.ts'
import { asObject, headerOf, type SimRequest, textOf } from '../frame/request.ts'
import type { Headers, Service } from './security-server.ts'

/** A request that the other member has taken in, told apart by the client's X-Road-Id. */
export interface ReceivedCase {
  readonly soPhieu: string
  readonly maHoSo: string
  readonly xroadId: string
  readonly canBo: string
}

/** Dossiers of the other member; made up. */
export const DOSSIERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '000.00.00.G98-260105-0001': {
    maHoSo: '000.00.00.G98-260105-0001',
    maTTHC: '2.000635',
    trangThai: '4',
    tenTrangThai: 'Đang xử lý',
    ngayHenTra: '2026-01-12',
  },
  '000.00.00.G98-260105-0002': {
    maHoSo: '000.00.00.G98-260105-0002',
    maTTHC: '1.001612',
    trangThai: '10',
    tenTrangThai: 'Đã trả kết quả',
    ngayHenTra: '2026-01-08',
  },
}

/** The services of the other member: an echo, the state of a dossier, a request that is taken once, one that is closed to us and one that is stopped. */
export function providerServices(
  provider: string,
  client: string,
  received: Map<string, ReceivedCase>,
): readonly Service[] {
  const open = { provider, clients: [client] }
  return [
    {
      ...open,
      code: 'echo',
      endpoints: [
        { method: 'GET', path: '/*' },
        { method: 'POST', path: '/*' },
      ],
      answer: (request, rest, call) => jsonReply(200, { ...seen(request, rest), headers: call }),
    },
    {
      ...open,
      code: 'ho-so',
      endpoints: [{ method: 'GET', path: '/*' }],
      answer: (_request, rest) => {
        const code = decodeURIComponent(rest.slice(1))
        const found = Object.hasOwn(DOSSIERS, code) ? DOSSIERS[code] : undefined
        return found
          ? jsonReply(200, found)
          : jsonReply(404, { maLoi: 'KHONG_CO', thongBao: `Không có hồ sơ ${code.slice(0, 100)}` })
      },
    },
    {
      ...open,
      code: 'phieu-yeu-cau',
      endpoints: [{ method: 'POST', path: '/' }],
      answer: (request, _rest, call) => take(request, call, received),
    },
    {
      ...open,
      code: 'noi-bo',
      endpoints: [{ method: 'GET', path: '/' }],
      clients: [],
      answer: () => jsonReply(200, {}),
    },
    {
      ...open,
      code: 'tam-dung',
      endpoints: [{ method: 'GET', path: '/' }],
      disabled: true,
      answer: () => jsonReply(200, {}),
    },
  ]
}

/** What a provider gets to see of a request. */
function seen(request: SimRequest, rest: string): object {
  const type = headerOf(request.headers, 'content-type')
  const text = request.body.toString('utf8')
  return { method: request.method, path: rest, query: Object.fromEntries(request.query), type, body: text }
}

function take(request: SimRequest, call: Headers, received: Map<string, ReceivedCase>) {
  const maHoSo = textOf(asObject(request.json()), 'maHoSo')
  if (maHoSo === undefined) return jsonReply(422, { maLoi: 'THIEU_MA_HO_SO', thongBao: 'Thiếu mã hồ sơ' })
  const xroadId = call['x-road-id'] ?? ''
  const known = received.get(xroadId)
  if (known) return jsonReply(200, { ...known, trung: true })
  const soPhieu = `PYC-${String(received.size + 1).padStart(4, '0')}`
  const taken = { soPhieu, maHoSo, xroadId, canBo: call['x-road-userid'] ?? '' }
  received.set(xroadId, taken)
  request.record([{ operation: 'phieu-yeu-cau', key: maHoSo, body: request.json(), outcome: 'accepted' }])
  return jsonReply(201, { ...taken, trung: false })
}
