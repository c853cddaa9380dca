import { z } from 'zod'
import { definition as callFlowDefinition } from '#nodes/call-flow/definition.ts'
import { run as callFlowRun } from '#nodes/call-flow/run.ts'
import { definition as delayDefinition } from '#nodes/delay/definition.ts'
import { run as delayRun } from '#nodes/delay/run.ts'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import { defineNode, type NodeDefinition } from '#shared/node/define.ts'
import { type Emission, emit, type NodeRun, type Step, type StepContext } from '#shared/node/run.ts'
import type { NodeLibrary } from '../compile.ts'

/** One call of an effect node. */
export interface Call {
  readonly key: string
  readonly node: string
  readonly path: string
  readonly once: boolean
  readonly input: string
}

/** What effect nodes touch: it is asked to act, perhaps does, and can be asked later whether it has. */
export interface Outside {
  /** Gives what `act` gives if it acts; throws what a partner or the way to it may throw. */
  ask(call: Call, act: () => Emission): Promise<Emission>
  find(key: string): Promise<Emission | 'not-done'>
}

/** An outside that always answers and remembers everything. */
export interface RecordingOutside extends Outside {
  readonly calls: Call[]
  readonly done: Map<string, Emission>
  /** After this nothing answers and nothing is written down: the process is dead. */
  dead: boolean
}

/** Makes an outside to which nothing has happened, or one that remembers what another has done. */
export function outside(before: ReadonlyMap<string, Emission> = new Map()): RecordingOutside {
  const done = new Map(before)
  const never = (): Promise<never> => new Promise(() => undefined)
  const it: RecordingOutside = {
    calls: [],
    done,
    dead: false,
    async ask(call, act) {
      if (it.dead) return never()
      await new Promise((resolve) => setImmediate(resolve))
      if (it.dead) return never()
      it.calls.push(call)
      const emission = act()
      done.set(call.key, emission)
      return emission
    },
    find: async (key) => done.get(key) ?? 'not-done',
  }
  return it
}

/** What travels: a trail that differs for every way through the flow, the places in the splits around it, the rounds of each loop. */
export interface Body {
  readonly trail: string
  readonly places: readonly number[]
  readonly rounds: Readonly<Record<string, number>>
}

/** A message for random flows; they behave by its text. */
export const messageOn = (trail: string): Message => ({
  body: { trail, places: [], rounds: {} } satisfies Body,
  headers: {},
  keys: {},
})

/** The message that random flows begin with unless told. */
export const firstMessage: Message = messageOn('')

const text = { vi: 'x', en: 'x' }
const settings = z.strictObject({
  id: z.string().default(''),
  count: z.number().default(2),
  inOrder: z.boolean().default(false),
})
type Settings = z.output<typeof settings>

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
const marked = (message: Message, mark: string, more: Partial<Body> = {}): Message => ({
  ...message,
  body: { ...bodyOf(message), ...more, trail: hash(`${bodyOf(message).trail}>${mark}`) },
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

/** An effect that fails now and then, by its node and message: now for ever, now just the first time. */
const act =
  (it: Outside, once: boolean) =>
  ({ settings: { id: node } }: { settings: Settings }): Step =>
  (message, context) => {
    const { path, idempotencyKey: key, attempt } = context
    const input = JSON.stringify([message, context.error?.code ?? null])
    return it.ask({ key, node, path, once, input }, () => {
      const { trail } = bodyOf(message)
      if (chance(`p${node}${trail}`, 8)) throw permanent('http.rejected', { host: 'h', status: 400 })
      if (attempt === 1 && chance(`t${node}${trail}`, 15))
        throw retryable('connect.unreachable', { host: 'h', reason: 'r' })
      return emit('out', marked(message, `${node}!`))
    })
  }

/** Undoes an effect; now and then not at the first try, and never in vain. It is asked by what went in and out, whatever the run failed with. */
const undo =
  (it: Outside) =>
  ({ settings: { id: node } }: { settings: Settings }): Step =>
  (message, { path, idempotencyKey: key, attempt }) => {
    const input = JSON.stringify([message, null])
    return it.ask({ key, node, path, once: false, input }, () => {
      if (attempt === 1 && chance(`t${node}${JSON.stringify(message.body)}`, 15))
        throw retryable('connect.unreachable', { host: 'h', reason: 'r' })
      return emit('out', message)
    })
  }

type Pure = (message: Message, id: string, settings: Settings, context: StepContext) => Emission

const pure =
  (step: Pure) =>
  ({ settings: its }: { settings: Settings }): Step =>
  (message, context) =>
    step(message, its.id, its, context)

const split: Pure = (message, id, { count, inOrder }) => ({
  kind: 'each',
  port: 'out',
  messages: Array.from({ length: count }, (_, i) =>
    marked(message, `${id}:${i}`, { places: [...bodyOf(message).places, i] }),
  ),
  inOrder,
})

/** The parts of one place have no order among them; the places do. */
const gather: Pure = (message, id, _, { parts = [] }) => {
  const places = parts.map((it) => bodyOf(it).places.at(-1) ?? 0)
  const trails = parts.map((it) => bodyOf(it).trail).sort()
  return emit('out', marked(message, `${id}(${places.join()};${trails.join()})`))
}

const loop: Pure = (message, id, { count }) => {
  const { rounds } = bodyOf(message)
  const round = rounds[id] ?? 0
  const goesOn = round < count
  return emit(
    goesOn ? 'lap' : 'ra',
    marked(message, `${id}.${round}`, { rounds: { ...rounds, [id]: goesOn ? round + 1 : 0 } }),
  )
}

const reply: Pure = (message) => ({
  kind: 'reply',
  reply: { status: 200, headers: {}, body: message.body },
  port: 'out',
  message,
})

/** The node types of random flows over this outside; each behaves by its settings and message alone. */
export function randomLibrary(it: Outside): NodeLibrary {
  const known = (step: Pure): NodeRun => ({ prepare: pure(step) }) as unknown as NodeRun
  const effect = (once: boolean, probed: boolean): NodeRun => {
    const probe = () => (_: Message, context: StepContext) => it.find(context.idempotencyKey)
    return { prepare: act(it, once), ...(probed ? { probe } : {}) } as unknown as NodeRun
  }
  const definitions = [
    part('tin', 'none', ['out'], { kind: 'trigger', input: false }),
    part('tinh', 'none'),
    part('re', 'none', ['a', 'b']),
    part('toa', 'none', ['a', 'b']),
    part('tach', 'none'),
    part('gop', 'none', ['out'], { gathers: true }),
    part('vong', 'none', ['lap', 'ra']),
    part('loc', 'none'),
    part('tra', 'none'),
    part('hoi', 'idempotent'),
    part('gui', 'once'),
    part('huy', 'idempotent'),
    part('gui-hoi', 'once'),
    delayDefinition as NodeDefinition,
    callFlowDefinition as NodeDefinition,
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
      tach: known(split),
      gop: known(gather),
      vong: known(loop),
      loc: known((message, id) =>
        chance(`${id}${bodyOf(message).trail}`, 40) ? { kind: 'drop' } : emit('out', message),
      ),
      tra: known(reply),
      hoi: effect(false, false),
      gui: effect(true, false),
      huy: { prepare: undo(it) } as unknown as NodeRun,
      'gui-hoi': effect(true, true),
      delay: delayRun as NodeRun,
      'call-flow': callFlowRun as NodeRun,
    },
  }
}
