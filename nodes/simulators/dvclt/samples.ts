import { personName } from '../data/names.ts'
import { makePerson, personalNumber } from '../data/person.ts'
import { between, chance, pick, type Random } from '../frame/random.ts'
import { shortDay, slashedDay, slashedTime } from '../frame/vietnam-time.ts'

/** What citizens ask for at the linked-service software. */
export type LinkedModule = 'KS' | 'KT'

/** What the ministry will say of a dossier: all is well, papers are missing for a while, refused. */
export type Turn = 'good' | 'supplement' | 'refuse'

/** A dossier as the linked-service software hands it out (domain-vietnam §5.2, §5.3). */
export interface LinkedFields {
  readonly maDonVi: string
  readonly maTTHC: string
  readonly module: LinkedModule
  readonly maHoSo: string
  readonly ngayTiepNhan: string
  readonly techId: string
  /** JSON in a string. */
  readonly data: string
  readonly fileDinhKem: readonly object[]
}

const PROCEDURES: Readonly<Record<LinkedModule, string>> = { KS: '2.002621', KT: '2.002622' }

/** Makes a dossier of invented people; `number` is its place of the day. */
export function makeLinked(
  random: Random,
  now: Date,
  wish: { readonly module: LinkedModule; readonly number: number; readonly turn: Turn },
): LinkedFields {
  const declarer = makePerson(random, now)
  const { provinceCode: maTinh, districtCode: maHuyen, code: maXa } = declarer.commune
  const home = { maTinh, maHuyen, maXa, dcChiTiet: declarer.address }
  const asked = {
    nycHoTen: declarer.name,
    nycQuanHe: wish.module === 'KS' ? 'Ông bà' : 'Con',
    nycSoGiayToTuyThan: declarer.idNumber,
    nycSoDienThoai: declarer.phone,
    loaiDangKy: '1',
    noiDangKy: maXa,
    soLuongBanSao: '1',
    // How the ministry will decide: a mark of the simulation.
    ...(wish.turn === 'good' ? {} : { moPhong: wish.turn === 'supplement' ? 'boSung' : 'tuChoi' }),
  }
  const subject = wish.module === 'KS' ? child(random, now, home) : deceased(random, now, home)
  return {
    maDonVi: maXa,
    maTTHC: PROCEDURES[wish.module],
    module: wish.module,
    maHoSo: `000.00.00.H22-${shortDay(now)}-${String(wish.number).padStart(5, '0')}`,
    ngayTiepNhan: slashedTime(now),
    techId: '',
    data: JSON.stringify({ hoTich: { ...subject, ...asked } }),
    fileDinhKem: [
      {
        id: `gt-${wish.number}`,
        loaiGiayTo: wish.module === 'KS' ? 'GCS' : 'GBT',
        tenGiayTo: wish.module === 'KS' ? 'Giấy chứng sinh' : 'Giấy báo tử',
        tenTepDinhKem: 'giay-to.pdf',
        huyGiayTo: '0',
        duLieuTepDinhKem: Buffer.from('%PDF-1.4 giấy tờ giả lập').toString('base64'),
      },
    ],
  }
}

function child(random: Random, now: Date, home: object): object {
  const gender = pick(random, ['nam', 'nữ'] as const)
  const mother = makePerson(random, now)
  const year = now.getUTCFullYear() - between(random, 22, 38)
  return {
    nksHoTen: personName(random, gender),
    nksGioiTinh: gender === 'nam' ? '1' : '2',
    nksNgaySinh: slashedDay(new Date(now.getTime() - between(random, 2, 40) * 86_400_000)),
    nksNoiSinh: 'Bệnh viện đa khoa (giả lập)',
    nksDanToc: '01',
    nksQuocTich: 'VN',
    meHoTen: personName(random, 'nữ'),
    meNgaySinh: chance(random, 0.1) ? String(year) : `01/02/${year}`,
    meSoDDCN: personalNumber(random, 'nữ', year),
    meLoaiCuTru: 'Thường trú',
    meNoiCuTru: home,
    chaHoTen: personName(random, 'nam'),
    chaSoDDCN: personalNumber(random, 'nam', mother.birthYear),
  }
}

function deceased(random: Random, now: Date, home: object): object {
  const person = makePerson(random, now)
  return {
    nktHoTen: person.name,
    nktGioiTinh: person.gender === 'nam' ? '1' : '2',
    nktNgaySinh: person.birthDate,
    nktSoGiayToTuyThan: person.idNumber,
    nktNgayChet: slashedDay(new Date(now.getTime() - between(random, 1, 10) * 86_400_000)),
    nktNoiCuTru: home,
  }
}
