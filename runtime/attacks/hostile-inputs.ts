import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { nodeDefinitions } from '#nodes/index.ts'
import { nodeRuns } from '#nodes/runs.ts'
import { loaded } from '#nodes/testing/loaded.ts'
import { parseXml } from '#nodes/xml/parse.ts'
import { compileFlow } from '#runtime/executor/compile.ts'
import { checkType, parseBody } from '#runtime/triggers/read-body.ts'
import { liveCommandSchema } from '#shared/api/live.ts'
import { codeTableSchema, saveConnectionSchema } from '#shared/api/platform.ts'
import { FlowError } from '#shared/errors/flow-error.ts'
import { checkExpression, compileExpression } from '#shared/expression/compile.ts'
import { generatedExpression } from '#shared/expression/testing/generated.ts'
import { parseFlow, parseLayout } from '#shared/flow/parse.ts'
import { serialiseFlow, serialiseLayout } from '#shared/flow/serialise.ts'
import { generatedFlow, generatedLayout } from '#shared/flow/testing/generated.ts'
import { validateFlow } from '#shared/flow/validate.ts'
import { compileMapping } from '#shared/mapping/apply.ts'
import { mappingSchema } from '#shared/mapping/schema.ts'
import { parseJson } from '#shared/message/safe-json.ts'
import { createPrepare } from '#shared/node/prepare.ts'
import type { Batch } from './feed.ts'
import { DOCUMENT_KINDS, generatedMapping } from './hostile-documents.ts'
import type { Kind } from './kind.ts'

const FLOWS = join(import.meta.dirname, '..', '..', 'flows')
const realFlow = readFileSync(join(FLOWS, 'dong-bo-dvcqg', 'flow.json'), 'utf8')
const library = { definitions: new Map(nodeDefinitions.map((it) => [it.type, it])), runs: await loaded(nodeRuns) }
const scope = {
  body: { a: [1, { b: 'x' }], ma: '00123' },
  headers: {},
  keys: {},
  steps: {},
  run: { id: 'R', at: '2026-01-05T01:00:00Z', flow: 'f' },
}

const prepare = createPrepare({}, compileExpression)

const text = (bytes: Buffer): string => bytes.toString('utf8')

/** A flow with problems is an answer; one without must compile. */
function feedFlow(bytes: Buffer): string {
  const { flow, problems } = parseFlow(text(bytes))
  const all = flow
    ? [...problems, ...validateFlow(flow, { definitions: library.definitions, checkExpression: placed })]
    : problems
  if (!flow && all.length === 0) throw new Error('neither a flow nor a problem')
  const error = all.find((it) => it.severity === 'error')
  if (flow && !error) compileFlow(flow, 'v', library)
  return error?.code ?? 'taken'
}

function placed(expression: string) {
  const wrong = checkExpression(expression)
  return wrong && { position: wrong.position ?? 0, message: wrong.message }
}

const xmlTexts = fc
  .array(
    fc.constantFrom(
      '<a>',
      '</a>',
      '<b x="1">',
      '</b>',
      '<c/>',
      '&lt;',
      '&#65;',
      '<![CDATA[',
      ']]>',
      '<!DOCTYPE a>',
      '<!--',
      '-->',
      'é',
      ' ',
    ),
    {
      maxLength: 14,
    },
  )
  .map((parts) => `<?xml version="1.0"?><a>${parts.join('')}</a>`)
const jsonTexts = fc.json({ maxDepth: 5 })
const mappings = fc.constantFrom(
  '[{"target":"ma","value":{"field":"a[0].b"},"as":"text"},{"target":"ds","each":{"over":"a","fields":[{"target":"x","value":1}]}}]',
  '[{"target":"x","value":{"expr":"$uppercase(ma)"},"missing":"omit"},{"target":"y","fields":[{"target":"z","value":null}]}]',
)
const headers = fc.record({
  'content-type': fc.constantFrom(
    'application/json',
    'text/xml; charset=utf-16',
    'multipart/form-data; boundary=x',
    'application/json;charset="',
  ),
  'content-encoding': fc.constantFrom('', 'gzip', 'identity'),
})

