import { expect, test } from 'vitest'
import { parseLayout } from './parse.ts'
import { serialiseLayout } from './serialise.ts'

const layout = {
  format: 1,
  at: { a: [0, 0], b: [300, 0], c: [600, 0] },
  groups: {
    nhan: { title: 'Tiếp nhận', description: 'Dòng một\nDòng hai', colour: 'blue', collapsed: true, nodes: ['b', 'a'] },
    trong: { title: 'Trong', in: 'nhan', nodes: ['c'] },
  },
  notes: { 'ghi-chu': { text: 'Nhớ hỏi Sở\nTư pháp', at: [8, -40], size: [240, 80] } },
}

test('groups and notes have one canonical text, whatever order they came in', () => {
  const text = serialiseLayout(parseLayout(layout))
  expect(serialiseLayout(parseLayout(text))).toBe(text)
  expect(text).toContain('"text": ["Nhớ hỏi Sở","Tư pháp"]')
  expect(text).toContain('"nodes": ["a","b"]')
  expect(parseLayout(text).groups?.nhan?.description).toBe('Dòng một\nDòng hai')
})

test('a layout without groups and notes reads as it always did', () => {
  expect(serialiseLayout(parseLayout('{"format":1,"at":{"a":[1,2]}}'))).toBe(
    '{\n  "format": 1,\n  "at": {\n    "a": [1, 2]\n  }\n}\n',
  )
})

test('a broken group or note is dropped and everything else stays', () => {
  const read = parseLayout({
    ...layout,
    groups: { ...layout.groups, Hong: { title: 'x', nodes: [] }, hong: { title: '', nodes: ['a'] }, so: 7 },
    notes: { ...layout.notes, hong: { text: 'x', at: ['a', 0], size: [1, 1] } },
  })
  expect(Object.keys(read.at)).toEqual(['a', 'b', 'c'])
  expect(Object.keys(read.groups ?? {})).toEqual(['nhan', 'trong'])
  expect(Object.keys(read.notes ?? {})).toEqual(['ghi-chu'])
  expect(parseLayout({ ...layout, groups: 'x' }).notes).toEqual(parseLayout(layout).notes)
})

test('a node is in one group, groups lie at most two deep and never in a circle', () => {
  const groups = parseLayout({
    format: 1,
    at: {},
    groups: {
      a: { title: 'A', nodes: ['x'] },
      b: { title: 'B', in: 'a', nodes: ['x', 'y'] },
      c: { title: 'C', in: 'b', nodes: ['z'] },
      d: { title: 'D', in: 'e', nodes: ['u'] },
      e: { title: 'E', in: 'd', nodes: ['v'] },
      f: { title: 'F', nodes: ['y'] },
    },
  }).groups
  expect(groups?.b?.nodes).toEqual(['y'])
  expect(groups?.c?.in).toBeUndefined()
  expect([groups?.d?.in, groups?.e?.in].filter((it) => it !== undefined)).toHaveLength(1)
  expect(groups?.f).toBeUndefined()
})
