import { describe, expect, test } from 'vitest'
import type { FlowNode } from './flow.ts'
import { flowOf, placesOf, problemsOf } from './testing/definitions.ts'
import { routeKey } from './validate-wiring.ts'

const lam = (...out: readonly string[]): FlowNode => ({ use: 'lam@1', to: { out } })
const error = (code: string, node: string, more: object = {}) => ({ code, severity: 'error', node, ...more })
const warning = (code: string, node: string, more: object = {}) => ({ code, severity: 'warning', node, ...more })

describe('a wire', () => {
  test('to a node that is not there is dangling, also when every object has something of that name', () => {
    expect(placesOf(flowOf({ a: lam('mat', 'constructor') }))).toEqual([
      error('flow.dangling-wire', 'a', { port: 'out' }),
      error('flow.dangling-wire', 'a', { port: 'out' }),
    ])
  })
  test('from a port that the node does not have is an error', () => {
    expect(placesOf(flowOf({ a: { use: 'lam@1', to: { la: ['b'] } }, b: lam() }))).toEqual([
      error('flow.unknown-port', 'a', { port: 'la' }),
    ])
  })
  test('may leave through ports that come from rows of the settings, and only through those', () => {
    const re = (port: string): FlowNode => ({
      use: 're@1',
      settings: { rows: [{ id: 'mot', label: 'Một' }] },
      to: { [port]: ['b'] },
    })
    for (const port of ['mot', 'khac']) expect(problemsOf(flowOf({ a: re(port), b: lam() }))).toEqual([])
    expect(placesOf(flowOf({ a: re('hai'), b: lam() }))).toEqual([error('flow.unknown-port', 'a', { port: 'hai' })])
  })
  test('into a trigger is an error', () => {
    const [found] = placesOf(flowOf({ a: { use: 'cho@1', to: { out: ['vao'] } } }))
    expect(found).toEqual(error('flow.no-input', 'a', { port: 'out' }))
  })
})

describe('the error branch', () => {
  test('to the inbox or to a node, with a policy of ours or of the flow, is right', () => {
    const retry = { rieng: { times: 1, first: 'PT1S', factor: 1, max: 'PT1S', jitter: 0 } }
    const a = (onError: FlowNode['onError']): FlowNode => ({ ...lam(), ...(onError ? { onError } : {}) })
    const good = flowOf(
      { a: { ...a({ retry: 'rieng', then: 'b' }) }, b: a({ retry: 'mang-cham', then: 'hop-loi' }) },
      { settings: { retry } },
    )
    expect(problemsOf(good)).toEqual([])
  })
  test('to a node that is not there, and a policy that is not there, are errors that name the choice', () => {
    const broken = flowOf({ a: { ...lam(), onError: { retry: 'la', then: 'mat' } } })
    expect(placesOf(broken)).toEqual([
      error('flow.unknown-policy', 'a', { path: 'onError.retry' }),
      error('flow.unknown-error-node', 'a', { path: 'onError.then' }),
    ])
    expect(problemsOf(broken)[0]?.advice?.en).toContain('mang-cham, nhanh, ben-bi, khong')
  })
})

describe('a loop', () => {
  const codes = (nodes: Record<string, FlowNode>): readonly string[] => placesOf(flowOf(nodes)).map((it) => it.code)
  test('without a delay is an error, once, with the nodes in it', () => {
    const problems = problemsOf(flowOf({ a: lam('b'), b: lam('c'), c: lam('a'), d: lam() }))
    expect(problems.map((it) => it.code)).toEqual(['flow.cycle', 'flow.unreachable'])
    expect(problems[0]?.message.vi).toBe('Vòng lặp a → b → c không có nút chờ')
  })
  test('of a node with itself counts', () => {
    expect(codes({ a: lam('a') })).toEqual(['flow.cycle'])
  })
  test('over an error branch counts', () => {
    expect(codes({ a: lam('b'), b: { ...lam(), onError: { then: 'a' } } })).toEqual(['flow.cycle'])
  })
  test('with a delay in it is right, with a wire past the delay it is not', () => {
    const cho = (to: string): FlowNode => ({ use: 'cho@1', to: { out: [to] } })
    expect(codes({ a: lam('b'), b: cho('a') })).toEqual([])
    expect(codes({ a: lam('b', 'c'), b: cho('a'), c: lam('a') })).toEqual(['flow.cycle'])
  })
})

describe('what no message reaches', () => {
  test('is a warning; what only an error branch reaches is reached', () => {
    expect(placesOf(flowOf({ a: { ...lam(), onError: { then: 'b' } }, b: lam(), c: lam('b') }))).toEqual([
      warning('flow.unreachable', 'c'),
    ])
  })
  test('a flow without a trigger says that and not that all is unreachable', () => {
    expect(placesOf({ format: 1, id: 'x', title: 'x', nodes: { a: lam() } })).toEqual([
      { code: 'flow.no-trigger', severity: 'error' },
    ])
  })
  test('a flow without nodes says just that', () => {
    expect(placesOf({ format: 1, id: 'x', title: 'x', nodes: {} })).toEqual([{ code: 'flow.empty', severity: 'error' }])
  })
})

