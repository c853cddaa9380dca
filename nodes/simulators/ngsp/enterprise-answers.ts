import type { Enterprise } from './enterprises.ts'

const STATUS = { '1': 'Đang hoạt động', '2': 'Tạm ngừng kinh doanh', '3': 'Đã giải thể' } as const

/** The body of `chiTietDoanhNghiep` in the shape of the enterprise. Codes of places are numbers in the old shapes, as there. */
export function enterpriseAnswer(enterprise: Enterprise): Readonly<Record<string, unknown>> {
  const blocks = {
    HOAdress: headOffice(enterprise),
    BusinessActivity: enterprise.activities.map((activity) => ({
      CODE: activity.code,
      NAME: activity.name,
      IS_MAIN: activity.main ? 'Y' : 'N',
    })),
    Member: enterprise.members.map((member) => ({
      MEMBER_NAME: member.name,
      AMOUNT: member.amount,
      RATIO_PERCENT: member.percent,
      COUNTRY: 'Việt Nam',
    })),
  }
  const ending = { DataCount: 1, Status: '1', Message: 'success' }
  switch (enterprise.shape) {
    case 'flat':
      return { ...mainInformation(enterprise), ...blocks, ...ending }
    case 'main': {
      const representatives = { FULL_NAME: enterprise.representatives[0]?.name ?? '' }
      return {
        Data: { MainInformation: mainInformation(enterprise), ...blocks, Representatives: representatives },
        ...ending,
      }
    }
    case 'cert':
      return { GetEntCert: [certificate(enterprise)] }
  }
}

/** The answer for a code that is not in the register; it holds what clients of each shape look for. */
export function unknownEnterpriseAnswer(code: string): Readonly<Record<string, unknown>> {
  return {
    Data: {},
    GetEntCert: null,
    DataCount: 0,
    Status: '0',
    Message: `Không tìm thấy doanh nghiệp có mã số ${code.slice(0, 40)}`,
  }
}

function mainInformation(e: Enterprise): Readonly<Record<string, unknown>> {
  return {
    ENTERPRISE_ID: e.id,
    ENTERPRISE_GDT_CODE: e.code,
    IMP_BUSINESS_CODE: '',
    ENTERPRISE_TYPE_ID: e.type.id,
    ENTERPRISE_TYPE_NAME: e.type.name,
    NAME: e.name,
    SHORT_NAME: e.shortName,
    NAME_F: e.foreignName,
    FOUNDING_DATE: e.founded,
    LAST_AMEND_DATE: e.amended,
    NUMBER_CHANGES: e.changes,
    ENTERPRISE_STATUS: e.status,
    LEGAL_NAMES: e.representatives.map((person) => person.name).join(';'),
    CAPITAL_AMOUNT: e.capital,
  }
}

/** `HOAdress` is spelt so. */
function headOffice(e: Enterprise): Readonly<Record<string, unknown>> {
  return {
    CityID: Number(e.commune.provinceCode),
    CityName: e.commune.province,
    DistrictID: Number(e.commune.districtCode),
    DistrictName: e.commune.district,
    WardID: Number(e.commune.code),
    WardName: e.commune.name,
    StreetNumber: e.address.split(', ')[0] ?? '',
    AddressFullText: e.address,
  }
}

function certificate(e: Enterprise): Readonly<Record<string, unknown>> {
  return {
    MaSoDoanhNghiep: e.code,
    TenTiengViet: e.name,
    TenTiengNuocNgoai: e.foreignName,
    TenVietTat: e.shortName,
    LoaiHinhDoanhNghiep: e.type.name,
    NgayDangKyLanDau: e.founded,
    NgayDangKyThayDoiGanNhat: e.amended,
    VonDieuLe: String(e.capital),
    TinhTrangPhapLy: [{ MaTinhTrang: e.status, TenTinhTrang: STATUS[e.status] }],
    DaiDienPhapLuat: e.representatives.map((person) => ({
      ChucDanh: person.title,
      ThongTinCaNhan: [
        {
          HoTen: person.name,
          GioiTinh: person.gender === 'nam' ? 'Nam' : 'Nữ',
          NgaySinh: person.birth,
          SoGiayTo: person.idNumber,
          QuocTich: 'Việt Nam',
        },
      ],
    })),
    DiaChiTruSo: [
      {
        DiaChi: [
          {
            MaTinh: e.commune.provinceCode,
            TenTinh: e.commune.province,
            MaHuyen: e.commune.districtCode,
            TenHuyen: e.commune.district,
            MaXa: e.commune.code,
            TenXa: e.commune.name,
            DiaChiDayDu: e.address,
          },
        ],
      },
    ],
    NganhNgheKinhDoanh: e.activities.map((activity) => ({
      MaNganh: activity.code,
      TenNganh: activity.name,
      NganhChinh: activity.main ? 'Y' : 'N',
    })),
  }
}
