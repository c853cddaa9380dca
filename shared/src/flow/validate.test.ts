import { describe, expect, test } from 'vitest'
import { blocks } from './problem.ts'
import { flowOf, placesOf, problemsOf } from './testing/definitions.ts'

const lam = (settings: Record<string, unknown>, use = 'lam@1') => flowOf({ a: { use, settings } })

test('a good flow has no problems', () => {
  expect(problemsOf(lam({ name: 'x', when: 'a = 1' }))).toEqual([])
})

describe('a node', () => {
  test('of an unknown type is an error at the node, and does not make the rest look unreachable', () => {
    expect(placesOf(flowOf({ a: { use: 'la@1' } }))).toEqual([
      { code: 'flow.unknown-node', severity: 'error', node: 'a' },
    ])
    expect(placesOf({ format: 1, id: 'x', title: 'x', nodes: { a: { use: 'constructor@1' } } })).toEqual([
      { code: 'flow.unknown-node', severity: 'error', node: 'a' },
    ])
  })
  test('of a newer settings version says which version is known', () => {
    const [problem] = problemsOf(lam({}, 'lam@3'))
    expect(problem).toMatchObject({ code: 'flow.newer-node', severity: 'error', node: 'a' })
    expect(problem?.message.vi).toContain('phiên bản 2')
    expect(problemsOf(lam({}, 'lam@2'))).toEqual([])
  })
  test('with a wrong setting names the field by the words of the form', () => {
    expect(problemsOf(lam({ size: 0 }))).toMatchObject([
      {
        code: 'flow.setting',
        severity: 'error',
        node: 'a',
        path: 'size',
        message: { vi: '"Cỡ": không được nhỏ hơn 1', en: '"Size": must not be less than 1' },
      },
    ])
  })
})

describe('a name of something outside the flow', () => {
  const around = {
    connections: new Map([
      ['dvcqg', 'http'],
      ['kho', 'sql'],
    ]),
    tables: new Set(['xa']),
    flows: new Set(['con']),
  }
  test('that exists and fits is no problem', () => {
    expect(problemsOf(lam({ connection: 'dvcqg', table: 'xa', flow: 'con' }), around)).toEqual([])
  })
  test.each([
    [{ connection: 'khac' }, 'flow.unknown-connection', 'connection'],
    [{ connection: 'kho' }, 'flow.wrong-connection', 'connection'],
    [{ table: 'khac' }, 'flow.unknown-table', 'table'],
    [{ flow: 'khac' }, 'flow.unknown-flow', 'flow'],
  ])('%j is %s at its field', (settings, code, path) => {
    expect(placesOf(lam(settings), around)).toEqual([{ code, severity: 'error', node: 'a', path }])
  })
  test('is not checked against surroundings that are not given', () => {
    expect(problemsOf(lam({ connection: 'khac', table: 'khac', flow: 'khac' }))).toEqual([])
  })
})

describe('an expression', () => {
  const around = {
    checkExpression: (text: string) =>
      text === 'sai' ? { position: 3, message: { vi: 'thiếu ngoặc', en: 'a bracket is missing' } } : undefined,
  }
  test('in a setting is checked, and its problem says where in both languages', () => {
    expect(problemsOf(lam({ when: 'sai' }), around)).toMatchObject([
      {
        code: 'flow.expression',
        severity: 'error',
        node: 'a',
        path: 'when',
        message: {
          vi: '"Khi": công thức sai ở ký tự 3: thiếu ngoặc',
          en: '"When": the expression is wrong at character 3: a bracket is missing',
        },
      },
    ])
  })
  test('of a business key is checked too', () => {
    expect(
      placesOf(flowOf({ a: { use: 'lam@1' } }, { settings: { keys: { ma: 'sai', so: 'dung' } } }), around),
    ).toEqual([{ code: 'flow.expression', severity: 'error', path: 'settings.keys.ma' }])
  })
})

test('an order by a key that is not declared is an error, also for names that every object has', () => {
  for (const partition of ['ma', 'toString', 'constructor'])
    expect(placesOf(flowOf({ a: { use: 'lam@1' } }, { settings: { partition } }))).toEqual([
      { code: 'flow.unknown-key', severity: 'error', path: 'settings.partition' },
    ])
})

test('errors come before warnings, and only errors keep a flow from being published', () => {
  const alone = flowOf({ a: { use: 'lam@1' }, b: { use: 'lam@1' } })
  expect(placesOf(alone)).toEqual([{ code: 'flow.unreachable', severity: 'warning', node: 'b' }])
  expect(blocks(problemsOf(alone))).toBe(false)
  const both = flowOf({ a: { use: 'lam@1' }, b: { use: 'lam@1' }, c: { use: 'la@1' } })
  expect(problemsOf(both).map((it) => it.severity)).toEqual(['error', 'warning', 'warning'])
  expect(blocks(problemsOf(both))).toBe(true)
})

test('every problem speaks both languages and leaves no parameter unfilled', () => {
  const broken = flowOf(
    {
      a: {
        use: 'lam@1',
        settings: { size: 'x', name: '' },
        onError: { retry: 'la', then: 'khong' },
        to: { la: ['a'], out: ['mat'] },
      },
      b: { use: 'la@1' },
      c: { use: 'gop@1' },
      d: { use: 'http-reply@1', to: { out: ['vao', 'd'] } },
    },
    { settings: { partition: 'x' } },
  )
  const problems = problemsOf(broken)
  expect(problems.length).toBeGreaterThan(8)
  for (const { message, advice } of problems)
    for (const text of [message.vi, message.en, advice?.vi, advice?.en]) expect(text).toMatch(/^[^{}]+$/)
})
