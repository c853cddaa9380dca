import fc from 'fast-check'
import { nodeDefinitions } from '#nodes/index.ts'
import { nodeRuns } from '#nodes/runs.ts'
import { nearSchema } from '#nodes/testing/generated.ts'
import { loaded } from '#nodes/testing/loaded.ts'
import { parseBody } from '#runtime/triggers/read-body.ts'
import { compileExpression } from '#shared/expression/compile.ts'
import { generatedExpression } from '#shared/expression/testing/generated.ts'
import { parseJson } from '#shared/message/safe-json.ts'
import { effectsOf, portsOf } from '#shared/node/define.ts'
import { createPrepare } from '#shared/node/prepare.ts'
import { settingsSchema } from '#shared/node/walk-fields.ts'
import { SchemaFault } from '#shared/schema/import/fault.ts'
import { readDocument } from '#shared/schema/import/read-document.ts'
import { parseCells } from '#shared/text/cells.ts'
import type { Kind } from './kind.ts'

const text = (bytes: Buffer): string => bytes.toString('utf8')

/** Settings near to what a node asks for, with the node's type. */
const runs = await loaded(nodeRuns)

const settings = fc
  .constantFrom(...nodeDefinitions)
  .chain((definition) =>
    nearSchema(settingsSchema(definition)).map((it) => JSON.stringify({ type: definition.type, settings: it })),
  )

/** Settings that are refused are an answer; those that are taken must have ports and effects, and be ready to run. */
function feedSettings(bytes: Buffer): unknown {
  const given = parseJson(text(bytes))
  if (typeof given !== 'object' || given === null) return 'refused'
  const definition = nodeDefinitions.find(({ type }) => type === Reflect.get(given, 'type'))
  const parsed = definition?.settings.safeParse(Reflect.get(given, 'settings'))
  if (!definition || !parsed?.success) return 'refused'
  portsOf(definition, parsed.data)
  effectsOf(definition, parsed.data)
  const tools = createPrepare(parsed.data as never, compileExpression)
  const run = runs[definition.type]
  run?.request?.(tools)
  return run?.prepare(tools)
}

const name = fc.constantFrom('ma', 'a.b', 'a[0].b', '', 'ds', '__proto__', 'Mã hồ sơ')
const leaf = fc.record({
  target: name,
  value: fc.oneof(fc.record({ field: name }), fc.record({ expr: generatedExpression }), fc.jsonValue({ maxDepth: 1 })),
  as: fc.constantFrom('text', 'number', 'date', 'gì-đó', undefined),
  missing: fc.constantFrom('omit', 'error', 'null', undefined),
})

/** Mapping trees of every shape: fields in fields, for-each in for-each, conditions. */
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({ target: name, fields: fc.array(tie('tree'), { maxLength: 3 }) }),
    fc.record({
      target: name,
      each: fc.record({ over: fc.oneof(name, generatedExpression), fields: fc.array(tie('tree'), { maxLength: 3 }) }),
    }),
    fc.record({ target: name, when: generatedExpression, value: name }),
  ),
}))

/** Mappings as the designer saves them, and nearly so. */
export const generatedMapping: fc.Arbitrary<string> = fc
  .array(tree, { minLength: 1, maxLength: 4 })
  .map((it) => JSON.stringify(it))

const cells = fc
  .array(fc.array(fc.constantFrom('Mã', '001', 'Hồ sơ "gốc"', '"', ',', ';', 'a\nb', '=1+1', ''), { maxLength: 5 }), {
    maxLength: 6,
  })
  .chain((rows) =>
    fc
      .tuple(fc.constantFrom(',', ';', '\t'), fc.constantFrom('\n', '\r\n', '\r'), fc.boolean())
      .map(([separator, end, quoted]) =>
        rows.map((row) => row.map((it) => (quoted ? `"${it.replaceAll('"', '""')}"` : it)).join(separator)).join(end),
      ),
  )

const bodies = fc.tuple(
  fc.constantFrom(
    'application/json; charset=utf-8',
    'application/json; charset=utf-16le',
    'text/xml; charset=windows-1258',
    'text/plain; charset=tcvn3',
    'text/csv; charset="UTF-8"',
    'multipart/form-data; boundary=b',
    'application/x-www-form-urlencoded; charset=iso-8859-1',
    'application/json; charset=khong-co',
  ),
  fc.constantFrom(
    '{"ma":"00123"}',
    '<a x="1">é</a>',
    'ma=1&ma=2&ten=%C4%90',
    '--b\r\nContent-Disposition: form-data; name="tep"; filename="../a"\r\n\r\nnội dung\r\n--b--\r\n',
    'Mã;Tên\r\n001;"Một"',
  ),
)

const documents = fc.constantFrom(
  '{"type":"object","properties":{"ma":{"type":"string"},"con":{"$ref":"#"}},"required":["ma"]}',
  '{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}',
  '{"openapi":"3.0.0","paths":{"/a":{"post":{"requestBody":{"content":{"application/json":{"schema":{"type":"object"}}}}}}}}',
  '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a"><xs:complexType><xs:sequence><xs:element name="b" type="xs:string" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element></xs:schema>',
  '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" name="a"><message name="m"><part name="p" type="x"/></message><portType name="t"><operation name="o"><input message="m"/></operation></portType></definitions>',
  '<a><b>1</b><b>2</b></a>',
  'Mã;Tên\n001;Một\n002;Hai',
)

/** A document that is no schema is refused with its place; of one that is, every part is read or refused. */
function feedDocument(bytes: Buffer): string {
  try {
    for (const part of readDocument(text(bytes)).parts) part.read()
    return 'taken'
  } catch (error) {
    if (error instanceof SchemaFault) return 'schema.refused'
    throw error
  }
}

/** Kinds of documents that people upload, paste or send, beside the plain ones. */
export const DOCUMENT_KINDS: Readonly<Record<string, Kind>> = {
  settings: { texts: settings, feed: feedSettings },
  csv: { texts: cells, feed: (bytes) => parseCells(text(bytes)) },
  body: {
    texts: bodies.map((it) => it.join('\n')),
    feed(bytes) {
      const end = Math.max(0, bytes.indexOf('\n'))
      return parseBody(bytes.subarray(end + 1), 'any', bytes.subarray(0, end).toString('latin1'))
    },
  },
  schema: { texts: documents, feed: feedDocument },
}
