import { createHash } from 'node:crypto'
import { PAYMENT_PARTNER } from '../access.ts'
import { digits, type Random } from '../frame/random.ts'
import type { CallRecord, RecordLine } from '../frame/record.ts'
import { escapeMarkup, htmlReply, jsonReply, type Reply } from '../frame/reply.ts'
import { asObject, type SimRequest, textOf } from '../frame/request.ts'
import type { Route } from '../frame/simulator.ts'
import { compactTime, readCompactTime } from '../frame/vietnam-time.ts'

type Fields = Readonly<Record<string, unknown>>

/** Where the platform calls back: the gateway of a local installation. */
export const DEFAULT_CALLBACK = 'http://127.0.0.1:7101/thanh-toan/dvcqg/ket-qua'

/** The state of one payment: 1 paid, 3 open, 4 failed. */
type PaymentState = '1' | '3' | '4'

/** What the caller answered to a callback. */
export interface CallbackResult {
  readonly reference: string
  readonly status?: number
  readonly body?: unknown
}

/** How a payment is ended. */
export interface PayAs {
  readonly state?: '1' | '4' | undefined
  /** A callback with a wrong hash; the payment itself is ended all the same. */
  readonly wrongHash?: boolean | undefined
  /** A callback that names another amount under the old hash. */
  readonly altered?: boolean | undefined
  /** No callback at all: only QUERY tells. */
  readonly silent?: boolean | undefined
  readonly target?: string | undefined
}

/** The payment platform. */
export interface Payments {
  readonly routes: readonly Route[]
  /** Ends a payment and calls back. Never rejects; undefined for one that is not known. */
  pay(reference: string, as?: PayAs): Promise<CallbackResult | undefined>
  /** One piece of traffic: the oldest open payment is paid. */
  work(): Promise<void>
  readonly settings: PaymentSettings
  counts(): Readonly<Record<string, number>>
  reset(): void
  restore(line: RecordLine): void
}

/** What an operator of the simulator may change. */
export interface PaymentSettings {
  callbackUrl: string
  wrongHash: boolean
  /** Whether QUERY repeats the address of an open payment; public sources do not say. */
  repeatsUrl: boolean
}

interface Payment {
  readonly fields: Fields
  readonly transaction: string
  state: PaymentState
}

const INIT = 'INIT'
const QUERY = 'QUERY'
const PAID = 'ThanhToan'
/** The clock of a partner may be this far off; an afternoon written with `hh` is twelve hours off. */
const MOST_OFF_MS = 11 * 60 * 60 * 1000
const PATIENCE_MS = 15_000
const MOST_PAYMENTS = 10_000

const INIT_ORDER =
  'LoaiBanTin|PhienBan|MaDoiTac|MaThamChieu|SoTien|LoaiHinhThanhToan|MaKenhThanhToan|MaThietBi|NgonNgu|MaTienTe|MaNganHang|ThongTinGiaoDich|ThoiGianGD|Ip'
const QUERY_ORDER = 'LoaiBanTin|PhienBan|MaDoiTac|MaThamChieu|ThoiGianGD'
const CALLBACK_ORDER =
  'LoaiBanTin|MaLoi|MaDoiTac|MaThamChieu|SoTien|MaTienTe|MaGiaoDich|MaNganHang|ThoiGianGD|ThongTinGiaoDich'

