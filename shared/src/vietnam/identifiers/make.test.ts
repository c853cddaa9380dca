import fc from 'fast-check'
import { expect, test } from 'vitest'
import { oldProvinces } from '../units/provinces.ts'
import { checkCccd, makeCccd, parseCccd } from './cccd.ts'
import { maskCode } from './mask.ts'
import { checkProcedureCode, procedureParts } from './procedure-code.ts'
import { checkTaxCode, makeTaxCode } from './tax-code.ts'

test('every personal number that is made passes the checks and says what it was made from', () => {
  const province = fc.constantFrom(...oldProvinces)
  fc.assert(
    fc.property(
      province,
      fc.integer({ min: 1900, max: 2199 }),
      fc.boolean(),
      fc.nat(999_999),
      ({ code: of, name }, year, female, serial) => {
        const gender = female ? 'Nữ' : 'Nam'
        const code = makeCccd(`0${of}`, String(year), gender, serial)
        expect(checkCccd(code, `01/01/${year}`, gender)).toEqual({ ok: true })
        expect(parseCccd(code)).toMatchObject({ noiDangKy: name, gioiTinh: gender, namSinh: year })
      },
    ),
  )
})

test('a personal number is not made from what it cannot say', () => {
  for (const [place, birth, gender, serial] of [
    ['003', '1990', 'Nam', 1],
    ['24', '1990', 'Nam', 1],
    ['024', '1899', 'Nam', 1],
    ['024', '1990', '1', 1],
    ['024', '1990', 'Nam', 1_000_000],
    ['024', '1990', 'Nam', 0.5],
  ] as const)
    expect(() => makeCccd(place, birth, gender, serial)).toThrow(expect.objectContaining({ code: 'domain.code-form' }))
  expect(() => parseCccd('003199000001')).toThrow('Không có mã tỉnh 003')
})

test('every tax code that is made passes its check and is of no province', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_999_999 }), (serial) => {
      const code = makeTaxCode(serial)
      expect(checkTaxCode(code)).toEqual({ ok: true })
      expect(code).toMatch(/^9[89]\d{8}$/)
    }),
    { numRuns: 1000 },
  )
  expect(() => makeTaxCode(0)).toThrow(expect.objectContaining({ code: 'domain.code-form' }))
})

for (const [code, keep, masked] of [
  ['001199000123', undefined, '********0123'],
  ['0314409058-002', 3, '**********-002'],
  ['123', undefined, '***'],
  ['1234', 4, '****'],
  ['12345', 0, '*****'],
  ['H56.14-250705-0001', 4, '***.**-******-0001'],
  ['', undefined, ''],
] as const)
  test(`"${code}" is masked as "${masked}"`, () => {
    expect(maskCode(code, keep)).toBe(masked)
  })

test('no more than what is asked for stays readable, for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (code, keep) => {
      const shown = [...maskCode(code, keep)].filter((it) => /[\p{L}\p{Nd}]/u.test(it))
      expect(shown.length).toBeLessThanOrEqual(keep)
    }),
  )
  expect(() => maskCode('1', -1)).toThrow(expect.objectContaining({ code: 'domain.keep' }))
})

for (const [code, expected] of [
  ['2.000488', { ma: '2.000488' }],
  ['2.000488.000.00.00.H56', { ma: '2.000488', coQuan: '000.00.00.H56' }],
  ['2.000488.', undefined],
  ['2.000488.h56', undefined],
  ['2.00488', undefined],
  ['12.000488', undefined],
  ['2,000488', undefined],
] as const)
  test(`the procedure code "${code}" is ${expected ? 'read' : 'refused'}`, () => {
    expect(procedureParts(code)).toEqual(expected)
    expect(checkProcedureCode(code).ok).toBe(expected !== undefined)
  })
