import { makePerson } from '../data/person.ts'
import { GPLX_PROCEDURE } from '../data/procedures.ts'
import { smallPdf } from '../data/small-pdf.ts'
import { chance, digits, pick, seededRandom } from '../frame/random.ts'
import { jsonReply, type Reply } from '../frame/reply.ts'
import { textOf } from '../frame/request.ts'
import { addWorkingDays, readCompactTime, shortDay, slashedDay, slashedTime } from '../frame/vietnam-time.ts'
import type { DvcqgAnswers } from './answers.ts'

type Fields = Readonly<Record<string, unknown>>

/** Dossiers that come in on one day. */
const A_DAY = 2
/** The longest stretch of days in one call (a limit of this simulator). */
const MOST_DAYS = 31
const DAY_MS = 24 * 60 * 60 * 1000
const PAPERS = GPLX_PROCEDURE.papers

/** The services of the driving licence system (domain-vietnam §6.6). Dossiers follow from their day, so nothing is kept. */
export function gplxServices(answers: DvcqgAnswers): ReadonlyMap<string, (body: Fields) => Reply> {
  const data = (found: readonly unknown[]): Reply => jsonReply(200, { error_code: answers.okCode(), data: found })
  return new Map<string, (body: Fields) => Reply>([
    [
      'DanhSachHoSo',
      (body) => {
        const from = dayOf(textOf(body, 'ngayNhan1'))
        const to = dayOf(textOf(body, 'ngayNhan2'))
        if ((textOf(body, 'donViXuLy') ?? '') === '')
          return answers.refused('Dữ liệu không hợp lệ: donViXuLy không được để trống')
        if (!from || !to)
          return answers.refused('Dữ liệu không hợp lệ: ngayNhan1, ngayNhan2 phải theo định dạng yyyy-MM-dd')
        const days = Math.round((to.getTime() - from.getTime()) / DAY_MS) + 1
        if (days < 1 || days > MOST_DAYS)
          return answers.refused(`Dữ liệu không hợp lệ: từ ngayNhan1 đến ngayNhan2 tối đa ${MOST_DAYS} ngày`)
        const listed = Array.from({ length: days }, (_, index) => dossiersOf(new Date(from.getTime() + index * DAY_MS)))
        return data(listed.flat().map(({ listed: fields }) => fields))
      },
    ],
    [
      'TraCuuHoSo',
      (body) => {
        const found = byCode(textOf(body, 'mahoso') ?? '')
        return data(found ? [found.detail] : [])
      },
    ],
    [
      'LayTaiLieuHoSo',
      (body) => {
        const path = textOf(body, 'duongdanteptin') ?? ''
        const [, code = '', number = ''] = /^\/gplx\/([^/]+)\/(\d)\.pdf$/.exec(path) ?? []
        const paper = byCode(code) ? PAPERS[Number(number) - 1] : undefined
        if (!paper) return answers.refused(`Không tìm thấy tệp tin ${path.slice(0, 100)}`)
        const file = { Base64: smallPdf(`${paper[1]} - ${code}`), DuongDan: path, TenTaiLieu: `${paper[1]}.pdf` }
        return jsonReply(200, { error_code: answers.okCode(), TepTinDinhKem: [file] })
      },
    ],
  ])
}

interface LicenceDossier {
  readonly code: string
  readonly listed: Fields
  readonly detail: Fields
}

/** `yyyy-MM-dd` as the midnight that begins it in Việt Nam. */
function dayOf(text: string | undefined): Date | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? '')
  return found ? readCompactTime(`${found.slice(1).join('')}000000`) : undefined
}

function byCode(code: string): LicenceDossier | undefined {
  const found = /-(\d{2})(\d{2})(\d{2})-\d{4}$/.exec(code)
  const day = found ? dayOf(`20${found[1]}-${found[2]}-${found[3]}`) : undefined
  return day && dossiersOf(day).find((one) => one.code === code)
}

/** The dossiers of one day. One in eight has no term, as dossiers that were turned away. */
function dossiersOf(day: Date): readonly LicenceDossier[] {
  const random = seededRandom(`gplx-${shortDay(day)}`)
  return Array.from({ length: A_DAY }, (_, index): LicenceDossier => {
    const person = makePerson(random, day)
    const code = `000.00.00.G01-${shortDay(day)}-${String(index + 1).padStart(4, '0')}`
    const received = new Date(day.getTime() + (8 * 60 + 25 * index) * 60_000)
    const due = addWorkingDays(received, 5)
    const { provinceCode, districtCode, code: commune } = person.commune
    // province(2) + district(3) + commune(5) in one text; since the district level ended some come without it
    const place = `${provinceCode}${chance(random, 0.5) ? districtCode : ''}${commune}`
    const birth = person.birthDate.length === 4 ? `01/01/${person.birthDate}` : person.birthDate
    const listed = {
      maHoSo: code,
      maDangKyDvc: `G01${digits(random, 9)}`,
      hoTen: person.name.toLocaleUpperCase('vi'),
      ngaySinh: birth.split('/').reverse().join('-'),
      gioiTinh: person.gender === 'nam' ? '1' : '0',
      quocTich: 'VNM',
      soCmnd: person.idNumber,
      soCmndCu: '',
      noiCapCmnd: 'Cục Cảnh sát QLHC về TTXH',
      ngayCapCmnd: '2021-05-10',
      dvhcNoiCuTru: place,
      dvhcNoiThuongTru: place,
      anhChanDung: '',
      ngayNhanHoSo: slashedDay(received),
      ngayHenTraGplx: chance(random, 0.875) ? slashedDay(due) : '',
      loaiHoSo: '1',
      lyDoDoiGplx: pick(random, ['Sắp hết hạn', 'Đổi sang thẻ PET', 'Sai thông tin']),
      gplxDaCap: [
        {
          sogplx: digits(random, 12),
          hanggplxgplx: pick(random, ['A1', 'B2', 'C']),
          noicapgplx: 'Hà Giang',
          ngaycapgplx: '2016-03-01',
          ngayhethangplx: '2026-03-01',
          ngaytrungtuyen: '2016-02-15',
        },
      ],
      hoSoDinhKem: PAPERS.map(([magiayto, tengiayto], place) => ({
        magiayto,
        tengiayto,
        filedinhkem: `/gplx/${code}/${place + 1}.pdf`,
      })),
    }
    const detail = {
      MaTTHC: GPLX_PROCEDURE.national,
      MaDVC: `${GPLX_PROCEDURE.national}.01`,
      TenDVC: GPLX_PROCEDURE.title,
      MaHoSo: code,
      HoTenNguoiNop: listed.hoTen,
      MaTrangThai: '2',
      TrangThaiHoSo: 'Được tiếp nhận',
      DonViXuLy: 'Sở chuyên ngành tỉnh Hà Giang (giả lập)',
      MaDonViXuLy: '000.00.00.H22',
      NgayNop: slashedTime(received),
      NgayTiepNhan: slashedTime(received),
      NgayHenTra: slashedTime(due),
      HinhThucNhanKQ: pick(random, ['0', '1']),
    }
    return { code, listed, detail }
  })
}