/** The kinds by name; the folders of the corpus have the same names. */
export const KINDS: Readonly<Record<string, Kind>> = {
  ...DOCUMENT_KINDS,
  flow: { texts: fc.oneof(generatedFlow.map(serialiseFlow), fc.constant(realFlow)), feed: feedFlow },
  layout: { texts: generatedLayout.map(serialiseLayout), feed: (bytes) => parseLayout(text(bytes)) },
  json: { texts: jsonTexts, feed: (bytes) => parseBody(bytes, 'json', 'application/json') },
  xml: {
    texts: xmlTexts,
    feed(bytes) {
      const document = parseBody(bytes, 'xml', 'text/xml')
      return parseXml(String(document), { maxBytes: 1_000_000, lists: new Set(), cdata: 'keep', trim: true })
    },
  },
  form: {
    texts: fc.webQueryParameters(),
    feed: (bytes) => parseBody(bytes, 'form', 'application/x-www-form-urlencoded'),
  },
  headers: {
    texts: headers.map((it) => JSON.stringify(it)),
    feed(bytes) {
      const given = bytes.toString('latin1')
      checkType('json', { 'content-type': given })
      return parseBody(Buffer.from('{}'), 'any', given)
    },
  },
  expression: {
    texts: generatedExpression,
    feed: (bytes) => (checkExpression(text(bytes)) ? 'refused' : prepare.expression(text(bytes)).evaluate(scope)),
  },
  mapping: {
    texts: fc.oneof(mappings, generatedMapping),
    feed(bytes) {
      const { data } = mappingSchema().safeParse(parseJson(text(bytes)))
      return data && compileMapping(data, compileExpression)(scope)
    },
  },
  'live-frame': {
    texts: fc.constantFrom('{"type":"open","flow":"a"}', '{"type":"open","flow":null}'),
    feed: (bytes) => liveCommandSchema.safeParse(parseJson(text(bytes))).success,
  },
  'code-table': {
    texts: fc.constant(
      '{"id":"dm","title":"Danh mục","rows":[{"code":"001","name":"Một"},{"code":"002","name":"Hai"}]}',
    ),
    feed: (bytes) => codeTableSchema.safeParse(parseJson(text(bytes))).success,
  },
  connection: {
    texts: fc.constant(
      '{"kind":"http","title":"x","values":{"url":"https://a.vn","timeout":"PT5S"},"secrets":{"token":null}}',
    ),
    feed: (bytes) => saveConnectionSchema.safeParse(parseJson(text(bytes))).success,
  },
}

/** Pieces that have meant trouble somewhere. */
const PIECES = [
  '__proto__',
  'constructor',
  '\0',
  '\ud800',
  '\ufeff',
  '1e999',
  '9007199254740993',
  '{{',
  '[[[[',
  '"',
  '\\u0000',
  '<!ENTITY',
  '&a;',
  '/(a+)+$/',
  '$$',
  '%',
  '=&=',
  '../',
  '\r\n',
  'null',
  '-0',
  '\u202e',
]

/** A good text with bytes changed, cut, doubled, or pieces put in; a fifth is left as it is, a tenth is bytes of chance. */
export function spoiled(kind: Kind): fc.Arbitrary<Buffer> {
  const change = fc.record({
    way: fc.constantFrom('byte', 'cut', 'double', 'piece', 'repeat'),
    at: fc.nat(),
    byte: fc.nat({ max: 255 }),
    piece: fc.constantFrom(...PIECES),
    times: fc.constantFrom(2, 50, 3000),
  })
  const good = kind.texts.map((it) => Buffer.from(it))
  return fc.oneof(
    { weight: 2, arbitrary: good },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
    {
      weight: 7,
      arbitrary: fc.tuple(good, fc.array(change, { minLength: 1, maxLength: 4 })).map(([bytes, changes]) =>
        changes.reduce((now, { way, at, byte, piece, times }) => {
          const place = now.length === 0 ? 0 : at % now.length
          const [head, tail] = [now.subarray(0, place), now.subarray(place)]
          if (way === 'cut') return head
          if (way === 'byte') return Buffer.concat([head, Buffer.of(byte), tail.subarray(1)])
          if (way === 'double') return Buffer.concat([head, tail.subarray(0, 20), tail])
          return Buffer.concat([head, Buffer.from(way === 'piece' ? piece : piece.repeat(times)), tail])
        }, bytes),
      ),
    },
  )
}

/** The inputs of a batch, the same every time. */
export function inputsOf(batch: Batch, kind: Kind): readonly Buffer[] {
  if ('files' in batch) return batch.files.map((file) => readFileSync(file))
  return fc.sample(spoiled(kind), { seed: batch.seed, numRuns: batch.count })
}

/** Longest time that one input may take; a machine that others keep busy gets some more. */
const DEADLINE_MS = 2000

/** What became of an input: `taken`, a code of ours, or a fault (an error without a code, one of class `bug`, or too long a time). */
export async function outcomeOf(kind: Kind, bytes: Buffer): Promise<{ readonly is: string; readonly fault: boolean }> {
  const began = performance.now()
  const before = process.cpuUsage()
  let is = 'taken'
  try {
    const made = await kind.feed(bytes)
    if (typeof made === 'string' && /^[a-z]+\.[a-z-]+$/.test(made)) is = made
  } catch (error) {
    if (!(error instanceof FlowError))
      return { is: `untyped ${error instanceof Error ? error.stack : String(error)}`, fault: true }
    if (error.data.class === 'bug') return { is: `${error.data.code}: ${error.data.message.en}`, fault: true }
    is = error.data.code
  }
  const { user, system } = process.cpuUsage(before)
  const slow = performance.now() - began > DEADLINE_MS && (user + system) / 1000 > DEADLINE_MS
  return slow ? { is: `took ${Math.round(performance.now() - began)} ms`, fault: true } : { is, fault: false }
}
