import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Flow, FlowNode } from '../flow/flow.ts'
import { definitions as common, flowOf } from '../flow/testing/definitions.ts'
import { validateFlow } from '../flow/validate.ts'
import type { MappingItem } from '../mapping/mapping.ts'
import { defineNode, type NodeDefinition } from '../node/define.ts'
import { field } from '../node/fields.ts'
import { schemaOfSamples } from './from-sample.ts'

const said = (vi: string) => ({ vi, en: vi })
const base = { version: 1, title: said('x'), summary: said('x'), effects: 'none', input: true } as const
const out = [{ name: 'out', title: said('Ra') }]

const own: readonly NodeDefinition[] = [
  defineNode({
    ...base,
    type: 'anh-xa',
    kind: 'transform',
    out,
    output: 'described',
    infers: 'mapping',
    settings: z.strictObject({
      mapping: field.mapping({ title: said('Ánh xạ') }),
      keep: z.enum(['none', 'all']).default('none'),
    }),
  }),
  defineNode({
    ...base,
    type: 'loc',
    kind: 'router',
    out,
    output: 'same',
    settings: z.strictObject({
      when: field.condition({ title: said('Khi') }).optional(),
      mode: z.enum(['a', 'b']).default('a'),
      hidden: field.expression({ title: said('Ẩn'), showIf: { setting: 'mode', is: ['b'] } }).optional(),
      to: field.value({ title: said('Tới') }).optional(),
    }),
  }),
  defineNode({
    ...base,
    type: 'tach',
    kind: 'router',
    out: [...out, { name: 'empty', title: said('Rỗng') }],
    output: 'described',
    infers: 'items',
    takes: { from: 'over', type: 'array', unless: 'single' },
    settings: z.strictObject({
      over: field.expression({ title: said('Danh sách') }).optional(),
      size: z.int().default(1),
      single: z.boolean().default(false),
    }),
  }),
  defineNode({
    ...base,
    type: 'gop',
    kind: 'router',
    out,
    output: 'described',
    infers: 'gathered',
    settings: z.strictObject({
      combine: z.enum(['bodies', 'expression']).default('bodies'),
      expression: field.expression({ title: said('Gộp'), over: 'parts' }).default('$parts'),
    }),
  }),
  defineNode({
    ...base,
    type: 'tra-ma',
    kind: 'transform',
    out: [...out, { name: 'unknown', title: said('Lạ') }],
    output: 'described',
    infers: 'code-table',
    settings: z.strictObject({
      from: field.value({ title: said('Mã') }),
      to: z.string(),
      take: z.string().default('name'),
      unknown: z.string().default('error'),
    }),
  }),
  defineNode({
    ...base,
    type: 'doc-xml',
    kind: 'transform',
    out,
    output: 'described',
    takes: { from: 'from', type: 'string' },
    settings: z.strictObject({ from: field.value({ title: said('Văn bản') }).optional() }),
  }),
  defineNode({ ...base, type: 'goi', kind: 'connector', out, output: 'described', settings: z.strictObject({}) }),
]
const definitions = new Map([...common, ...own.map((it): [string, NodeDefinition] => [it.type, it])])

const dossier = {
  MaHoSo: '000.00.00.H22-260105-0001',
  SoDinhDanh: '001085000123',
  Chu: { Ten: 'Trần Thị Ví Dụ', Tuoi: 41 },
  GiayTo: [{ Ten: 'Đơn', So: 1 }, { Ten: 'Bản sao' }],
}
const declared = schemaOfSamples([dossier])

/** What is wrong with the wires of nodes behind a trigger that declares the dossier: `error GiayTo.X @ mapping.0.value`. */
function found(nodes: Readonly<Record<string, FlowNode>>, schema: object = declared): readonly string[] {
  const flow = flowOf(nodes)
  const trigger = flow.nodes.vao as FlowNode
  const whole: Flow = {
    ...flow,
    nodes: { ...flow.nodes, vao: { ...trigger, schema: { ...schema } } },
  }
  return validateFlow(whole, { definitions })
    .filter((it) => it.code.startsWith('wire.'))
    .map(
      (it) => `${it.severity} ${it.code} ${/"([^"]+)"/.exec(it.message.vi)?.[1] ?? ''} @ ${it.node}.${it.path ?? ''}`,
    )
}
const map = (...mapping: readonly MappingItem[]): FlowNode => ({ use: 'anh-xa@1', settings: { mapping } })
const filter = (when: string): FlowNode => ({ use: 'loc@1', settings: { when } })
const to = (node: FlowNode, ...next: readonly string[]): FlowNode => ({ ...node, to: { out: next } })

