import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chainOf, moveCall, valueOfChain } from './function-chain.ts'

test('functions around a field are read in the order in which they are done', () => {
  expect(chainOf({ expr: '$uppercase($chuanHoa(ChuHoSo.HoTen))' })).toEqual({
    source: 'ChuHoSo.HoTen',
    calls: [
      { name: 'chuanHoa', args: [], take: '' },
      { name: 'uppercase', args: [], take: '' },
    ],
  })
  expect(chainOf({ expr: '$replace($trim(a), "x, (y)", "\\")")' })?.calls[1]).toEqual({
    name: 'replace',
    args: ['"x, (y)"', '"\\")"'],
    take: '',
  })
})

test('a code table has the value behind its name, and a column may be taken out', () => {
  const chain = chainOf({ expr: '$uppercase($danhMuc("dan-toc", MaDanToc, NgayNop).name)' })
  expect(chain).toEqual({
    source: 'MaDanToc',
    calls: [
      { name: 'danhMuc', args: ['"dan-toc"', 'NgayNop'], take: '.name' },
      { name: 'uppercase', args: [], take: '' },
    ],
  })
})

test('constants and other formulas have no line; a formula may stand at its beginning', () => {
  for (const value of [
    'a',
    1,
    null,
    { expr: 'a & b' },
    { expr: '$now()' },
    { expr: '$trim(a) & "x"' },
    { expr: '$f(a' },
  ])
    expect(chainOf(value)).toBeUndefined()
  expect(chainOf({ field: 'a.b' })).toEqual({ source: 'a.b', calls: [] })
  expect(chainOf({ expr: '$trim(ho & " " & ten)' })?.source).toBe('ho & " " & ten')
})

test('functions move along the line, not over its ends', () => {
  const chain = chainOf({ expr: '$b($a(x))' })
  if (!chain) throw new Error('a line')
  expect(valueOfChain(moveCall(chain, 0, 1))).toEqual({ expr: '$a($b(x))' })
  expect(moveCall(chain, 0, -1)).toBe(chain)
  expect(valueOfChain({ ...chain, calls: [] })).toEqual({ field: 'x' })
})

test('any line is written and read back the same', () => {
  const args = fc.array(fc.constantFrom('1', '"a, b"', "'('", '$x(y, 2)', '[1, 2]', '`a)`.b'), { maxLength: 3 })
  const call = fc.oneof(
    fc.record({
      name: fc.constantFrom('trim', 'doiNgay', 'pad'),
      args,
      take: fc.constantFrom('', '.name', '.`a b`.c'),
    }),
    fc.record({ name: fc.constant('danhMuc'), args: args.map((it) => ['"t"', ...it]), take: fc.constant('.name') }),
  )
  const chain = fc.record({
    source: fc.constantFrom('a', 'a.b', '$steps.x.y', '`Ngày sinh`', 'a & ")"'),
    calls: fc.array(call, { minLength: 1, maxLength: 5 }),
  })
  fc.assert(
    fc.property(chain, (one) => {
      expect(chainOf(valueOfChain(one))).toEqual(one)
    }),
  )
})

test('no text makes the reading fail', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'$(),"\'`\\a.[]{}') }), (text) => void chainOf({ expr: text })),
  )
})
