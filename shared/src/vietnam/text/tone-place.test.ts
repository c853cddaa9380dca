import { expect, test } from 'vitest'
import { SENTENCES } from '../encodings/sentences.fixture.ts'
import { isSyllable } from './syllable.ts'
import { placeTones } from './tone-place.ts'

for (const [old, fresh] of [
  ['hòa', 'hoà'],
  ['HÓA', 'HOÁ'],
  ['Khỏe', 'Khoẻ'],
  ['thủy', 'thuỷ'],
  ['Ủy', 'Uỷ'],
  ['Thúy Tọa', 'Thuý Toạ'],
] as const)
  test(`${old} and ${fresh} turn into each other`, () => {
    expect(placeTones(old, 'moi')).toBe(fresh)
    expect(placeTones(fresh, 'cu')).toBe(old)
    expect(placeTones(old, 'cu')).toBe(old)
    expect(placeTones(fresh.normalize('NFD'), 'moi')).toBe(fresh)
  })

test('words whose tone has one place only stay', () => {
  for (const word of ['toán', 'quý', 'Quỳ', 'hoàn', 'khuỷu', 'xoài', 'thuở', 'Huế', 'của', 'quả', 'ngoéo'])
    for (const style of ['cu', 'moi'] as const) expect(placeTones(word, style)).toBe(word)
})

test('every word of the sentences is a syllable, and words of other languages are not', () => {
  for (const sentence of SENTENCES)
    for (const word of sentence.toLowerCase().match(/\p{L}+/gu) ?? []) expect(isSyllable(word), word).toBe(true)
  for (const word of ['müller', 'café', 'señor', 'français', 'nguiễn', 'bát'.replace('á', 'à'), 'xãt', 'áá', ''])
    expect(isSyllable(word), word).toBe(false)
})
