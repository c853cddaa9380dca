import { expect, test } from 'vitest'
import { compileExpression } from '../../expression/compile.ts'
import { scopeOf } from '../../expression/testing/answers.ts'
import { checkCccd } from './cccd.ts'
import { checkCmnd } from './cmnd.ts'
import { checkDossierCode, makeDossierCode, parseDossierCode } from './dossier-code.ts'
import { checkTaxCode } from './tax-code.ts'

/** The code of the failed check, or true. */
const outcome = (checked: { ok: boolean; code?: string }): unknown => checked.ok || checked.code

for (const [args, expected] of [
  [['001075000001'], true],
  [['001175000001', '1975', 'Nữ'], true],
  [['001075000001', '05/07/1975', 'NAM'], true],
  [['079301000001', '01/01/2001', 'nữ'], true],
  [['130075000001'], true],
  [['00107500001'], 'length'],
  [['0010750000011'], 'length'],
  [['00107500000a'], 'length'],
  [['003075000001'], 'province'],
  [['000075000001'], 'province'],
  [['001075000001', '1976'], 'birth-year'],
  [['001275000001', '1975'], 'birth-year'],
  [['001075000001', '', 'Nữ'], 'gender'],
  [['001075000001', '1975', '1'], 'gender-unknown'],
] as const)
  test(`the personal number check of ${args.join(', ')} gives ${expected}`, () => {
    const [code, birth, gender] = args
    expect(outcome(checkCccd(code, birth, gender))).toBe(expected)
  })

for (const [code, expected] of [
  ['0100233488', true],
  ['0314409058-002', true],
  ['0314409058002', true],
  ['0100233487', 'check-digit'],
  ['1000233488', 'check-digit'],
  ['0100000000', 'serial'],
  ['0314409058-000', 'branch'],
  ['010023348', 'length'],
  ['001075000001', true],
  ['003075000001', 'province'],
] as const)
  test(`the tax code check of ${code} gives ${expected}`, () => {
    expect(outcome(checkTaxCode(code))).toBe(expected)
  })

test('a slip in any digit of a tax code is noticed', () => {
  const good = '0100233488'
  for (let i = 0; i < 10; i++)
    for (const digit of '0123456789')
      if (digit !== good.charAt(i)) expect(checkTaxCode(good.slice(0, i) + digit + good.slice(i + 1)).ok).toBe(false)
})

test('an old identity card number has nine digits that are not all the same', () => {
  expect(outcome(checkCmnd('012345678'))).toBe(true)
  expect(outcome(checkCmnd('12345678'))).toBe('length')
  expect(outcome(checkCmnd('000000000'))).toBe('filler')
})

test('a code that comes as a number is refused, because its leading zeros are lost', () => {
  const scope = scopeOf({ mst: 100233488 })
  expect(() => compileExpression('$kiemTraMST(mst)').evaluate(scope)).toThrow(
    expect.objectContaining({ code: 'T0410' }),
  )
})

for (const [code, expected] of [
  ['000.00.01.H22-250705-0001', true],
  ['H56.14-250705-123456', true],
  ['H56.14-251305-0001', 'date'],
  ['H56.14-250005-0001', 'date'],
  ['H56..14-250705-0001', 'agency'],
  ['H56.14.-250705-0001', 'agency'],
  ['h56.14-250705-0001', 'form'],
  ['H56.14-250705-001', 'form'],
  ['H56.14-250705-0001 ', 'form'],
] as const)
  test(`the dossier code check of "${code}" gives ${expected}`, () => {
    expect(outcome(checkDossierCode(code))).toBe(expected)
  })

test('a dossier code that is made can be taken apart again and keeps its zeros', () => {
  const code = makeDossierCode('000.00.01.H22', '2025-07-05T23:59:59+07:00', 12)
  expect(code).toBe('000.00.01.H22-250705-0012')
  expect(parseDossierCode(code)).toEqual({ coQuan: '000.00.01.H22', ngay: '2025-07-05', so: '0012' })
})

test('a dossier code is not made from a bad agency, a partial date or a number out of range', () => {
  expect(() => makeDossierCode('h22', '05/07/2025', 1)).toThrow(expect.objectContaining({ code: 'domain.agency-code' }))
  expect(() => makeDossierCode('H22', '07/2025', 1)).toThrow(expect.objectContaining({ code: 'domain.date-precision' }))
  expect(() => makeDossierCode('H22', '05/07/2025', 0)).toThrow(
    expect.objectContaining({ code: 'domain.dossier-number' }),
  )
  expect(() => parseDossierCode('H22-250705')).toThrow(expect.objectContaining({ code: 'domain.dossier-code' }))
})