describe('a field that certainly does not arrive', () => {
  test('is an error at the setting that reads it', () => {
    expect(found({ a: map({ target: 'x', value: { field: 'MaHS' } }) })).toEqual([
      'error wire.absent MaHS @ a.mapping.0.value',
    ])
    expect(found({ a: filter('Chu.Tuooi > 18') })).toEqual(['error wire.absent Chu.Tuooi @ a.when'])
    expect(found({ a: { use: 'loc@1', settings: { to: { field: 'Chu.Ten.Dem' } } } })).toEqual([
      'error wire.absent Chu.Ten.Dem @ a.to',
    ])
  })
  test('is found through nodes that pass the body on, and behind a mapping', () => {
    const nodes = {
      a: to(filter('MaHoSo != ""'), 'b'),
      b: to(map({ target: 'ma', value: { field: 'MaHoSo' } }), 'c'),
      c: filter('MaHoSo = "1" or ma = "2"'),
    }
    expect(found(nodes)).toEqual(['error wire.absent MaHoSo @ c.when'])
  })
  test('inside a for-each is named from the body, and $parent reads the body', () => {
    const each = (name: string): MappingItem => ({
      target: 'ds',
      each: {
        over: 'GiayTo',
        fields: [
          { target: 't', value: { field: name }, missing: 'omit' },
          { target: 'u', value: { expr: name } },
        ],
      },
    })
    expect(found({ a: map(each('Ten')) })).toEqual([])
    expect(found({ a: map(each('Tenn')) })).toEqual([
      'error wire.absent GiayTo.Tenn @ a.mapping.0.each.fields.1.value.expr',
    ])
    expect(found({ a: map(each('$parent.MaHoSo')) })).toEqual([])
    expect(found({ a: map(each('$parent.Ma')) })).toHaveLength(1)
  })
  test('is no error where the flow says what to do without it', () => {
    for (const when of ['$exists(X)', 'X ? X : "a"', '(X ?? "a") = "b"', '$boolean(X) and X = 1'])
      expect(found({ a: filter(when) })).toEqual([])
    expect(found({ a: map({ target: 'x', value: { field: 'X' }, missing: 'omit' }) })).toEqual([])
    expect(found({ a: map({ target: 'x', value: { field: 'X' }, default: '' }) })).toEqual([])
  })
  test('is no error once it is accepted with a reason, and only that field', () => {
    const node = { ...filter('X = 1 or Y = 2'), accepted: { X: 'Đối tác sẽ thêm' } }
    expect(found({ a: node })).toEqual(['error wire.absent Y @ a.when'])
  })
})

describe('nothing is said', () => {
  test('where nobody can know what arrives', () => {
    expect(validateFlow(flowOf({ a: filter('X = 1') }), { definitions })).toEqual([])
    expect(found({ a: to({ use: 'goi@1' }, 'b'), b: filter('X = 1') })).toEqual([])
    expect(found({ a: to({ use: 'la@1' }, 'b'), b: filter('X = 1') })).toEqual([])
  })
  test('of fields below an unknown part, of wildcards, headers, steps and hidden settings', () => {
    expect(
      found({ a: filter('a.b = 1') }, { type: 'object', properties: { a: {} }, additionalProperties: false }),
    ).toEqual([])
    expect(found({ a: filter('*.X = 1 or **.Y = 2') })).toEqual([])
    expect(found({ a: filter('$headers.x = $steps.vao.y and $keys.z = ""') })).toEqual([])
    expect(found({ a: { use: 'loc@1', settings: { hidden: 'X = 1' } } })).toEqual([])
    expect(found({ a: { ...filter('X = 1'), disabled: true } })).toEqual([])
  })
  test('of schemas with references or choices, and of a formula that cannot be read', () => {
    expect(found({ a: filter('X.Y = 1') }, { $ref: '#/x', type: 'object', additionalProperties: false })).toEqual([])
    expect(found({ a: filter('X = ') })).toEqual([])
  })
  test('of a loop, whose messages come round in a shape of their own', () => {
    const nodes = {
      a: to(filter('X = 1'), 'cho'),
      cho: to({ use: 'cho@1' }, 'a'),
    }
    expect(found(nodes)).toEqual(['warning wire.uncertain X @ a.when'])
    expect(found({ ...nodes, a: to(filter('MaHoSo = 1'), 'cho') })).toEqual([])
  })
})

