import { expect, test } from 'vitest'
import { z } from 'zod'
import { field } from './fields.ts'
import { toJsonSchema } from './to-json-schema.ts'

const look = { title: { vi: 'Mã', en: 'Code' } }

test('the default of a text that a file may hold as lines reaches the form', () => {
  const schema = toJsonSchema(
    z.object({ code: field.code('javascript', look).default('return 1'), on: field.boolean(look).default(true) }),
  )
  expect(schema.properties).toMatchObject({ code: { type: 'string', default: 'return 1' }, on: { default: true } })
})
