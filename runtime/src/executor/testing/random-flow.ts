import fc from 'fast-check'
import type { Flow, FlowNode } from '#shared/flow/flow.ts'

/** Kinds of node, see `random-nodes.ts`; those that stand twice come twice as often. */
const KINDS = ['tinh', 're', 'toa', 'tach', 'gop', 'gop', 'vong', 'loc', 'tra', 'hoi', 'hoi', 'gui-hoi', 'gui'] as const
const PORTS: Readonly<Record<string, readonly string[]>> = { re: ['a', 'b'], toa: ['a', 'b'], vong: ['ra'] }
const EFFECTS: readonly string[] = ['hoi', 'gui', 'gui-hoi', 'goi']

/** What is drawn for one node: its kind, how far ahead its wires go, and where a loop goes back to. */
const row = (kinds: readonly string[]) =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    targets: fc.array(fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 2 }),
    back: fc.nat({ max: 8 }),
    count: fc.integer({ min: 0, max: 3 }),
    inOrder: fc.boolean(),
    branch: fc.option(fc.nat({ max: 3 })),
  })
type Row = ReturnType<typeof row> extends fc.Arbitrary<infer R> ? R : never

const id = (i: number): string => `n${i}`

/** Wires go forward, and back only from a counting node through a delay. */
function nodeOf({ kind, targets, count, inOrder, branch }: Row, i: number, size: number): FlowNode {
  const ahead = (step: number): readonly string[] => (i + 1 + step < size ? [id(i + 1 + step)] : [])
  const ports = PORTS[kind] ?? ['out']
  const to = Object.fromEntries(ports.map((port, p) => [port, [...new Set((targets[p] ?? []).flatMap(ahead))]]))
  const error = branch === null ? [] : ahead(branch)
  const then = error[0] === undefined ? {} : { then: error[0] }
  if (kind === 'goi') return { use: 'call-flow@1', settings: { flow: CALLED.id }, to, onError: then }
  return {
    use: `${kind}@1`,
    settings: { id: id(i), count: kind === 'vong' ? Math.min(count, 2) : count, inOrder },
    to: kind === 'vong' ? { ...to, lap: [`cho${i}`] } : to,
    ...(EFFECTS.includes(kind) ? { onError: { retry: 'mau', ...then } } : {}),
  }
}

function flowOf(rows: readonly Row[]): Flow {
  const nodes: Record<string, FlowNode> = {}
  rows.forEach((drawn, i) => {
    nodes[id(i)] = nodeOf(drawn, i, rows.length)
    if (drawn.kind === 'vong')
      nodes[`cho${i}`] = { use: 'delay@1', settings: { for: 'PT0.002S' }, to: { out: [id(Math.min(drawn.back, i))] } }
  })
  return { ...CALLED, id: 'ngau-nhien', nodes: { vao: { use: 'tin@1', to: { out: [id(0)] } }, ...nodes } }
}

/** The flow that random flows call: one effect and the reply. */
export const CALLED: Flow = {
  format: 1,
  id: 'con',
  title: 'x',
  nodes: {
    vao: { use: 'tin@1', to: { out: ['lam'] } },
    lam: { use: 'hoi@1', settings: { id: 'lam' }, onError: { retry: 'mau' }, to: { out: ['tra'] } },
    tra: { use: 'tra@1' },
  },
  settings: { retry: { mau: { times: 2, first: 'PT0.002S', factor: 1, max: 'PT1S', jitter: 0.5 } } },
}

/** Gives every second effect a branch that undoes it; drawn from what the flow has, so that a seed gives the same flow as without. */
export function withUndo(flow: Flow): Flow {
  const nodes: Record<string, FlowNode> = {}
  for (const [at, node] of Object.entries(flow.nodes)) {
    const undone = EFFECTS.includes(node.use.replace(/@.*/, '')) && Number(node.settings?.count ?? 0) % 2 === 0
    nodes[at] = undone ? { ...node, compensate: `huy${at}` } : node
    if (undone) nodes[`huy${at}`] = { use: 'huy@1', settings: { id: `huy${at}` }, onError: { retry: 'mau' } }
  }
  return { ...flow, nodes }
}

/** Small flows of up to nine nodes (without the delays of loops). */
export const randomFlow: fc.Arbitrary<Flow> = fc.array(row(KINDS), { minLength: 2, maxLength: 9 }).map(flowOf)

/** Flows of up to 30 nodes, delays included, that also call the flow `CALLED`. */
export const largeRandomFlow: fc.Arbitrary<Flow> = fc
  .array(row([...KINDS, 'goi', 'tinh', 'gui-hoi', 're']), { minLength: 4, maxLength: 26, size: 'max' })
  .map(flowOf)
  .filter(({ nodes }) => Object.keys(nodes).length <= 30)