describe('a field that may be left out', () => {
  test('is a warning only where the step would fail without it', () => {
    expect(found({ a: map({ target: 'x', value: { field: 'GiayTo.So' } }) })).toEqual([
      'warning wire.uncertain GiayTo.So @ a.mapping.0.value',
    ])
    expect(found({ a: filter('GiayTo.So = 1') })).toEqual([])
    expect(found({ a: map({ target: 'x', value: { field: 'GiayTo.So' }, when: 'MaHoSo != ""' }) })).toEqual([])
  })
  test('is what a mapping leaves out under a condition', () => {
    const nodes = {
      a: to(map({ target: 'ten', value: { field: 'Chu.Ten' }, when: 'Chu.Tuoi > 18' }), 'b'),
      b: map({ target: 't', value: { field: 'ten' } }),
    }
    expect(found(nodes)).toEqual(['warning wire.uncertain ten @ b.mapping.0.value'])
  })
  test('or what one of two branches brings', () => {
    const nodes = {
      re: { use: 'loc@1', to: { out: ['b', 'c'] } },
      b: to(map({ target: 'ten', value: { field: 'Chu.Ten' } }), 'd'),
      c: to(map({ target: 'ma', value: { field: 'MaHoSo' } }), 'd'),
      d: filter('ten = "a" or ma = "b"'),
    }
    expect(found(nodes)).toEqual(['warning wire.uncertain ma @ d.when', 'warning wire.uncertain ten @ d.when'])
  })
})

test('a code that becomes a number loses its zeros: that is a loss', () => {
  const number = { target: 'so', value: { field: 'SoDinhDanh' }, as: 'number' } as const
  expect(found({ a: map(number) })).toEqual(['warning wire.digits SoDinhDanh @ a.mapping.0.value'])
  expect(found({ a: filter('$number(SoDinhDanh) > 1') })).toEqual(['warning wire.digits SoDinhDanh @ a.when'])
  expect(found({ a: map({ ...number, as: 'text' }) })).toEqual([])
  expect(found({ a: map({ target: 'x', value: { field: 'Chu.Tuoi' }, as: 'number' }) })).toEqual([])
})

test('a body of a kind that the node cannot take is an error', () => {
  expect(found({ a: { use: 'doc-xml@1' } })).toEqual(['error wire.type x @ a.from'])
  expect(found({ a: { use: 'doc-xml@1', settings: { from: { field: 'MaHoSo' } } } })).toEqual([])
  expect(found({ a: { use: 'doc-xml@1' } }, { type: 'string' })).toEqual([])
  expect(found({ a: { use: 'tach@1', settings: { over: 'Chu' } } })).toEqual(['error wire.type Chu @ a.over'])
  expect(found({ a: { use: 'tach@1', settings: { over: 'Chu', single: true } } })).toEqual([])
  expect(found({ a: { use: 'tach@1', settings: { over: 'GiayTo' } } })).toEqual([])
})

test('a splitter gives the items, its empty port the body, and an aggregator the list of what arrives', () => {
  const split: FlowNode = { use: 'tach@1', settings: { over: 'GiayTo' }, to: { out: ['phan'], empty: ['rong'] } }
  const nodes = {
    a: split,
    phan: to(filter('Ten = "Đơn" and MaHoSo = ""'), 'gop'),
    rong: filter('MaHoSo = "" and Ten = ""'),
    gop: to({ use: 'gop@1' }, 'sau'),
    sau: filter('Ten = "x" or Tenn = "y"'),
  }
  expect(found(nodes)).toEqual([
    'error wire.absent MaHoSo @ phan.when',
    'error wire.absent Ten @ rong.when',
    'error wire.absent Tenn @ sau.when',
  ])
})

test('a code table adds its field, and a mapping may keep what came', () => {
  const nodes = {
    a: to({ use: 'tra-ma@1', settings: { from: { field: 'MaHoSo' }, to: 'Chu.TenXa' } }, 'b'),
    b: to(
      {
        use: 'anh-xa@1',
        settings: {
          keep: 'all',
          mapping: [
            { target: 'moi', value: 1 },
            { target: 'Chu', fields: [{ target: 'Xa', value: 'x' }] },
          ],
        },
      },
      'c',
    ),
    c: filter('Chu.TenXa = Chu.Xa and moi = 1 and Chu.Ten = "" and khac = 2'),
  }
  expect(found(nodes)).toEqual(['error wire.absent khac @ c.when'])
})

test('no value of a sample goes into its schema', () => {
  expect(JSON.stringify(declared)).not.toMatch(/Ví Dụ|001085000123|H22/)
})
