import { expect, test } from 'vitest'
import { en, vi } from './resources.ts'

function sentences(node: unknown, path: string): [string, string][] {
  if (typeof node === 'string') return [[path, node]]
  if (typeof node !== 'object' || node === null) throw new Error(`${path} is neither a sentence nor a group`)
  return Object.entries(node).flatMap(([key, child]) => sentences(child, `${path}.${key}`))
}

const viSentences = sentences(vi, 'vi')
const enSentences = sentences(en, 'en')
const keys = (list: [string, string][]) => list.map(([path]) => path.slice(3)).sort()
const parameters = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1]).sort()

test('Vietnamese and English have exactly the same keys', () => {
  expect(viSentences.length).toBeGreaterThan(40)
  expect(keys(enSentences)).toEqual(keys(viSentences))
})

test('no sentence is empty and every sentence is in NFC without stray spaces', () => {
  const bad = [...viSentences, ...enSentences].filter(
    ([, text]) => text === '' || text !== text.normalize('NFC') || text !== text.trim(),
  )
  expect(bad).toEqual([])
})

test('a sentence has the same parameters in both languages', () => {
  const byKey = new Map(enSentences.map(([path, text]) => [path.slice(3), text]))
  const different = viSentences.filter(
    ([path, text]) => String(parameters(text)) !== String(parameters(byKey.get(path.slice(3)) ?? '')),
  )
  expect(different).toEqual([])
})

test('English sentences hold no Vietnamese letters except in names that stay', () => {
  const vietnamese = /[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]/i
  const left = enSentences.filter(([, text]) =>
    vietnamese.test(text.replaceAll('Liên Thông', '').replaceAll('Tiếng Việt', '')),
  )
  expect(left).toEqual([])
})
