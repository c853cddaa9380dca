import fc from 'fast-check'
import type { Flow, FlowNode, Layout } from '../flow.ts'
import { parseFlow, parseLayout } from '../parse.ts'
import { serialiseFlow, serialiseLayout } from '../serialise.ts'

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/)
const title = fc.constantFrom('Gửi hồ sơ', 'Nhận\u00a0tin', 'Đồng bộ', 'e\u0302́', '"\\', '🇻🇳')
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom('a', 'dòng 1\ndòng 2', '\n', 'x\n\n', '\r\n', '00123', '1e5', '\u2028'),
)
const setting = fc.oneof(
  text,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(text, { maxLength: 4 }),
  fc.array(fc.record({ target: word, value: text }), { maxLength: 3 }),
)
const onError = fc.record({ retry: word, then: word }, { requiredKeys: [] })
const node: fc.Arbitrary<FlowNode> = fc.record(
  {
    use: word.map((type) => `${type}@1`),
    title,
    note: text,
    disabled: fc.boolean(),
    settings: fc.dictionary(word, setting, { maxKeys: 5 }),
    onError,
    compensate: word,
    to: fc.dictionary(word, fc.array(word, { maxLength: 3 }), { maxKeys: 3 }),
  },
  { requiredKeys: ['use'] },
)
const duration = fc.constantFrom('PT5S', 'PT5M', 'PT1H', 'P1D')
const retry = fc.record({
  times: fc.nat({ max: 20 }),
  first: duration,
  factor: fc.constantFrom(1, 1.5, 2),
  max: duration,
  jitter: fc.constantFrom(0, 0.25, 1),
})
const settings = fc.record(
  {
    keys: fc.dictionary(fc.constantFrom('maHoSo', 'maCCCD'), fc.constantFrom('MaHoSo', 'a.b[0]'), { maxKeys: 2 }),
    partition: fc.constantFrom('maHoSo', 'maCCCD'),
    timeout: duration,
    durability: fc.constantFrom('stored' as const, 'none' as const),
    retry: fc.dictionary(word, retry, { maxKeys: 2 }),
    compensation: fc.constantFrom('automatic' as const, 'by-hand' as const),
  },
  { requiredKeys: [] },
)

/** Flow files of every shape that the format allows; what they mean is not looked at. */
export const generatedFlow: fc.Arbitrary<Flow> = fc.record(
  {
    format: fc.constant(1),
    id: word,
    title,
    summary: text,
    nodes: fc.dictionary(word, node, { maxKeys: 6 }),
    settings,
  },
  { requiredKeys: ['format', 'id', 'title', 'nodes'] },
) as fc.Arbitrary<Flow>

/** Layout files. */
export const generatedLayout: fc.Arbitrary<Layout> = fc.record({
  format: fc.constant(1 as const),
  at: fc.dictionary(word, fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -1e6, max: 1e6 })), {
    maxKeys: 6,
  }),
})

/** What is wrong with the way there and back of this flow and layout; undefined when nothing is. */
export function roundTripFault(flow: Flow, layout: Layout): string | undefined {
  const canonical = serialiseFlow(flow)
  const { flow: parsed, problems } = parseFlow(canonical)
  if (!parsed || problems.length > 0) return `canonical text is refused: ${JSON.stringify(problems)}\n${canonical}`
  if (serialiseFlow(parsed) !== canonical) return `serialise(parse(text)) differs:\n${canonical}`
  const again = parseFlow(JSON.stringify(parsed)).flow
  if (!again || serialiseFlow(again) !== canonical) return `the same flow as an object differs:\n${canonical}`
  const drawn = serialiseLayout(layout)
  if (serialiseLayout(parseLayout(drawn)) !== drawn) return `layout differs:\n${drawn}`
  return undefined
}

/** Flows that have something in common: two generated ones with the nodes of both mixed. */
export const related = fc
  .tuple(generatedFlow, generatedFlow, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }))
  .map(([a, b, coins]): [Flow, Flow] => {
    const mixed = Object.entries(a.nodes).map(([id, node], i): [string, FlowNode] => [
      id,
      coins[i % 12]
        ? node
        : { ...node, ...Object.values(b.nodes)[i], ...(coins[(i + 5) % 12] ? { use: node.use } : {}) },
    ])
    return [
      a,
      { ...b, id: a.id, nodes: { ...Object.fromEntries(mixed.filter((_, i) => coins[(i + 3) % 12])), ...b.nodes } },
    ]
  })
