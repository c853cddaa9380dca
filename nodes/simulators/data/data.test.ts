import { expect, test } from 'vitest'
import { seededRandom } from '../frame/random.ts'
import { makePerson } from './person.ts'
import { HOME_COMMUNES, OTHER_COMMUNES, PROVINCES } from './places.ts'
import { PROCEDURES, procedureByNationalCode } from './procedures.ts'
import { inventedTaxCode, taxCheckDigit } from './tax-code.ts'

const TODAY = new Date('2025-10-17T03:00:00Z')
const people = (seed: string) => {
  const random = seededRandom(seed)
  return Array.from({ length: 500 }, () => makePerson(random, TODAY))
}

test('the check digit of a mã số thuế agrees with published test values', () => {
  expect(taxCheckDigit('010023348')).toBe('8')
  expect(taxCheckDigit('031440905')).toBe('8')
})

test('invented tax codes have a valid check digit and a province that does not exist', () => {
  const random = seededRandom('mst')
  for (let i = 0; i < 300; i++) {
    const code = inventedTaxCode(random)
    expect(code).toMatch(/^99\d{8}$/)
    expect(taxCheckDigit(code.slice(0, 9))).toBe(code[9])
  }
})

test('personal numbers agree with gender and year of birth', () => {
  for (const person of people('cccd').filter(({ idKind }) => idKind === 'CCCD')) {
    expect(person.idNumber).toMatch(/^0\d{11}$/)
    const century = Math.floor(person.birthYear / 100) - 19
    expect(person.idNumber[3]).toBe(String(century * 2 + (person.gender === 'nam' ? 0 : 1)))
    expect(person.idNumber.slice(4, 6)).toBe(String(person.birthYear % 100).padStart(2, '0'))
  }
})

test('people show the mix that real tables show: CMND, years without a day, addresses that match the commune', () => {
  const all = people('mix')
  expect(all.filter(({ idKind }) => idKind === 'CMND').length).toBeGreaterThan(40)
  expect(all.filter(({ birthDate }) => /^\d{4}$/.test(birthDate)).length).toBeGreaterThan(40)
  expect(
    all.every(({ address, commune }) =>
      address.includes(`, ${commune.name}, ${commune.district}, ${commune.province}`),
    ),
  ).toBe(true)
  expect(all.every((person) => person.name === person.name.normalize('NFC'))).toBe(true)
})

test('equal seeds make equal people, other seeds others', () => {
  expect(people('a')).toEqual(people('a'))
  expect(people('a')).not.toEqual(people('b'))
})

test('places have codes with their leading zeros, and the 34 provinces of 2025', () => {
  const communes = [...HOME_COMMUNES, ...OTHER_COMMUNES]
  expect(communes.every(({ code, becomes }) => [code, ...becomes].every((each) => /^\d{5}$/.test(each)))).toBe(true)
  expect(communes.filter(({ becomes }) => becomes.length > 1).length).toBeGreaterThan(2)
  expect(PROVINCES).toHaveLength(34)
  expect(PROVINCES.filter(({ city }) => city)).toHaveLength(6)
  expect(new Set(PROVINCES.map(({ code }) => code)).size).toBe(34)
})

test('procedures have national codes of the right form, and some have none', () => {
  const national = PROCEDURES.flatMap((procedure) => procedure.national ?? [])
  expect(national.every((code) => /^\d\.\d{6}$/.test(code))).toBe(true)
  expect(new Set(national).size).toBe(national.length)
  expect(PROCEDURES.length - national.length).toBe(2)
  expect(procedureByNationalCode('2.000488.000.00.00.H22')?.local).toBe('TP-001')
})
