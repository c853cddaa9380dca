import { jsonReply, type Reply } from '../frame/reply.ts'
import { asObject, type SimRequest, textOf } from '../frame/request.ts'
import type { Citizen } from './citizens.ts'

const NEEDED = ['SoDinhDanhChuSoHuu', 'HoTenNguoiYeuCau', 'KenhThucHien', 'SoDinhDanhNguoiYeuCau', 'MaThuTuc'] as const

/** What the store keeps of everybody, by the code of the result. */
const KEPT = [
  ['KQ.G15.000031', 'Giấy khai sinh', 'KS'],
  ['KQ.G15.000033', 'Giấy xác nhận tình trạng hôn nhân', 'HN'],
] as const

/**
 * Papers of one person in the document store (domain-vietnam §4.8): all of them, or those that `DanhSachDanhMucKetQua` names. The signature of
 * the reply, the path and the words of refusals are ours; an unknown person has an empty list.
 */
export function listDocuments(citizens: ReadonlyMap<string, Citizen>, request: SimRequest): Reply {
  const asked = asObject(request.json()) ?? {}
  const missing = NEEDED.find((name) => (textOf(asked, name) ?? '') === '')
  if (missing) return refused(`Dữ liệu không hợp lệ: ${missing} không được để trống`)
  const list = Object.hasOwn(asked, 'DanhSachDanhMucKetQua') ? asked.DanhSachDanhMucKetQua : []
  if (!Array.isArray(list)) return refused('Dữ liệu không hợp lệ: DanhSachDanhMucKetQua phải là danh sách')
  const wanted = list.map((item) => asObject(item))
  const owner = citizens.get(textOf(asked, 'SoDinhDanhChuSoHuu') ?? '')
  const papers = owner
    ? KEPT.map(([code, name, sign]) => paper(code, name, `${owner.insurance.slice(-4)}/${sign}`))
    : []
  const found = papers.filter(
    ({ MaKetQua, SoKyHieu }) =>
      wanted.length === 0 ||
      wanted.some(
        (one) => textOf(one, 'MaKetQua') === MaKetQua && ['', SoKyHieu].includes(textOf(one, 'SoKyHieu') ?? ''),
      ),
  )
  return jsonReply(200, { errorCode: '0', message: '', signature: '', result: { DanhSachGiayToKetQua: found } })
}

function paper(code: string, name: string, number: string) {
  const file = { TenTep: `${name}.pdf`, DuongDan: `/kho-giay-to/${code}/${number}.pdf` }
  return {
    MaKetQua: code,
    TenGiayTo: name,
    SoKyHieu: number,
    CoQuanChuQuan: '000.00.00.H22',
    DanhSachTepDinhKem: [file],
  }
}

function refused(message: string): Reply {
  return jsonReply(200, { errorCode: '-1', message, result: null })
}
