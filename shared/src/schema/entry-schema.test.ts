import { expect, test } from 'vitest'
import { entrySchema } from './entry-schema.ts'

test('what is found in a directory has the attributes of the settings, alone or in a list', () => {
  const attributes = [{ name: 'cn' }, { name: 'mail', values: 'list' }, { name: '' }, 'x']
  const entry = {
    type: 'object',
    properties: {
      dn: { type: 'string' },
      cn: { type: ['string', 'null'] },
      mail: { type: 'array', items: { type: 'string' } },
    },
    required: ['dn', 'cn', 'mail'],
    additionalProperties: false,
  }
  expect(entrySchema({ attributes, answer: 'one' })).toEqual(entry)
  expect(entrySchema({ attributes, answer: 'all' })).toMatchObject({
    properties: { entries: { type: 'array', items: entry }, count: { type: 'integer' } },
  })
  expect(entrySchema({})).toMatchObject({ required: ['dn'] })
})
