import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Document } from './document.ts'
import { copyFragment, fragmentText, parseFragment } from './fragment.ts'

const doc: Document = {
  flow: {
    format: 1,
    id: 'thu',
    title: 'Thử',
    nodes: {
      a: { use: 'map@1', title: 'Ánh xạ', to: { out: ['b', 'c'] }, onError: { retry: 'nhanh', then: 'c' } },
      b: { use: 'map@1', settings: { connection: 'dvcqg' } },
      c: { use: 'map@1' },
    },
  },
  layout: { format: 1, at: { a: [100, 50], b: [400, 90], c: [0, 0] } },
}

test('a copied piece survives the clipboard, holds inner wires only and counts positions from its corner', () => {
  const { fragment, origin } = copyFragment(doc, ['a', 'b', 'gone'])
  expect(origin).toEqual([100, 50])
  expect(parseFragment(fragmentText(fragment))).toEqual({
    nodes: {
      a: { use: 'map@1', title: 'Ánh xạ', to: { out: ['b'] }, onError: { retry: 'nhanh' } },
      b: { use: 'map@1', settings: { connection: 'dvcqg' } },
    },
    at: { a: [0, 0], b: [300, 40] },
  })
})

test.each([
  ['plain text', 'Kính gửi Sở Nội vụ'],
  ['broken JSON', '{"lienthong":"nodes",'],
  ['other JSON', '{"nodes":[{"id":"x"}]}'],
  ['nothing in it', '{"lienthong":"nodes","format":1,"nodes":{},"at":{}}'],
  ['a newer format', '{"lienthong":"nodes","format":2,"nodes":{"a":{"use":"map@1"}},"at":{}}'],
  ['an invalid id', '{"lienthong":"nodes","format":1,"nodes":{"A b":{"use":"map@1"}},"at":{}}'],
  ['a prototype key', '{"lienthong":"nodes","format":1,"nodes":{"__proto__":{"use":"map@1"}},"at":{}}'],
])('%s is no piece of a flow', (_name, text) => {
  expect(parseFragment(text)).toBeUndefined()
})

test('no clipboard text makes it throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(() => parseFragment(text)).not.toThrow()
    }),
  )
})
