import fc from 'fast-check'
import { z } from 'zod'
import { definition as delayDefinition } from '#nodes/delay/definition.ts'
import { run as delayRun } from '#nodes/delay/run.ts'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import type { Flow, FlowNode } from '#shared/flow/flow.ts'
import type { Message } from '#shared/message/message.ts'
import { defineNode, type NodeDefinition } from '#shared/node/define.ts'
import { type Emission, emit, type NodeRun, type Step, type StepContext } from '#shared/node/run.ts'
import type { NodeLibrary } from '../compile.ts'

/** One call that the outside saw. */
export interface Call {
  readonly key: string
  readonly node: string
  readonly path: string
  readonly once: boolean
  readonly input: string
}

/** The outside of random flows: what was asked of it, and what it has done by key. */
export interface Outside {
  readonly calls: Call[]
  readonly done: Map<string, Emission>
  /** After this nothing answers and nothing is written down: the process is dead. */
  dead: boolean
}

/** Makes an outside to which nothing has happened, or one that remembers what another has done. */
export function outside(done: ReadonlyMap<string, Emission> = new Map()): Outside {
  return { calls: [], done: new Map(done), dead: false }
}

/** What travels: a trail that differs for every way through the flow, and how often each loop has gone round. */
interface Body {
  readonly trail: string
  readonly rounds: Readonly<Record<string, number>>
}

const text = { vi: 'x', en: 'x' }
const settings = z.strictObject({
  id: z.string().default(''),
  count: z.number().default(2),
  inOrder: z.boolean().default(false),
})
const part = (
  type: string,
  effects: NodeDefinition['effects'],
  ports = ['out'],
  more: Partial<NodeDefinition> = {},
): NodeDefinition =>
  defineNode({
    type,
    version: 1,
    kind: 'transform',
    title: text,
    summary: text,
    settings,
    input: true,
    out: ports.map((name) => ({ name, title: text })),
    effects,
    ...more,
  })

const bodyOf = (message: Message): Body => message.body as Body
const marked = (message: Message, mark: string): Message => ({
  ...message,
  body: { ...bodyOf(message), trail: hash(`${bodyOf(message).trail}>${mark}`) },
})

/** Short and different for different texts: bodies stay small however long the way. */
function hash(it: string): string {
  let a = 0x811c9dc5
  let b = 0x9e3779b9
  for (let i = 0; i < it.length; i++) {
    a = Math.imul(a ^ it.charCodeAt(i), 0x01000193)
    b = Math.imul(b ^ it.charCodeAt(i), 0x85ebca6b)
  }
  return `${(a >>> 0).toString(36)}.${(b >>> 0).toString(36)}`
}
const chance = (it: string, share: number): boolean => Number.parseInt(hash(it).slice(0, 4), 36) % 100 < share

/** An effect that fails now and then, by its path and try only: now for ever, now just the first time. */
const act =
  (it: Outside, node: string, once: boolean) =>
  async (message: Message, context: StepContext): Promise<Emission> => {
    if (it.dead) return new Promise(() => undefined)
    const { path, idempotencyKey: key, attempt } = context
    await new Promise((resolve) => setImmediate(resolve))
    if (it.dead) return new Promise(() => undefined)
    it.calls.push({ key, node, path, once, input: JSON.stringify([message, context.error?.code ?? null]) })
    if (chance(`p${path}`, 8)) throw permanent('http.rejected', { host: 'h', status: 400 })
    if (attempt === 1 && chance(`t${path}`, 15)) throw retryable('connect.unreachable', { host: 'h', reason: 'r' })
    const emission = emit('out', marked(message, `${path}!`))
    it.done.set(key, emission)
    return emission
  }

const pure =
  (step: (message: Message, id: string, its: z.output<typeof settings>, context: StepContext) => Emission) =>
  ({ settings: its }: { settings: z.output<typeof settings> }): Step =>
  (message, context) =>
    step(message, its.id, its, context)

function loop(message: Message, id: string, count: number): Emission {
  const { rounds } = bodyOf(message)
  const round = rounds[id] ?? 0
  const next = { ...message, body: { ...bodyOf(message), rounds: { ...rounds, [id]: round < count ? round + 1 : 0 } } }
  return emit(round < count ? 'lap' : 'ra', marked(next, `${id}.${round}`))
}

