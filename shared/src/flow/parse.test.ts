import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Flow } from './flow.ts'
import { hashFlow } from './hash.ts'
import { formatMigrations } from './migrations/index.ts'
import { parseFlow, parseLayout } from './parse.ts'
import { serialiseFlow, serialiseLayout } from './serialise.ts'
import { generatedFlow, generatedLayout, roundTripFault } from './testing/generated.ts'

const codes = (source: unknown): readonly string[] => parseFlow(source).problems.map((it) => it.code)
const file = (nodes: string): string => `{"format":1,"id":"a","title":"A","nodes":${nodes}}`

describe('a broken flow file', () => {
  test('of malformed JSON names line and column', () => {
    const { flow, problems } = parseFlow('{\n  "format": 1,\n  oops')
    expect(flow).toBeUndefined()
    expect(problems[0]).toMatchObject({ code: 'flow.malformed', severity: 'error' })
    expect(problems[0]?.message.vi).toContain('3:3')
  })
  test('with one id twice names the id, which JSON.parse would overwrite', () => {
    const { problems } = parseFlow(file('{"gui":{"use":"x@1"},"gui":{"use":"y@1"}}'))
    expect(problems).toMatchObject([{ code: 'flow.duplicate', node: 'gui' }])
  })
  test('with a key that could reach a prototype is refused, also when escaped', () => {
    expect(codes(file('{"__proto__":{"use":"x@1"}}'))).toEqual(['json.forbidden-key'])
    expect(codes(file('{"\\u005f_proto__":{"use":"x@1"}}'))).toEqual(['json.forbidden-key'])
    expect(({} as Record<string, unknown>).use).toBeUndefined()
  })
  test('of a newer format says which it knows', () => {
    expect(codes('{"format":2,"id":"a","title":"A","nodes":{}}')).toEqual(['flow.newer-format'])
  })
  test('with wrong shapes lists each with its node and path', () => {
    const { problems } = parseFlow(file('{"a":{"use":"x"},"b":{"use":"x@1","colour":"red"}}'))
    expect(problems.map((it) => [it.node, it.path])).toEqual([
      ['a', 'use'],
      ['b', 'colour'],
    ])
  })
  test('nested a hundred thousand levels deep is refused, not crashed on', () => {
    expect(codes(`${'['.repeat(100_000)}`)).toEqual(['json.too-deep'])
  })
  test('of any text at all gives problems and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.jsonValue()), (source) => {
        const { flow, problems } = parseFlow(source)
        return flow !== undefined || problems.length > 0
      }),
      { numRuns: 500 },
    )
  })
})

describe('canonical text', () => {
  test('parses to what it says and serialises to itself', () => {
    fc.assert(
      fc.property(generatedFlow, generatedLayout, (flow, layout) => {
        expect(roundTripFault(flow, layout)).toBeUndefined()
      }),
      { numRuns: 1000 },
    )
  })
  test('keeps priority and limits, and leaves out what is the default', () => {
    const limits = { running: 2, rate: 30, per: 'minute', backlog: 500 } as const
    const flow: Flow = { format: 1, id: 'a', title: 'A', nodes: {}, settings: { priority: 'high', limits } }
    expect(parseFlow(serialiseFlow(flow))).toEqual({ flow, problems: [] })
    const plain: Flow = { ...flow, settings: { priority: 'normal', limits: { per: 'minute' } } }
    expect(parseFlow(serialiseFlow(plain)).flow).not.toHaveProperty('settings')
    expect(codes({ ...flow, settings: { limits: { running: 0 } } })).toEqual(['flow.shape'])
  })
  test('does not depend on the order of ids, so equal flows have one version', async () => {
    const a = parseFlow(file('{"x":{"use":"x@1"},"y":{"to":{"out":["x"]},"use":"y@1"}}')).flow as Flow
    const b = parseFlow(file('{"y":{"use":"y@1","to":{"out":["x"]}},"x":{"use":"x@1"}}')).flow as Flow
    expect(await hashFlow(a)).toBe(await hashFlow(b))
    expect(await hashFlow(a)).toMatch(/^[0-9a-f]{64}$/)
  })
  test('of a layout keeps one line a node in whole pixels', () => {
    const text = serialiseLayout({ format: 1, at: { b: [10.4, 20], a: [0, -5] } })
    expect(text).toBe('{\n  "format": 1,\n  "at": {\n    "a": [0, -5],\n    "b": [10, 20]\n  }\n}\n')
    expect(parseLayout(text).at).toEqual({ a: [0, -5], b: [10, 20] })
  })
})

test('format migrations are unique and contiguous', () => {
  expect(formatMigrations.map((it) => it.from)).toEqual(formatMigrations.map((_, i) => i + 1))
})
