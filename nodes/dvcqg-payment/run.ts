import { textOf } from '#nodes/payment/outcome.ts'
import { askPayment, beginPayment, type PaymentKey, paymentValues } from '#nodes/payment/platform.ts'
import { isPaymentTime, paymentTime } from '#nodes/payment/time.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { type Dynamic, durationMs } from '#shared/node/fields.ts'
import { defineRun, emit, type Prepare, type Probe, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'
import { amountOf, initFields, type PaymentOrder, referenceOf } from './init-fields.ts'

type Tools = Prepare<SettingsOf<typeof definition>>
type Fields = Readonly<Record<string, unknown>>

/** Begins a payment or asks for its result; after an interrupted beginning the probe asks the platform. */
export const run = defineRun(
  definition,
  (tools) => {
    const { connection, operation, timeout } = tools.settings
    const timeoutMs = durationMs(timeout)
    if (operation === 'QUERY') {
      const key = keyReader(tools)
      return async (message, context) => {
        const body = await askPayment(connection, await key(message, context), timeoutMs, context)
        return emit('out', { ...message, body })
      }
    }
    const read = orderReader(tools)
    return async (message, context) => {
      const order = await read(message, context)
      const time = paymentTime(context.run.at)
      const partner = paymentValues(await context.connection(connection))
      const url = await beginPayment(connection, initFields(order, partner, time), timeoutMs, context)
      return emit('out', { ...message, body: begun(order, time, url, 'dang-cho') })
    }
  },
  {
    probe: probeWith,
    request: (tools) => {
      const { connection, operation } = tools.settings
      const facts = operation === 'QUERY' ? keyReader(tools) : orderReader(tools)
      return async (message, context) => ({
        method: operation,
        connection,
        path: '',
        body: await facts(message, context),
      })
    },
  },
)

function begun(order: PaymentOrder, time: string, url: string, outcome: string): Fields {
  const { reference, dossier, amount } = order
  return {
    MaThamChieu: reference,
    ThoiGianGD: time,
    MaHoSo: dossier,
    SoTien: amount,
    UrlThanhToan: url,
    trangThai: outcome,
  }
}

function orderReader({
  settings,
  value,
  mapping,
}: Tools): (message: Message, context: StepContext) => Promise<PaymentOrder> {
  const read = (dynamic: Dynamic | undefined, label: string) =>
    dynamic === undefined ? undefined : value(dynamic, label)
  const dossier = read(settings.dossier, 'MaHoSo')
  const amount = read(settings.amount, 'SoTien')
  const info = read(settings.info, 'ThongTinGiaoDich')
  const reference = read(settings.reference, 'MaThamChieu')
  const receipt = mapping(settings.receipt)
  return async (message, context) => {
    const code = filled(await dossier?.(message, context), 'MaHoSo')
    return {
      dossier: code,
      amount: amountOf(await amount?.(message, context)),
      info: info ? filled(await info(message, context), 'ThongTinGiaoDich') : `THANH TOAN HO SO ${code}`,
      reference: reference
        ? filled(await reference(message, context), 'MaThamChieu')
        : referenceOf(code, context.run.at),
      receipt: fieldsOf(await receipt(message, context)),
    }
  }
}

function keyReader({ settings, value }: Tools): (message: Message, context: StepContext) => Promise<PaymentKey> {
  const reference = value(settings.reference ?? null, 'MaThamChieu')
  const time = value(settings.time ?? null, 'ThoiGianGD')
  return async (message, context) => {
    const ThoiGianGD = filled(await time(message, context), 'ThoiGianGD')
    if (!isPaymentTime(ThoiGianGD)) {
      const vi = 'ThoiGianGD phải theo dạng yyyyMMddHHmmss, giờ 24'
      throw permanent('message.wrong-shape', { reason: { vi, en: 'ThoiGianGD must be yyyyMMddHHmmss, 24 hours' } })
    }
    return { MaThamChieu: filled(await reference(message, context), 'MaThamChieu'), ThoiGianGD }
  }
}

/**
 * A payment that the platform knows was begun. Its address came only with the lost answer: where QUERY does not repeat it and nobody has paid,
 * a person decides, since a second payment for one dossier would be asked of the citizen.
 */
function probeWith(tools: Tools): Probe {
  const { connection, operation, timeout } = tools.settings
  if (operation === 'QUERY') return async () => 'not-done'
  const read = orderReader(tools)
  return async (message, context) => {
    const order = await read(message, context)
    const time = paymentTime(context.run.at)
    const key = { MaThamChieu: order.reference, ThoiGianGD: time }
    const known = await askPayment(connection, key, durationMs(timeout), context)
    if (known.trangThai === 'khong-co') return 'not-done'
    const url = textOf(known.UrlThanhToan)
    if (url === '' && known.trangThai !== 'da-thanh-toan') return 'unknown'
    return emit('out', { ...message, body: begun(order, time, url, textOf(known.trangThai)) })
  }
}

function filled(value: unknown, label: string): string {
  const text = textOf(value)
  if (text === '') throw permanent('mapping.missing', { target: label, source: label })
  return text.slice(0, 500)
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
