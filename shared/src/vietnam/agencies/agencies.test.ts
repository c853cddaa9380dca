import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agencyParts, checkAgencyCode, turnedAgencyCode } from './agency-code.ts'

for (const [code, expected] of [
  ['H56.14', true],
  ['000.00.14.H56', true],
  ['G22', true],
  ['h56', 'letters'],
  ['H56 .14', 'letters'],
  ['Đ56', 'letters'],
  ['H56..14', 'form'],
  ['.H56', 'form'],
  ['H56.', 'form'],
  ['H5', 'form'],
  ['', 'form'],
  [`H56.${'1'.repeat(40)}`, 'length'],
] as const)
  test(`the agency code check of "${code.slice(0, 20)}" gives ${expected}`, () => {
    const checked = checkAgencyCode(code)
    expect(checked.ok || checked.code).toBe(expected)
  })

for (const [old, fresh] of [
  ['000.00.00.H56', 'H56'],
  ['000.00.14.H56', 'H56.14'],
  ['000.05.14.H56', 'H56.14.05'],
  ['012.05.14.H56', 'H56.14.05.012'],
  ['012.00.14.H56', 'H56.14.00.012'],
] as const)
  test(`${old} turned round is ${fresh}, and back`, () => {
    expect(turnedAgencyCode(old)).toBe(fresh)
    expect(turnedAgencyCode(fresh)).toBe(old)
  })

test('turning round twice gives the code of before, for every code of the old form', () => {
  const digits = (length: number) => fc.nat(10 ** length - 1).map((it) => String(it).padStart(length, '0'))
  const code = fc
    .tuple(digits(3), digits(2), digits(2), fc.constantFrom('A', 'G', 'H'), digits(2))
    .map(([unit, part, office, group, number]) => `${unit}.${part}.${office}.${group}${number}`)
  fc.assert(
    fc.property(code, (it) => {
      expect(turnedAgencyCode(turnedAgencyCode(it) ?? '')).toBe(it)
      expect(agencyParts(it)?.kieu).toBe('cu')
    }),
  )
})

test('codes of the new form that do not fit the old one are not forced into it', () => {
  for (const code of ['H56.140', 'H56.14.05.012.01', 'VPCP.01', 'H56.A1', 'h56'])
    expect(turnedAgencyCode(code)).toBeUndefined()
})
