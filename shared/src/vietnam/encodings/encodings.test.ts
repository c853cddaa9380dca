import fc from 'fast-check'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { MARKED_LETTERS } from '../text/letters.ts'
import type { LegacyEncoding } from './codec.ts'
import { codecs, ENCODINGS } from './codecs.ts'
import { decodeBytes, encodeBytes, encodingNamed, fromUnicode, toUnicode } from './convert.ts'
import { detectEncoding, SURE } from './detect.ts'
import { SENTENCES } from './sentences.fixture.ts'

/** TCVN3 has no capitals with a tone: it is the one encoding that loses something, and only that. */
const asWritten = (text: string, id: LegacyEncoding): string =>
  id === 'tcvn3'
    ? [...text].map((it) => (/[ĂÂÊÔƠƯĐ]/.test(it) || it < '\u0080' ? it : it.toLowerCase())).join('')
    : text

test('there are 134 letters', () => {
  expect(new Set(MARKED_LETTERS).size).toBe(134)
})

for (const { id, encode, decode } of codecs) {
  test(`${id}: each of the 134 letters comes back, alone and inside a word`, () => {
    for (const letter of MARKED_LETTERS)
      for (const text of [letter, `x${letter}n`, `${letter}${letter}`]) {
        const encoded = encode(text)
        expect(encoded.ok && decode(encoded.text), text).toBe(asWritten(text, id))
      }
  })

  test(`${id}: any Vietnamese text with ASCII comes back`, () => {
    const unit = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...MARKED_LETTERS) },
      { weight: 3, arbitrary: fc.constantFrom(..."aeiouydADEIOUY.?'`~^(+*\\\\, ".split('')) },
      { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme-ascii' }) },
    )
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (text) => {
        const encoded = encode(text)
        if (!encoded.ok) throw new Error(`cannot write ${text}`)
        const back = decode(encoded.text) ?? ''
        // TCVN3 guesses capitals from the plain letters of a word.
        if (id === 'tcvn3') expect(back.toLowerCase()).toBe(text.toLowerCase())
        else expect(back).toBe(text)
      }),
      { numRuns: 500 },
    )
  })

  test(`${id}: every sentence is found out, and comes back from text and from bytes`, () => {
    for (const sentence of SENTENCES) {
      const old = fromUnicode(sentence, id)
      expect(detectEncoding(old), old).toMatchObject({ encoding: id })
      expect(detectEncoding(old).confidence, old).toBeGreaterThanOrEqual(SURE)
      expect(toUnicode(old)).toBe(asWritten(sentence, id))
      expect(toUnicode(old, id)).toBe(asWritten(sentence, id))
      if (id !== 'utf8-1252') expect(decodeBytes(encodeBytes(sentence, id))).toBe(asWritten(sentence, id))
    }
  })

  test(`${id}: text that is Unicode already is never changed, whatever encoding is named`, () => {
    for (const sentence of SENTENCES) {
      expect(detectEncoding(sentence)).toEqual({ encoding: 'unicode', confidence: 1 })
      expect(toUnicode(sentence, id)).toBe(sentence)
      expect(toUnicode(sentence.normalize('NFD'))).toBe(sentence)
    }
  })

  test(`${id}: a character that it does not have is an error with its place`, () => {
    expect(() => fromUnicode('Hồ 漢', id === 'utf8-1252' ? 'vni' : id)).toThrow(
      expect.objectContaining({ code: 'domain.unencodable', message: expect.stringContaining('4') }),
    )
  })
}

test('single-byte tables agree with those of iconv-lite', () => {
  for (const [id, name] of [
    ['viscii', 'viscii'],
    ['cp1258', 'cp1258'],
  ] as const)
    for (const letter of MARKED_LETTERS)
      expect(iconv.decode(Buffer.from(encodeBytes(letter, id)), name).normalize('NFC')).toBe(letter)
  for (const letter of MARKED_LETTERS.filter((it) => asWritten(it, 'tcvn3') === it))
    expect(iconv.decode(Buffer.from(encodeBytes(letter, 'tcvn3')), 'tcvn').normalize('NFC')).toBe(letter)
})

