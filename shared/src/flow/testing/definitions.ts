import { z } from 'zod'
import { defineNode, type NodeDefinition } from '../../node/define.ts'
import { field } from '../../node/fields.ts'
import type { Flow, FlowNode, Problem } from '../flow.ts'
import { type Surroundings, validateFlow } from '../validate.ts'

const said = (vi: string, en = vi) => ({ vi, en })
const out = [{ name: 'out', title: said('Ra', 'Out') }]
const base = { version: 1, title: said('x'), summary: said('x'), out, effects: 'none' } as const

const httpIn = defineNode({
  ...base,
  type: 'http-in',
  kind: 'trigger',
  input: false,
  settings: z.strictObject({
    path: field.path({ title: said('Đường dẫn', 'Path') }),
    method: z.enum(['GET', 'POST']).default('POST'),
    answer: z.enum(['result', 'stored']).default('result'),
    access: z.enum(['open', 'key']).default('key'),
  }),
})

const work = defineNode({
  ...base,
  type: 'lam',
  kind: 'transform',
  input: true,
  version: 2,
  settings: z.strictObject({
    name: field.text({ title: said('Tên', 'Name') }).default('x'),
    size: field.integer({ title: said('Cỡ', 'Size'), min: 1, max: 9 }).default(1),
    connection: field.connection(['http'], { title: said('Kết nối', 'Connection') }).optional(),
    table: field.codeTable({ title: said('Danh mục', 'Code table') }).optional(),
    flow: field.flow({ title: said('Luồng', 'Flow') }).optional(),
    when: field.condition({ title: said('Khi', 'When') }).optional(),
  }),
})

const router = defineNode({
  ...base,
  type: 're',
  kind: 'router',
  input: true,
  settings: z.strictObject({ rows: z.array(z.strictObject({ id: z.string(), label: z.string() })).default([]) }),
  out: [
    { each: 'rows', name: 'id', title: 'label' },
    { name: 'khac', title: said('Khác', 'Other') },
  ],
})

const plain = (type: string, more: Partial<NodeDefinition> = {}): NodeDefinition =>
  defineNode({ ...base, type, kind: 'control', input: true, settings: z.strictObject({}), ...more })

/** Node types of this folder's tests: one of each sort that the checks tell apart. */
export const definitions: ReadonlyMap<string, NodeDefinition> = new Map(
  [
    httpIn,
    work,
    router,
    plain('cho', { breaksCycle: true }),
    { ...plain('splitter'), splits: true },
    plain('gui', { effects: 'once' }),
    plain('gop', { gathers: true }),
    plain('gom', { stores: true }),
    plain('http-reply'),
    plain('wait-for-callback', {
      stores: true,
      settings: z.strictObject({ topic: z.string().default('t') }),
      out: [...out, { name: 'timeout', title: said('Quá hạn', 'Time is up'), mustWire: true }],
    }),
    plain('deliver-callback', {
      settings: z.strictObject({ topic: z.string().default('t'), answer: z.boolean().default(true) }),
    }),
    plain('flow-in', { kind: 'trigger', input: false }),
  ].map((it) => [it.type, it as NodeDefinition]),
)

/** A flow of these nodes behind a trigger `vao` at `/a` that answers when stored and sends to the first of them. */
export function flowOf(nodes: Readonly<Record<string, FlowNode>>, more: Partial<Flow> = {}): Flow {
  const first = Object.keys(nodes)[0]
  const to = first === undefined ? {} : { to: { out: [first] } }
  const trigger: FlowNode = { use: 'http-in@1', settings: { path: '/a', answer: 'stored' }, ...to }
  return { format: 1, id: 'thu', title: 'Thử', nodes: { vao: trigger, ...nodes }, ...more }
}

/** Problems of a flow against the test definitions. */
export function problemsOf(flow: Flow, around: Partial<Surroundings> = {}): readonly Problem[] {
  return validateFlow(flow, { definitions, ...around })
}

/** Problems without their sentences. */
export function placesOf(
  flow: Flow,
  around: Partial<Surroundings> = {},
): readonly Omit<Problem, 'message' | 'advice'>[] {
  return problemsOf(flow, around).map(({ message: _message, advice: _advice, ...place }) => place)
}