/** Makes the platform: INIT, QUERY, a page where the citizen pays, and callbacks. Hash orders are those of one deployed client. */
export function createPayments(random: Random, clock: () => Date, record: CallRecord, callbackUrl: string): Payments {
  const payments = new Map<string, Payment>()
  const settings: PaymentSettings = { callbackUrl, wrongHash: false, repeatsUrl: true }
  const totals = { callbacks: 0, accepted: 0 }

  const init = (request: SimRequest): Reply => {
    const body = asObject(request.json()) ?? {}
    const fault = faultOf(body, INIT_ORDER, clock()) ?? faultOfOrder(body)
    if (fault) return refused(fault)
    const reference = textOf(body, 'MaThamChieu') ?? ''
    if (payments.has(reference)) return refused(['02', `Mã tham chiếu ${reference} đã tồn tại`])
    if (payments.size >= MOST_PAYMENTS) return refused(['99', 'server error: quá nhiều giao dịch'])
    request.record([{ operation: INIT, key: reference, outcome: 'inserted', body }])
    payments.set(reference, { fields: body, transaction: `GD${digits(random, 10)}`, state: '3' })
    const message = JSON.stringify({ MaLoi: '00', MaThamChieu: reference, UrlThanhToan: urlOf(request, reference) })
    return jsonReply(200, { error_code: random() < 0.5 ? '0' : 0, message })
  }
  const query = (request: SimRequest): Reply => {
    const body = asObject(request.json()) ?? {}
    const fault = faultOf(body, QUERY_ORDER)
    const reference = textOf(body, 'MaThamChieu') ?? ''
    const echo = { LoaiBanTin: QUERY, MaDoiTac: PAYMENT_PARTNER.maDoiTac, MaThamChieu: reference }
    if (fault) return jsonReply(200, { ...echo, MaLoi: fault[0], MoTaLoi: fault[1] })
    const known = payments.get(reference)
    if (!known || known.fields.ThoiGianGD !== body.ThoiGianGD)
      return jsonReply(200, { ...echo, MaLoi: '01', MoTaLoi: `Không tìm thấy giao dịch ${reference.slice(0, 60)}` })
    const url = known.state === '3' && settings.repeatsUrl ? { UrlThanhToan: urlOf(request, reference) } : {}
    const paid = known.state === '1' ? { MaGiaoDich: known.transaction, MaNganHang: 'NHGL' } : {}
    const SoTien = Number(textOf(known.fields, 'SoTien'))
    return jsonReply(200, { ...echo, MaLoi: '00', MoTaLoi: '', TrangThaiGD: known.state, SoTien, ...paid, ...url })
  }
  const pay: Payments['pay'] = async (reference, as = {}) => {
    const known = payments.get(reference)
    if (!known) return undefined
    const state = as.state ?? '1'
    if (known.state === '3') {
      known.state = state
      record.append(
        [{ operation: PAID, key: reference, outcome: state === '1' ? 'paid' : 'failed', body: { state } }],
        {
          call: 0,
        },
      )
    }
    if (as.silent) return { reference }
    const body = callbackOf(known, reference, clock(), settings.wrongHash || as.wrongHash === true, as.altered === true)
    totals.callbacks++
    const answer = await send(as.target ?? settings.callbackUrl, body)
    if (answer.status === 200) totals.accepted++
    return { reference, ...answer }
  }
  return {
    routes: [
      { method: 'POST', path: '/thanh-toan/khoi-tao', operation: INIT, handle: init },
      { method: 'POST', path: '/thanh-toan/truy-van', operation: QUERY, handle: query },
      {
        method: 'GET',
        path: '/thanh-toan/trang/{ma}',
        operation: 'Trang',
        handle: (request) => page(payments, request),
      },
      {
        method: 'POST',
        path: '/thanh-toan/trang/{ma}',
        operation: 'Trang',
        handle: (request) => {
          const reference = request.params.get('ma') ?? ''
          if (payments.has(reference)) void pay(reference)
          return page(payments, request, payments.has(reference))
        },
      },
    ],
    pay,
    work: async () => {
      const open = [...payments].find(([, payment]) => payment.state === '3')
      if (open) await pay(open[0])
    },
    settings,
    counts: () => ({
      payments: payments.size,
      paid: [...payments.values()].filter(({ state }) => state === '1').length,
      callbacks: totals.callbacks,
      callbacksAccepted: totals.accepted,
    }),
    reset: () => {
      payments.clear()
      Object.assign(totals, { callbacks: 0, accepted: 0 })
      Object.assign(settings, { callbackUrl, wrongHash: false, repeatsUrl: true })
    },
    restore: (line) => {
      const body = asObject(line.body)
      if (line.operation === INIT && body)
        payments.set(line.key, { fields: body, transaction: `GD${String(line.seq).padStart(10, '0')}`, state: '3' })
      const known = line.operation === PAID ? payments.get(line.key) : undefined
      if (known) known.state = line.outcome === 'paid' ? '1' : '4'
    },
  }
}

type Fault = readonly [code: string, words: string]

