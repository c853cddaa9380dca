/** What stands for the shared secret in a field order, as the guides of the platform write it. */
export const SECRET_NAME = 'MaBiMat'

/** A field order: names joined by `|`, the secret once among them. */
export const ORDER_PATTERN = /^[A-Za-z][A-Za-z0-9]{0,59}(?:\|[A-Za-z][A-Za-z0-9]{0,59}){1,59}$/

/**
 * The orders that one deployed client signs by (domain-vietnam §4.10). They are no law: each partner of the platform gets a guide of its own,
 * and the connection says what that guide says.
 */
export const DEFAULT_ORDERS = {
  init: 'LoaiBanTin|PhienBan|MaDoiTac|MaThamChieu|SoTien|LoaiHinhThanhToan|MaKenhThanhToan|MaThietBi|NgonNgu|MaTienTe|MaNganHang|ThongTinGiaoDich|ThoiGianGD|Ip|MaBiMat',
  query: 'LoaiBanTin|PhienBan|MaDoiTac|MaThamChieu|ThoiGianGD|MaBiMat',
  callback:
    'LoaiBanTin|MaLoi|MaDoiTac|MaThamChieu|SoTien|MaTienTe|MaGiaoDich|MaNganHang|ThoiGianGD|ThongTinGiaoDich|MaBiMat',
} as const

/** The names of an order. */
export function namesOf(order: string): readonly string[] {
  return order.split('|')
}

/** Whether an order is one: names that differ, with the secret once. */
export function isOrder(order: string): boolean {
  const names = namesOf(order)
  return ORDER_PATTERN.test(order) && new Set(names).size === names.length && names.includes(SECRET_NAME)
}

/** Whether a hash by this order binds payment, amount and outcome together: without one of them a true callback could be altered. */
export function protectsOutcome(order: string): boolean {
  const names = namesOf(order)
  return ['MaThamChieu', 'SoTien'].every((name) => names.includes(name)) && namesOfOutcome(order).length > 0
}

/** The fields of an order that tell the outcome. */
export function namesOfOutcome(order: string): readonly string[] {
  return namesOf(order).filter((name) => name === 'MaLoi' || name === 'TrangThaiGD')
}
