import { jsonReply, type Reply } from '../frame/reply.ts'
import { asObject, type SimRequest, textOf } from '../frame/request.ts'
import type { Citizen } from './citizens.ts'

type Citizens = ReadonlyMap<string, Citizen>

/** The look-ups of BHXH by operation (domain-vietnam §3.8); the shape of the answers is ours. */
export const insuranceOperations: Readonly<Record<string, (citizens: Citizens, request: SimRequest) => Reply>> = {
  getTraCuuTtHgdByMaSoBhxh: byNumber,
  getMaSoBhxhTheoTieuChi: byCriteria,
  getTraCuuThongTinHgd: household,
}

function found(data: unknown): Reply {
  return jsonReply(200, { status: '1', message: 'Thành công', data })
}

function refused(message: string): Reply {
  return jsonReply(200, { status: '0', message })
}

function personOf({ insurance, name, birth, gender, household: book, commune }: Citizen) {
  const [maTinhKs, maHuyenKs, maXaKs] = [commune.provinceCode, commune.districtCode, commune.code]
  const gioiTinh = gender === 'nam' ? '1' : '2'
  return { maSoBhxh: insurance, hoTen: name, ngaySinh: birth, gioiTinh, maTinhKs, maHuyenKs, maXaKs, soSo: book }
}

function byNumber(citizens: Citizens, request: SimRequest): Reply {
  const number = textOf(asObject(request.json()), 'maSoBhxh') ?? ''
  if (!/^\d{10}$/.test(number)) return refused('maSoBhxh phải gồm 10 chữ số')
  const citizen = [...citizens.values()].find(({ insurance }) => insurance === number)
  return citizen ? found([personOf(citizen)]) : refused(`Không tìm thấy mã số BHXH ${number}`)
}

const LENGTHS: Readonly<Record<string, number>> = { '0': 8, '1': 6, '2': 4 }

function byCriteria(citizens: Citizens, request: SimRequest): Reply {
  const asked = asObject(request.json())
  const name = textOf(asked, 'hoTen')?.normalize('NFC').toLocaleLowerCase('vi') ?? ''
  const birth = textOf(asked, 'ngaySinh') ?? ''
  const kind = textOf(asked, 'loaiNgaySinh') ?? ''
  const wanted = Object.hasOwn(LENGTHS, kind) ? LENGTHS[kind] : undefined
  if (name === '') return refused('Thiếu hoTen')
  if (wanted === undefined) return refused('loaiNgaySinh phải là 0, 1 hoặc 2')
  // The date is yyyyMMdd whatever is known of it; only the known part is compared.
  if (!/^\d{8}$/.test(birth)) return refused('ngaySinh phải theo định dạng yyyyMMdd')
  const gender = textOf(asked, 'gioiTinh')
  const same = [...citizens.values()].filter(
    (citizen) =>
      citizen.name.toLocaleLowerCase('vi') === name &&
      citizen.birth.slice(0, wanted) === birth.slice(0, wanted).slice(0, citizen.birth.length) &&
      (gender === undefined || gender === '3' || (gender === '1') === (citizen.gender === 'nam')),
  )
  return same.length === 0 ? refused('Không tìm thấy người tham gia phù hợp') : found(same.map(personOf))
}

function household(citizens: Citizens, request: SimRequest): Reply {
  const book = textOf(asObject(request.json()), 'soSo') ?? ''
  const members = [...citizens.values()].filter((citizen) => citizen.household === book)
  return members.length === 0 ? refused(`Không tìm thấy sổ hộ ${book.slice(0, 20)}`) : found(members.map(personOf))
}
