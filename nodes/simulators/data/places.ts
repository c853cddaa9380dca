import { between, chance, pick, type Random } from '../frame/random.ts'

/** A commune of the list of QĐ 124/2004 (valid until 30/6/2025), with the district it lay in. */
export interface OldCommune {
  /** Five digits, leading zeros included. */
  readonly code: string
  readonly name: string
  readonly districtCode: string
  readonly district: string
  readonly provinceCode: string
  readonly province: string
  /** Codes in the list of QĐ 19/2025; more than one where the commune was split. */
  readonly becomes: readonly string[]
}

type Row = readonly [code: string, name: string, becomes: string]

const HA_GIANG: readonly (readonly [districtCode: string, district: string, communes: readonly Row[]])[] = [
  [
    '024',
    'Thành phố Hà Giang',
    [
      ['00697', 'Phường Minh Khai', '00691'],
      ['00700', 'Xã Ngọc Đường', '00700'],
      ['00946', 'Xã Phương Độ', '00694'],
      ['00949', 'Xã Phương Thiện', '00694'],
    ],
  ],
  [
    '026',
    'Huyện Đồng Văn',
    [
      ['00712', 'Thị trấn Phố Bảng', '00745'],
      ['00715', 'Xã Lũng Cú', '00715'],
      ['00718', 'Xã Má Lé', '00715'],
      ['00721', 'Thị trấn Đồng Văn', '00721'],
      ['00736', 'Xã Sà Phìn', '00733'],
      ['00745', 'Xã Phố Cáo', '00745'],
    ],
  ],
  [
    '027',
    'Huyện Mèo Vạc',
    [
      ['00769', 'Thị trấn Mèo Vạc', '00769'],
      ['00775', 'Xã Pải Lủng', '00721'],
      ['00793', 'Xã Sơn Vĩ', '00778'],
      ['00802', 'Xã Lũng Pù', '00802'],
      ['00817', 'Xã Niêm Sơn', '00817'],
    ],
  ],
  [
    '028',
    'Huyện Yên Minh',
    [
      ['00820', 'Thị trấn Yên Minh', '00820'],
      ['00832', 'Xã Bạch Đích', '00832'],
      ['00847', 'Xã Mậu Duệ', '00847'],
      ['00871', 'Xã Du Già', '00871'],
    ],
  ],
  [
    '029',
    'Huyện Quản Bạ',
    [
      ['00874', 'Thị trấn Tam Sơn', '00874'],
      ['00892', 'Xã Tùng Vài', '00892'],
      ['00904', 'Xã Quyết Tiến', '00874'],
    ],
  ],
  [
    '030',
    'Huyện Vị Xuyên',
    [
      ['00706', 'Xã Phú Linh', '00706'],
      ['00913', 'Thị trấn Vị Xuyên', '00913'],
      ['00928', 'Xã Thanh Thủy', '00928'],
      ['00952', 'Xã Cao Bồ', '00952'],
      ['00967', 'Xã Việt Lâm', '00913 00967'],
      ['00976', 'Xã Bạch Ngọc', '00976'],
    ],
  ],
  [
    '031',
    'Huyện Bắc Mê',
    [
      ['00982', 'Xã Minh Sơn', '00982'],
      ['00988', 'Xã Yên Định', '00994 00700'],
      ['00991', 'Thị trấn Yên Phú', '00991'],
    ],
  ],
  [
    '032',
    'Huyện Hoàng Su Phì',
    [
      ['01021', 'Thị trấn Vinh Quang', '01021'],
      ['01075', 'Xã Nậm Dịch', '01075'],
      ['01090', 'Xã Thông Nguyên', '01090'],
    ],
  ],
]

const HA_NOI: readonly (readonly [districtCode: string, district: string, communes: readonly Row[]])[] = [
  [
    '001',
    'Quận Ba Đình',
    [
      ['00004', 'Phường Trúc Bạch', '00004'],
      ['00007', 'Phường Cống Vị', '00025 00008'],
      ['00019', 'Phường Điện Biên', '00004 00070 00190 00226'],
    ],
  ],
  [
    '002',
    'Quận Hoàn Kiếm',
    [
      ['00037', 'Phường Phúc Tân', '00097'],
      ['00040', 'Phường Đồng Xuân', '00004 00070'],
    ],
  ],
]