describe('an address of the gateway', () => {
  const at = (path: string, more: Record<string, unknown> = {}): FlowNode => ({
    use: 'http-in@1',
    settings: { path, answer: 'stored', ...more },
  })
  const addresses = new Map([['POST /ho-so/{}', 'khac']])
  test('that another flow takes is an error, whatever its parameters are called', () => {
    const flow = (path: string) => ({ format: 1, id: 'thu', title: 'x', nodes: { a: at(path) } })
    const taken = error('flow.path-taken', 'a', { path: 'path' })
    expect(placesOf(flow('/ho-so/{ma}'), { addresses })).toEqual([taken])
    expect(placesOf(flow('/ho-so/{so}/'), { addresses })).toEqual([taken])
    expect(placesOf(flow('/ho-so'), { addresses })).toEqual([])
    expect(placesOf({ ...flow('/ho-so/{ma}'), id: 'khac' }, { addresses })).toEqual([])
    expect(
      placesOf({ format: 1, id: 'thu', title: 'x', nodes: { a: at('/ho-so/{ma}', { method: 'GET' }) } }, { addresses }),
    ).toEqual([])
  })
  test('that stands twice in one flow is an error at the second', () => {
    const nodes = { a: at('/x/{m}'), b: at('/x/{n}/') }
    expect(placesOf({ format: 1, id: 'thu', title: 'x', nodes })).toEqual([
      error('flow.path-taken', 'b', { path: 'path' }),
    ])
  })
  test('that is open to everyone is a warning', () => {
    const nodes = { a: at('/x', { access: 'open' }) }
    expect(placesOf({ format: 1, id: 'thu', title: 'x', nodes })).toEqual([
      warning('flow.open-endpoint', 'a', { path: 'access' }),
    ])
  })
  test('has one key for each address that can be told apart', () => {
    expect(routeKey('GET', '/')).toBe('GET /')
    expect(routeKey('GET', '/a/{x}/b/{y}/')).toBe(routeKey('GET', '/a/{p}/b/{q}'))
    expect(routeKey('GET', '/a')).not.toBe(routeKey('POST', '/a'))
  })
})

describe('a reply', () => {
  const waits: FlowNode = { use: 'http-in@1', settings: { path: '/a' } }
  test('that nothing gives to a caller who waits is a warning at the trigger', () => {
    const nodes = { vao: { ...waits, to: { out: ['a'] } }, a: lam() }
    expect(placesOf({ format: 1, id: 'x', title: 'x', nodes })).toEqual([warning('flow.no-reply', 'vao')])
    const answered = { ...nodes, a: lam('tra'), tra: { use: 'http-reply@1' } }
    expect(problemsOf({ format: 1, id: 'x', title: 'x', nodes: answered })).toEqual([])
  })
  test('that nobody hears is a warning at the reply, but not in a flow that others call', () => {
    const nodes = { a: lam('tra'), tra: { use: 'http-reply@1' } }
    expect(placesOf(flowOf(nodes))).toEqual([warning('flow.reply-never-heard', 'tra')])
    expect(problemsOf(flowOf({ ...nodes, goi: { use: 'flow-in@1', to: { out: ['a'] } } }))).toEqual([])
  })
})

test('an aggregator needs a splitter somewhere before it', () => {
  const gop: FlowNode = { use: 'gop@1' }
  expect(placesOf(flowOf({ a: lam('gop'), gop }))).toEqual([error('flow.aggregator-alone', 'gop')])
  expect(problemsOf(flowOf({ tach: { use: 'splitter@1', to: { out: ['a'] } }, a: lam('gop'), gop }))).toEqual([])
})

test('a node that keeps messages beyond their run needs a flow that stores them', () => {
  const flow = flowOf({ a: lam('gom'), gom: { use: 'gom@1' } })
  expect(problemsOf(flow)).toEqual([])
  expect(placesOf({ ...flow, settings: { durability: 'none' } })).toEqual([error('group.not-stored', 'gom')])
})

test('the largest flow, one long row of steps and aggregators, is checked without overflow and soon', () => {
  const size = 4999
  const nodes = Object.fromEntries(
    Array.from({ length: size }, (_, i): [string, FlowNode] => [
      `n${i}`,
      { use: i === 0 ? 'splitter@1' : i % 2 ? 'gop@1' : 'lam@1', to: { out: i + 1 < size ? [`n${i + 1}`] : [] } },
    ]),
  )
  const started = performance.now()
  expect(problemsOf(flowOf(nodes))).toEqual([])
  const ring = { ...nodes, [`n${size - 1}`]: lam('n0') }
  expect(placesOf(flowOf(ring)).map((it) => it.code)).toEqual(['flow.cycle'])
  expect(performance.now() - started).toBeLessThan(5000)
})