for (const [old, unicode] of [
  ['Ñaøo ñaát coâng trình', 'Đào đất công trình'],
  ['Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam', 'Cộng hòa xã hội chủ nghĩa Việt Nam'],
  ['COÄNG HOØA', 'CỘNG HÒA'],
  ['Céng hoµ x· héi chñ nghÜa ViÖt Nam', 'Cộng hoà xã hội chủ nghĩa Việt Nam'],
  ['NGUYÔN V¡N An', 'NGUYỄN VĂN An'],
  ['§­êng Lª Lîi', 'Đường Lê Lợi'],
  ["Vie^.t Nam dda^'t nu+o+'c", 'Việt Nam đất nước'],
  ['Nguyá»…n VÄƒn An', 'Nguyễn Văn An'],
  ['Cä¡ quan', 'Cä¡ quan'],
] as const)
  test(`"${old}" reads as "${unicode}"`, () => {
    expect(toUnicode(old)).toBe(unicode)
  })

for (const text of [
  'Ho ten khong dau',
  '© 2025 Müller & Söhne',
  'Café',
  '§ 12',
  '25 °C, 40 m²',
  'Trí',
  'Hà',
  'Thế là xong.',
  'Ta di choi? Vang.',
  'https://a.vn/?q=a+b~c',
  'x'.repeat(1000),
  '',
])
  test(`"${text.slice(0, 30)}" is left as it is`, () => {
    expect(detectEncoding(text).encoding).toBe('unicode')
    expect(toUnicode(text)).toBe(text)
  })

test('a text of both kinds is told as mixed, with too little confidence to go on alone', () => {
  expect(detectEncoding('Họ tên: Nguyễn Văn An. Quª qu¸n: Hµ Néi, ViÖt Nam')).toEqual({
    encoding: 'unicode',
    confidence: 0.5,
    mixedWith: 'tcvn3',
  })
  expect(toUnicode('Họ tên: NguyÔn')).toBe('Họ tên: NguyÔn')
  expect(detectEncoding('Tiệm bánh Café Müller').mixedWith).toBeUndefined()
})

test('one word alone may be too little to tell, and is then an error without a name and a text with one', () => {
  const doubtful = 'Lín ¢u Müller Söhne'
  expect(() => toUnicode(doubtful)).not.toThrow(RangeError)
  expect(detectEncoding('Tú').confidence).toBeLessThan(SURE)
  expect(toUnicode('Tú', 'tcvn3')).toBe('Tỳ')
})

test('lone surrogates and text of a megabyte pass whole', () => {
  const long = fromUnicode('Uỷ ban nhân dân xã Hoà Bình ', 'tcvn3').repeat(40_000)
  expect(toUnicode(long)).toBe('Uỷ ban nhân dân xã Hoà Bình '.repeat(40_000))
  for (const { decode, id } of codecs) if (id !== 'utf8-1252') expect(decode('a\ud800b\udc00')).toBe('a\ud800b\udc00')
  expect(() => toUnicode(`${'\ud800'.repeat(1000)} Céng hoµ`)).not.toThrow(RangeError)
})

test('any text at all is detected without a fault and comes out a text or an error of ours', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const { confidence } = detectEncoding(text)
      expect(confidence).toBeGreaterThanOrEqual(0)
      expect(confidence).toBeLessThanOrEqual(1)
      for (const id of ENCODINGS) {
        try {
          expect(typeof toUnicode(text, id)).toBe('string')
        } catch (error) {
          expect(error).toMatchObject({ code: 'domain.encoding-other' })
        }
      }
    }),
    { numRuns: 500 },
  )
})

test('an unknown name is an error that lists the names', () => {
  expect(() => encodingNamed('vps')).toThrow('tcvn3, vni')
  expect(encodingNamed(' TCVN3 ').id).toBe('tcvn3')
})
