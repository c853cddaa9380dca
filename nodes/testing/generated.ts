import fc from 'fast-check'

type Schema = Readonly<Record<string, unknown>>

/** Values that are nearly, but seldom quite, what a JSON Schema asks for: right shapes, wrong leaves, missing and foreign keys. */
export function nearSchema(schema: Schema): fc.Arbitrary<unknown> {
  const definitions = isRecord(schema.$defs) ? schema.$defs : {}
  return near(schema, definitions, 4)
}

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    '',
    'a',
    'otherwise',
    '__proto__',
    '1 +',
    '$sum(',
    'a.b',
    'PT5M',
    '/x/{y}',
    '0 5 * * *',
    -1,
    1e308,
    null,
    {},
    [],
  ),
  fc.constantFrom<unknown>(
    { field: 'a.b' },
    { expr: 'a + 1' },
    { expr: '$(' },
    { field: '' },
    { field: 'a', expr: 'b' },
  ),
)

function near(schema: unknown, definitions: Schema, depth: number): fc.Arbitrary<unknown> {
  if (!isRecord(schema) || depth === 0) return anything
  return fc.oneof({ weight: 8, arbitrary: fitting(schema, definitions, depth) }, { weight: 1, arbitrary: anything })
}

function fitting(schema: Schema, definitions: Schema, depth: number): fc.Arbitrary<unknown> {
  const { $ref, anyOf, type } = schema
  if (typeof $ref === 'string') return near(definitions[$ref.replace('#/$defs/', '')], definitions, depth - 1)
  if (Array.isArray(anyOf) && anyOf.length > 0)
    return fc.oneof(...anyOf.map((option) => near(option, definitions, depth)))
  if (Array.isArray(schema.enum) && schema.enum.length > 0) return fc.constantFrom<unknown>(...schema.enum)
  if (type === 'object') return nearObject(schema, definitions, depth)
  if (type === 'array') return fc.array(near(schema.items, definitions, depth - 1), { maxLength: 3 })
  if (type === 'boolean') return fc.boolean()
  if (type === 'null') return fc.constant(null)
  if (type === 'integer' || type === 'number') return nearNumber(schema)
  if (type === 'string') return nearText(schema)
  return anything
}

function nearObject(schema: Schema, definitions: Schema, depth: number): fc.Arbitrary<unknown> {
  const properties = isRecord(schema.properties) ? schema.properties : {}
  const parts = Object.fromEntries(
    Object.entries(properties).map(([name, part]) => [name, near(part, definitions, depth - 1)]),
  )
  return fc.oneof(
    { weight: 5, arbitrary: fc.record(parts, { requiredKeys: Object.keys(parts) }) },
    { weight: 5, arbitrary: fc.record(parts, { requiredKeys: [] }) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.record(parts, { requiredKeys: [] }), anything).map(([it, la]) => ({ ...it, la })),
    },
  )
}

function nearNumber(schema: Schema): fc.Arbitrary<unknown> {
  const least = typeof schema.minimum === 'number' ? schema.minimum : -1000
  const most = typeof schema.maximum === 'number' ? Math.min(schema.maximum, 1e9) : 1000
  return fc.integer({ min: Math.ceil(least), max: Math.max(Math.ceil(least), Math.floor(most)) })
}

function nearText(schema: Schema): fc.Arbitrary<unknown> {
  const words = fc.constantFrom(
    'a',
    'a-b',
    'TrangThai',
    'x = 1',
    'MaHoSo',
    'PT5M',
    '/tra-cuu/{ma}',
    '0 7 * * 1-5',
    'select 1',
    'ệ',
  )
  if (typeof schema.pattern !== 'string') return fc.oneof(words, fc.string())
  return fc.oneof(words, fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/), fc.string())
}

function isRecord(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