function faultOf(body: Fields, order: string, now?: Date): Fault | undefined {
  if (textOf(body, 'MaDoiTac') !== PAYMENT_PARTNER.maDoiTac) return ['03', 'Mã đối tác không hợp lệ']
  if (textOf(body, 'MaXacThuc') !== hashOf(body, order)) return ['04', 'Mã xác thực không chính xác']
  const time = readCompactTime(textOf(body, 'ThoiGianGD') ?? '')
  if (!time) return ['05', 'ThoiGianGD phải theo định dạng yyyyMMddHHmmss']
  if (now && Math.abs(now.getTime() - time.getTime()) > MOST_OFF_MS)
    return ['05', 'ThoiGianGD lệch quá 11 giờ so với giờ của nền tảng, kiểm tra giờ 24 (HH)']
  return undefined
}

function faultOfOrder(body: Fields): Fault | undefined {
  if (!/^[1-9]\d{0,11}$/.test(textOf(body, 'SoTien') ?? '')) return ['06', 'SoTien phải là số nguyên dương']
  const receipt = asObject(body.ThongTinBienLai)
  if (!receipt || (textOf(receipt, 'MaHoSo') ?? '') === '') return ['06', 'ThongTinBienLai.MaHoSo không được để trống']
  return undefined
}

function hashOf(body: Fields, order: string): string {
  const parts = order.split('|').map((name) => {
    const value = Object.hasOwn(body, name) ? body[name] : undefined
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  })
  return createHash('sha256')
    .update([...parts, PAYMENT_PARTNER.secretKey].join('|'), 'utf8')
    .digest('hex')
}

/** The callback in the mixed types of the real one: the amount is a number here and a text in INIT. */
function callbackOf(payment: Payment, reference: string, now: Date, wrongHash: boolean, altered: boolean): Fields {
  const amount = Number(textOf(payment.fields, 'SoTien'))
  const told = {
    LoaiBanTin: 'CONFIRM',
    PhienBan: textOf(payment.fields, 'PhienBan') ?? '',
    MaLoi: payment.state === '1' ? '00' : '09',
    MaDoiTac: PAYMENT_PARTNER.maDoiTac,
    MaThamChieu: reference,
    SoTien: amount,
    MaTienTe: 'VND',
    MaGiaoDich: payment.transaction,
    MaNganHang: 'NHGL',
    ThoiGianGD: compactTime(now),
    ThongTinGiaoDich: textOf(payment.fields, 'ThongTinGiaoDich') ?? '',
    TrangThaiGD: payment.state,
  }
  const hash = hashOf(told, CALLBACK_ORDER)
  const MaXacThuc = wrongHash ? hash.replace(/^./, (first) => (first === '0' ? '1' : '0')) : hash
  return { ...told, ...(altered ? { SoTien: amount + 1 } : {}), MaXacThuc }
}

async function send(target: string, body: Fields): Promise<Omit<CallbackResult, 'reference'>> {
  try {
    const response = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
      redirect: 'manual',
    })
    return { status: response.status, body: parsed((await response.text()).slice(0, 100_000)) }
  } catch {
    return {}
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function refused([code, message]: Fault): Reply {
  return jsonReply(200, { error_code: code, message })
}

function urlOf(request: SimRequest, reference: string): string {
  const host = request.headers.host ?? '127.0.0.1'
  return `http://${host}/thanh-toan/trang/${encodeURIComponent(reference)}`
}

/** The page where the citizen pays: one button. */
function page(payments: ReadonlyMap<string, Payment>, request: SimRequest, justPaid = false): Reply {
  const payment = payments.get(request.params.get('ma') ?? '')
  if (!payment) return htmlReply(404, '<!DOCTYPE html><meta charset="utf-8"><p>Không tìm thấy giao dịch</p>')
  const { fields } = payment
  const state = justPaid || payment.state === '1' ? 'Đã thanh toán' : 'Chờ thanh toán'
  const button =
    payment.state === '3' && !justPaid ? '<form method="post"><button>Thanh toán (giả lập)</button></form>' : ''
  const lines = [textOf(fields, 'ThongTinGiaoDich') ?? '', `${textOf(fields, 'SoTien') ?? ''} đồng`, state]
  const text = lines.map((line) => `<p>${escapeMarkup(line)}</p>`).join('')
  return htmlReply(
    200,
    `<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Thanh toán (giả lập)</title></head><body><h1>Thanh toán (giả lập)</h1>${text}${button}</body></html>`,
  )
}
