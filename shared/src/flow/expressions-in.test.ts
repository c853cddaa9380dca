import { expect, test } from 'vitest'
import type { FieldLook } from '../node/fields.ts'
import { expressionsIn } from './expressions-in.ts'

const found = (kind: FieldLook['kind'], value: unknown) =>
  expressionsIn({ path: 'f', look: { kind, title: { vi: 'x', en: 'x' } }, value }).map(
    ({ path, text }) => `${path}: ${text}`,
  )

test('conditions and expressions are expressions themselves, also as lines', () => {
  expect(found('condition', 'a > 1')).toEqual(['f: a > 1'])
  expect(found('expression', ['a +', 'b'])).toEqual(['f: a +\nb'])
})

test('a value is one only in its mode of formula', () => {
  expect(found('value', { expr: 'a' })).toEqual(['f.expr: a'])
  for (const value of ['a', 1, null, { field: 'a' }, ['a'], Object.create({ expr: 'a' })])
    expect(found('value', value)).toEqual([])
})

test('pairs have one in each row that is a formula', () => {
  expect(
    found('pairs', [
      { name: 'a', value: { expr: 'x' } },
      { name: 'b', value: 'y' },
      null,
      { name: 'c', value: { expr: 'z' } },
    ]),
  ).toEqual(['f.0.value.expr: x', 'f.3.value.expr: z'])
})

test('a mapping has them in conditions, values, defaults and for-each, at any depth', () => {
  const mapping = [
    { target: 'a', value: { expr: '1' }, when: '2', default: { expr: '3' } },
    { target: 'b', fields: [{ target: 'c', value: { expr: '4' } }] },
    {
      target: 'd',
      each: {
        over: '5',
        where: '8',
        groupBy: '9',
        sort: [{ by: '10' }],
        fields: [{ target: 'e', each: { over: '6', value: { expr: '7' } } }],
      },
    },
  ]
  expect(found('mapping', mapping).sort()).toEqual([
    'f.0.default.expr: 3',
    'f.0.value.expr: 1',
    'f.0.when: 2',
    'f.1.fields.0.value.expr: 4',
    'f.2.each.fields.0.each.over: 6',
    'f.2.each.fields.0.each.value.expr: 7',
    'f.2.each.groupBy: 9',
    'f.2.each.over: 5',
    'f.2.each.sort.0.by: 10',
    'f.2.each.where: 8',
  ])
})

test('other fields have none, and broken values are left to the schema', () => {
  for (const kind of ['text', 'code', 'cron', 'connection', 'list'] as const) expect(found(kind, 'a')).toEqual([])
  for (const kind of ['mapping', 'pairs', 'value', 'condition'] as const)
    for (const value of [null, undefined, 5, [5], [[]], { a: 1 }]) expect(found(kind, value)).toEqual([])
})