/** The node types of random flows over this outside; each behaves by its input and path alone. */
export function randomLibrary(it: Outside): NodeLibrary {
  const probe = () => async (_: Message, context: StepContext) =>
    it.done.get(context.idempotencyKey) ?? ('not-done' as const)
  const effect = (once: boolean, probed: boolean) =>
    ({
      prepare: (tools: { settings: { id: string } }) => act(it, tools.settings.id, once),
      ...(probed ? { probe } : {}),
    }) as unknown as NodeRun
  const known = (step: Parameters<typeof pure>[0]): NodeRun => ({ prepare: pure(step) }) as unknown as NodeRun
  const definitions = [
    part('tin', 'none', ['out'], { kind: 'trigger', input: false }),
    part('tinh', 'none'),
    part('re', 'none', ['a', 'b']),
    part('toa', 'none', ['a', 'b']),
    part('tach', 'none'),
    part('gop', 'none', ['out'], { gathers: true }),
    part('vong', 'none', ['lap', 'ra']),
    part('loc', 'none'),
    part('hoi', 'idempotent'),
    part('gui', 'once'),
    part('gui-hoi', 'once'),
    delayDefinition as NodeDefinition,
  ]
  return {
    definitions: new Map(definitions.map((definition) => [definition.type, definition])),
    runs: {
      tinh: known((message, id) => emit('out', marked(message, id))),
      re: known((message, id) => emit(chance(`${id}${bodyOf(message).trail}`, 50) ? 'a' : 'b', message)),
      toa: known((message, id) => ({
        kind: 'fan',
        outputs: ['a', 'b'].map((port) => ({ port, message: marked(message, id + port) })),
      })),
      tach: known((message, id, { count, inOrder }) => ({
        kind: 'each',
        port: 'out',
        messages: Array.from({ length: count }, (_, i) => marked(message, `${id}:${i}`)),
        inOrder,
      })),
      gop: known((message, id, _, context) =>
        emit('out', marked(message, `${id}(${context.parts?.map((each) => bodyOf(each).trail).join()})`)),
      ),
      vong: known((message, id, { count }) => loop(message, id, count)),
      loc: known((message, id) =>
        chance(`${id}${bodyOf(message).trail}`, 40) ? { kind: 'drop' } : emit('out', message),
      ),
      hoi: effect(false, false),
      gui: effect(true, false),
      'gui-hoi': effect(true, true),
      delay: delayRun as NodeRun,
    },
  }
}

const kinds = ['tinh', 're', 'toa', 'tach', 'gop', 'vong', 'loc', 'hoi', 'hoi', 'gui-hoi', 'gui'] as const
const PORTS: Readonly<Record<string, readonly string[]>> = { re: ['a', 'b'], toa: ['a', 'b'], vong: ['ra'] }

/** Flows of up to nine nodes: wires go forward, and back only from a counting node through a delay. */
export const randomFlow: fc.Arbitrary<Flow> = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      targets: fc.array(fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 2 }),
      back: fc.nat({ max: 8 }),
      count: fc.integer({ min: 0, max: 3 }),
      inOrder: fc.boolean(),
      branch: fc.option(fc.nat({ max: 3 })),
    }),
    { minLength: 2, maxLength: 9 },
  )
  .map((rows) => {
    const id = (i: number): string => `n${i}`
    const nodes: Record<string, FlowNode> = {}
    rows.forEach(({ kind, targets, back, count, inOrder, branch }, i) => {
      const ahead = (step: number): readonly string[] => (i + 1 + step < rows.length ? [id(i + 1 + step)] : [])
      const ports = PORTS[kind] ?? ['out']
      const to = Object.fromEntries(ports.map((port, p) => [port, [...new Set((targets[p] ?? []).flatMap(ahead))]]))
      const effect = kind === 'hoi' || kind === 'gui' || kind === 'gui-hoi'
      const error = branch === null || !effect ? [] : ahead(branch)
      nodes[id(i)] = {
        use: `${kind}@1`,
        settings: { id: id(i), count: kind === 'vong' ? Math.min(count, 2) : count, inOrder },
        to: kind === 'vong' ? { ...to, lap: [`cho${i}`] } : to,
        ...(effect ? { onError: { retry: 'mau', ...(error[0] ? { then: error[0] } : {}) } } : {}),
      }
      if (kind === 'vong')
        nodes[`cho${i}`] = { use: 'delay@1', settings: { for: 'PT0.002S' }, to: { out: [id(Math.min(back, i))] } }
    })
    return {
      format: 1,
      id: 'ngau-nhien',
      title: 'x',
      nodes: { vao: { use: 'tin@1', to: { out: [id(0)] } }, ...nodes },
      settings: { retry: { mau: { times: 2, first: 'PT0.002S', factor: 1, max: 'PT1S', jitter: 0.5 } } },
    }
  })

/** The message that random flows begin with. */
export const firstMessage: Message = { body: { trail: '', rounds: {} }, headers: {}, keys: {} }
