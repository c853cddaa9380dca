import { expect, test } from 'vitest'
import { z } from 'zod'
import { field } from './fields.ts'
import { settingsSchema, walkFields } from './walk-fields.ts'

const said = (title: string) => ({ title: { vi: title, en: title } })
const settings = z.strictObject({
  name: field.text(said('name')).default('x'),
  plain: z.string().optional(),
  rows: field
    .list({ when: field.condition(said('when')), to: field.connection(['http'], said('to')).optional() }, said('rows'))
    .optional(),
  group: field.group({ inner: field.value(said('inner')).optional() }, said('group')).optional(),
})
const walk = (value: unknown) =>
  walkFields(settingsSchema({ settings }), value).map(({ path, look }) => `${path} ${look.kind}`)

test('fields are found with their looks, outer before inner, in groups and in each row', () => {
  expect(walk({ name: 'a', plain: 'b', rows: [{ when: 'x' }, { when: 'y', to: 'z' }], group: { inner: 1 } })).toEqual([
    'name text',
    'rows list',
    'rows.0.when condition',
    'rows.1.when condition',
    'rows.1.to connection',
    'group group',
    'group.inner value',
  ])
})

test('what is not there has no field: defaults, unknown names, inherited names, wrong shapes', () => {
  expect(walk({})).toEqual([])
  expect(walk({ la: 1, rows: {}, group: [1] })).toEqual(['rows list', 'group group'])
  expect(walk(Object.create({ name: 'a' }))).toEqual([])
  for (const value of [null, undefined, 5, 'a', []]) expect(walk(value)).toEqual([])
  expect(walkFields(undefined, { name: 'a' })).toEqual([])
  expect(walkFields({ properties: { name: { 'x-field': 'text' } } }, { name: 'a' })).toEqual([])
})

test('the schema of a definition is made once', () => {
  expect(settingsSchema({ settings })).toBe(settingsSchema({ settings }))
})
