import { paymentTime } from '#nodes/payment/time.ts'
import { permanent } from '#shared/errors/flow-error.ts'

type Fields = Readonly<Record<string, unknown>>

/** What a flow says of a payment. */
export interface PaymentOrder {
  readonly dossier: string
  /** VND, digits only. */
  readonly amount: string
  readonly info: string
  readonly reference: string
  readonly receipt: Fields
}

/** What a connection says of all payments. */
export interface Partner {
  readonly maDoiTac: string
  readonly phienBan: string
  readonly maKenhThanhToan: string
  readonly maThietBi: string
  readonly ip: string
}

/** MaTraCuuTT (domain-vietnam §4.10): the dossier with the time of the run, so that every try of one run has the same. */
export function referenceOf(dossier: string, runAt: string): string {
  return `${dossier}${paymentTime(runAt)}`
}

/** The fields of INIT without their hash, in the words of the platform (domain-vietnam §4.10). */
export function initFields(order: PaymentOrder, partner: Partner, time: string): Fields {
  const { dossier, amount, info, receipt } = order
  return {
    LoaiBanTin: 'INIT',
    PhienBan: partner.phienBan,
    MaDoiTac: partner.maDoiTac,
    MaThamChieu: order.reference,
    SoTien: amount,
    LoaiHinhThanhToan: 'PAY',
    MaKenhThanhToan: partner.maKenhThanhToan,
    MaThietBi: partner.maThietBi,
    NgonNgu: 'vi-VN',
    MaTienTe: 'VND',
    MaNganHang: 'PAYMENT',
    ThongTinGiaoDich: info,
    ThoiGianGD: time,
    Ip: partner.ip,
    ThongTinBienLai: {
      MaHoSo: dossier,
      PhiLePhi: [],
      NoiDungThanhToan: info,
      DSKhoanNop: [{ NoiDung: info, SoTien: amount }],
      ...receipt,
    },
  }
}

/** An amount in đồng as digits; throws `payment.amount` for anything but a whole number from 1 to 999,999,999,999. */
export function amountOf(value: unknown): string {
  const digits = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
  if (/^[1-9]\d{0,11}$/.test(digits)) return digits
  throw permanent('payment.amount', { amount: digits.slice(0, 30) })
}
