import { makePerson } from '../data/person.ts'
import { between, digits, type Random, seededRandom } from '../frame/random.ts'

/** A synthetic citizen whom the population, insurance and judicial services know. */
export interface Citizen {
  readonly id: string
  readonly name: string
  readonly gender: 'nam' | 'nữ'
  /** `yyyyMMdd`, or `yyyy` where only the year is known. */
  readonly birth: string
  readonly commune: { readonly code: string; readonly provinceCode: string; readonly districtCode: string }
  readonly address: string
  /** Mã số BHXH, ten digits. */
  readonly insurance: string
  /** Số sổ hộ gia đình. */
  readonly household: string
}

/** The person whom examples look up; nobody has this number. */
export const SAMPLE_CITIZEN = '001299000017'

/** Makes citizens by their số định danh; the first is `SAMPLE_CITIZEN`, Nguyễn Văn Thử. */
export function makeCitizens(seed: number, today: Date, count = 60): ReadonlyMap<string, Citizen> {
  const random = seededRandom(seed)
  const drawn = Array.from({ length: count }, () => draw(random, today))
  const sample = drawn[0]
  const known = drawn.map((citizen): [string, Citizen] => [citizen.id, citizen])
  if (!sample) return new Map()
  const first = { ...sample, id: SAMPLE_CITIZEN, name: 'Nguyễn Văn Thử', gender: 'nam', birth: '19990105' } as const
  return new Map([[SAMPLE_CITIZEN, { ...first, insurance: '9900000017' }], ...known.slice(1)])
}

function draw(random: Random, today: Date): Citizen {
  const { name, gender, birthDate, idNumber, idKind, commune, address } = makePerson(random, today)
  const { code, provinceCode, districtCode } = commune
  return {
    id: idKind === 'CCCD' ? idNumber : `0${between(random, 10, 96)}${digits(random, 9)}`,
    name,
    gender,
    birth: birthDate.split('/').reverse().join(''),
    commune: { code, provinceCode, districtCode },
    address,
    insurance: `99${digits(random, 8)}`,
    household: `99${digits(random, 8)}`,
  }
}
