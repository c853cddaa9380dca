import { ENTERPRISE_TYPES, type EnterpriseType, enterpriseName, personName } from '../data/names.ts'
import { asciiName, personalNumber } from '../data/person.ts'
import { addressIn, HOME_COMMUNES, type OldCommune } from '../data/places.ts'
import { inventedTaxCode } from '../data/tax-code.ts'
import { between, chance, digits, pick, type Random } from '../frame/random.ts'

/** How the register answers for an enterprise: flat fields, `Data.MainInformation`, or `GetEntCert`. */
type ResponseShape = 'flat' | 'main' | 'cert'

/** An invented enterprise of the register. */
export interface Enterprise {
  /** Mã số doanh nghiệp = mã số thuế: ten digits, or ten and three for a branch. */
  readonly code: string
  readonly shape: ResponseShape
  readonly id: number
  readonly type: EnterpriseType
  readonly name: string
  readonly shortName: string
  readonly foreignName: string
  /** `dd/MM/yyyy`. */
  readonly founded: string
  readonly amended: string
  readonly changes: number
  /** 1 đang hoạt động, 2 tạm ngừng, 3 đã giải thể. */
  readonly status: '1' | '2' | '3'
  readonly representatives: readonly {
    readonly name: string
    readonly gender: 'nam' | 'nữ'
    readonly birth: string
    readonly idNumber: string
    readonly title: string
  }[]
  /** Đồng. */
  readonly capital: number
  readonly commune: OldCommune
  readonly address: string
  readonly activities: readonly { readonly code: string; readonly name: string; readonly main: boolean }[]
  readonly members: readonly { readonly name: string; readonly amount: number; readonly percent: number }[]
}

/**
 * Mã số doanh nghiệp that exist whatever the seed, two for each shape and in the order of `SHAPES`; the check digits are valid,
 * and 99 is no province of the register.
 */
export const SAMPLE_TAX_CODES = [
  '9900001027',
  '9900001034',
  '9900001041',
  '9900001059',
  '9900001066',
  '9900001073',
] as const

const SHAPES: readonly ResponseShape[] = ['flat', 'main', 'cert']

const ACTIVITIES = [
  ['4690', 'Bán buôn tổng hợp'],
  ['4101', 'Xây dựng nhà để ở'],
  ['4933', 'Vận tải hàng hóa bằng đường bộ'],
  ['5510', 'Dịch vụ lưu trú ngắn ngày'],
  ['0121', 'Trồng cây ăn quả'],
  ['6201', 'Lập trình máy vi tính'],
  ['1062', 'Sản xuất tinh bột và các sản phẩm từ tinh bột'],
  ['7911', 'Đại lý du lịch'],
  ['0146', 'Chăn nuôi gia cầm'],
  ['2511', 'Sản xuất các cấu kiện kim loại'],
] as const

/** Makes the register: the six samples, then `count` others, one in twelve a branch. */
export function makeEnterprises(random: Random, count: number): ReadonlyMap<string, Enterprise> {
  const codes: string[] = [...SAMPLE_TAX_CODES]
  while (codes.length < SAMPLE_TAX_CODES.length + count) {
    const code = inventedTaxCode(random)
    const whole = chance(random, 1 / 12) ? `${code}-${String(between(random, 1, 20)).padStart(3, '0')}` : code
    if (!codes.includes(whole)) codes.push(whole)
  }
  return new Map(
    codes.map((code, index) => [code, makeEnterprise(random, code, SHAPES[index % SHAPES.length] ?? 'flat', index)]),
  )
}

function makeEnterprise(random: Random, code: string, shape: ResponseShape, index: number): Enterprise {
  const { type, name, fancy } = enterpriseName(random)
  const commune = pick(random, HOME_COMMUNES)
  const year = between(random, 2003, 2024)
  const capital = between(random, 5, 900) * 100_000_000
  const heads = Array.from({ length: type === ENTERPRISE_TYPES[2] && chance(random, 0.4) ? 2 : 1 }, () =>
    representative(random),
  )
  const latin = asciiName(fancy).toUpperCase()
  return {
    code,
    shape,
    id: 7_000_000 + index,
    type,
    name,
    shortName: `${latin} ${type.short}`,
    foreignName: `${latin} ${type.short}`,
    founded: dayOf(random, year),
    amended: dayOf(random, between(random, year, 2025)),
    changes: between(random, 0, 9),
    status: pick(random, ['1', '1', '1', '1', '1', '1', '1', '2', '3'] as const),
    representatives: heads,
    capital,
    commune,
    address: addressIn(random, commune),
    activities: activities(random),
    members: membersOf(random, type, capital, heads[0]?.name ?? ''),
  }
}

function dayOf(random: Random, year: number): string {
  return `${String(between(random, 1, 28)).padStart(2, '0')}/${String(between(random, 1, 12)).padStart(2, '0')}/${year}`
}

function representative(random: Random): Enterprise['representatives'][number] {
  const gender = pick(random, ['nam', 'nam', 'nữ'] as const)
  const year = between(random, 1955, 1998)
  return {
    name: personName(random, gender).toLocaleUpperCase('vi'),
    gender,
    birth: dayOf(random, year),
    idNumber: chance(random, 0.8) ? personalNumber(random, gender, year) : digits(random, 9),
    title: pick(random, ['Giám đốc', 'Giám đốc', 'Chủ tịch hội đồng quản trị', 'Tổng giám đốc']),
  }
}

function activities(random: Random): Enterprise['activities'] {
  const first = between(random, 0, ACTIVITIES.length - 1)
  return Array.from({ length: between(random, 1, 4) }, (_, index) => {
    const [code, name] = ACTIVITIES[(first + index * 3) % ACTIVITIES.length] ?? ACTIVITIES[0]
    return { code, name, main: index === 0 }
  })
}

function membersOf(random: Random, type: EnterpriseType, capital: number, head: string): Enterprise['members'] {
  if (type.id !== 'TNHH' && type.id !== 'CP') return [{ name: head, amount: capital, percent: 100 }]
  const percent = between(random, 30, 80)
  const other = personName(random, pick(random, ['nam', 'nữ'] as const)).toLocaleUpperCase('vi')
  return [
    { name: head, amount: (capital * percent) / 100, percent },
    { name: other, amount: (capital * (100 - percent)) / 100, percent: 100 - percent },
  ]
}
