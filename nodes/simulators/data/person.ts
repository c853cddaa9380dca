import { between, chance, digits, pick, type Random } from '../frame/random.ts'
import { type Gender, personName } from './names.ts'
import { addressIn, BIRTH_PROVINCES, HOME_COMMUNES, type OldCommune, OTHER_COMMUNES } from './places.ts'

/** A generated person as papers of a one-stop system describe one. */
interface Person {
  readonly name: string
  readonly gender: Gender
  readonly birthYear: number
  /** `dd/MM/yyyy`, or `yyyy` where only the year is known. */
  readonly birthDate: string
  /** CCCD of 12 digits or CMND of 9. */
  readonly idNumber: string
  readonly idKind: 'CCCD' | 'CMND'
  readonly phone: string
  /** Empty for about a third. */
  readonly email: string
  readonly commune: OldCommune
  readonly address: string
}

/** Makes a person; only people born before 1998 may still show a CMND of nine digits. */
export function makePerson(random: Random, today: Date): Person {
  const gender = pick(random, ['nam', 'nữ'] as const)
  const name = personName(random, gender)
  const birthYear = today.getUTCFullYear() - between(random, 18, 85)
  const month = String(between(random, 1, 12)).padStart(2, '0')
  const day = String(between(random, 1, 28)).padStart(2, '0')
  const onlyYear = birthYear < 1975 && chance(random, 0.4)
  const idKind = birthYear < 1998 && chance(random, 0.25) ? 'CMND' : 'CCCD'
  const commune = pick(random, chance(random, 0.93) ? HOME_COMMUNES : OTHER_COMMUNES)
  return {
    name,
    gender,
    birthYear,
    birthDate: onlyYear ? String(birthYear) : `${day}/${month}/${birthYear}`,
    idNumber: idKind === 'CMND' ? digits(random, 9) : personalNumber(random, gender, birthYear),
    idKind,
    // 0900 0xx xxx is used here as a block for invented numbers
    phone: `09000${digits(random, 5)}`,
    email: chance(random, 0.65) ? `${asciiName(name)}${digits(random, 3)}@thu.example` : '',
    commune,
    address: addressIn(random, commune),
  }
}

/**
 * A số định danh cá nhân with a consistent structure (TT 59/2021/TT-BCA Điều 4: province of birth registration, century and
 * gender, year of birth, six digits) that is otherwise random.
 */
export function personalNumber(random: Random, gender: Gender, birthYear: number): string {
  const century = Math.floor(birthYear / 100) - 19
  const genderDigit = century * 2 + (gender === 'nam' ? 0 : 1)
  return `${pick(random, BIRTH_PROVINCES)}${genderDigit}${String(birthYear % 100).padStart(2, '0')}${digits(random, 6)}`
}

/** A name without marks or spaces, lower case, for an address of electronic mail. */
export function asciiName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .replaceAll(' ', '')
    .toLowerCase()
}