function communesOf(provinceCode: string, province: string, districts: typeof HA_GIANG): readonly OldCommune[] {
  return districts.flatMap(([districtCode, district, communes]) =>
    communes.map(([code, name, becomes]) => ({
      code,
      name,
      districtCode,
      district,
      provinceCode,
      province,
      becomes: becomes.split(' '),
    })),
  )
}

/** Old communes of the simulated province (Hà Giang, part of Tuyên Quang since 1/7/2025); two of them were split. */
export const HOME_COMMUNES = communesOf('02', 'Tỉnh Hà Giang', HA_GIANG)

/** Old communes elsewhere: dossiers are taken whatever the place of residence. */
export const OTHER_COMMUNES = communesOf('01', 'Thành phố Hà Nội', HA_NOI)

/** The 34 provinces of QĐ 19/2025/QĐ-TTg, in force since 1/7/2025. */
export const PROVINCES: readonly { readonly code: string; readonly name: string; readonly city: boolean }[] = (
  [
    ['01', 'Hà Nội', 1],
    ['04', 'Cao Bằng'],
    ['08', 'Tuyên Quang'],
    ['11', 'Điện Biên'],
    ['12', 'Lai Châu'],
    ['14', 'Sơn La'],
    ['15', 'Lào Cai'],
    ['19', 'Thái Nguyên'],
    ['20', 'Lạng Sơn'],
    ['22', 'Quảng Ninh'],
    ['24', 'Bắc Ninh'],
    ['25', 'Phú Thọ'],
    ['31', 'Hải Phòng', 1],
    ['33', 'Hưng Yên'],
    ['37', 'Ninh Bình'],
    ['38', 'Thanh Hóa'],
    ['40', 'Nghệ An'],
    ['42', 'Hà Tĩnh'],
    ['44', 'Quảng Trị'],
    ['46', 'Huế', 1],
    ['48', 'Đà Nẵng', 1],
    ['51', 'Quảng Ngãi'],
    ['52', 'Gia Lai'],
    ['56', 'Khánh Hòa'],
    ['66', 'Đắk Lắk'],
    ['68', 'Lâm Đồng'],
    ['75', 'Đồng Nai'],
    ['79', 'Hồ Chí Minh', 1],
    ['80', 'Tây Ninh'],
    ['82', 'Đồng Tháp'],
    ['86', 'Vĩnh Long'],
    ['91', 'An Giang'],
    ['92', 'Cần Thơ', 1],
    ['96', 'Cà Mau'],
  ] as const
).map(([code, name, city]) => ({ code, name, city: city === 1 }))

/** Provinces of the old list where a personal number can have been given, three digits; Hà Giang most of all. */
export const BIRTH_PROVINCES = [
  '002',
  '002',
  '002',
  '002',
  '002',
  '008',
  '010',
  '001',
  '024',
  '026',
  '019',
  '004',
  '006',
  '034',
  '038',
] as const

const HAMLETS = [
  'Nà Thác',
  'Bản Pín',
  'Tha',
  'Lũng Hoà',
  'Nặm Đăm',
  'Khuổi My',
  'Tân Tiến',
  'Đoàn Kết',
  'Bản Lắp',
  'Nà Sát',
  'Khun',
  'Hạ Thành',
] as const

/** An invented address inside a commune: hamlet or residential group, commune, district, province. */
export function addressIn(random: Random, commune: OldCommune): string {
  const urban = /^(Phường|Thị trấn)/.test(commune.name)
  const house = urban
    ? `${chance(random, 0.5) ? `Số nhà ${between(random, 1, 240)}, ` : ''}Tổ ${between(random, 1, 19)}`
    : `Thôn ${pick(random, HAMLETS)}`
  return `${house}, ${commune.name}, ${commune.district}, ${commune.province}`
}
