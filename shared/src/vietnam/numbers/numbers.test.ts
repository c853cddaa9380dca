import fc from 'fast-check'
import { expect, test } from 'vitest'
import { integerInWords } from './in-words.ts'
import { moneyInWords, numberInWords, readInteger } from './money.ts'

for (const [value, words] of [
  [0, 'không'],
  [4, 'bốn'],
  [10, 'mười'],
  [14, 'mười bốn'],
  [15, 'mười lăm'],
  [21, 'hai mươi mốt'],
  [24, 'hai mươi tư'],
  [25, 'hai mươi lăm'],
  [105, 'một trăm linh năm'],
  [111, 'một trăm mười một'],
  [1000, 'một nghìn'],
  [1975, 'một nghìn chín trăm bảy mươi lăm'],
  [2000, 'hai nghìn'],
  [2005, 'hai nghìn không trăm linh năm'],
  [2010, 'hai nghìn không trăm mười'],
  [1_000_005, 'một triệu không trăm linh năm'],
  [1_005_000, 'một triệu không trăm linh năm nghìn'],
  [1_000_000_021, 'một tỷ không trăm hai mươi mốt'],
  [-15, 'âm mười lăm'],
  ['1000000000000000000', 'một tỷ tỷ'],
  [
    '999999999999999999',
    'chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín tỷ chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín',
  ],
  ['1.250.000', 'một triệu hai trăm năm mươi nghìn'],
  ['00123', 'một trăm hai mươi ba'],
] as const)
  test(`${value} in words is "${words.slice(0, 50)}"`, () => {
    expect(numberInWords(value)).toBe(words)
  })

test('an empty place of tens is linh or lẻ', () => {
  expect(numberInWords(2005, 'lẻ')).toBe('hai nghìn không trăm lẻ năm')
})

test('amounts begin with a capital and end in đồng', () => {
  expect(moneyInWords(1_250_000)).toBe('Một triệu hai trăm năm mươi nghìn đồng')
  expect(moneyInWords('15 000')).toBe('Mười lăm nghìn đồng')
  expect(moneyInWords(0)).toBe('Không đồng')
  expect(moneyInWords(500)).toBe('Năm trăm đồng')
})

for (const value of [
  1.5,
  2 ** 53,
  Number.NaN,
  '1,5',
  '1.25',
  '12.3456',
  '',
  'abc',
  '1'.repeat(60),
  '1000000000000000001',
  '1.000 000',
])
  test(`${value} is no number for words`, () => {
    expect(() => numberInWords(value)).toThrow(expect.objectContaining({ code: 'domain.number-words' }))
  })

for (const value of [-1, '-5', 0.5, '1,25'])
  test(`${value} is no amount`, () => {
    expect(() => moneyInWords(value)).toThrow(expect.objectContaining({ code: 'domain.money' }))
  })

const SMALL = new Map(Array.from({ length: 1000 }, (_, i) => [integerInWords(i), i]))

/** Reads words back by their units, which is a different way than writing them. */
function readBack(words: string): bigint {
  const [low = '', ...rest] = words.split(' tỷ').reverse()
  const head = rest.length > 0 ? readBack(rest.reverse().join(' tỷ')) * 1_000_000_000n : 0n
  let total = 0n
  let left = low.trim()
  for (const [name, size] of [
    ['triệu', 1_000_000n],
    ['nghìn', 1000n],
    ['', 1n],
  ] as const) {
    const at = name === '' ? left.length : left.indexOf(name)
    if (at < 0) continue
    const group = left.slice(0, at).trim()
    left = left.slice(at + name.length).trim()
    const plain = group.replace(/^không trăm (?:linh )?/, '')
    if (plain !== '') total += BigInt(SMALL.get(plain) ?? Number.NaN) * size
  }
  return head + total
}

test('words of any number up to a billion billion can be read back', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 18n }), (value) => {
      expect(readBack(numberInWords(String(value)))).toBe(value)
    }),
    { numRuns: 2000 },
  )
})

test('integers are read from numbers and from grouped digits only', () => {
  expect(readInteger('1.234.567')).toBe(1_234_567n)
  expect(readInteger('−12')).toBe(-12n)
  expect(readInteger('1.2345')).toBeUndefined()
})
