import { expect, test } from 'vitest'
import { checkExpression, compileExpression } from './compile.ts'
import { scopeOf } from './testing/answers.ts'

const paths = [{}, { path: 'library' }] as const

async function outcome(text: string, body: unknown, path: { path?: 'library' } = {}): Promise<unknown> {
  try {
    return { value: await compileExpression(text, path).evaluate(scopeOf(body)) }
  } catch (error) {
    return error
  }
}

for (const text of [
  '__proto__',
  'a.constructor',
  '`constructor`.prototype',
  '$.__proto__.x',
  '"a".constructor("return 1")()',
])
  test(`${text} is refused before it runs`, () => {
    expect(checkExpression(text)).toMatchObject({ code: 'expression.forbidden-name' })
  })

for (const text of [
  '{"__proto__": {"polluted": true}}',
  '{"constr" & "uctor": {"prototype": {"polluted": true}}}',
  '$merge([{"a": 1}, {"__proto" & "__": {"polluted": true}}])',
  '[{"k": "__proto__"}]{k: {"polluted": true}}',
  '$ ~> |$|{"__proto__": {"polluted": true}}|',
])
  test(`${text} makes no such key and reaches no prototype`, async () => {
    for (const path of paths) {
      const result = await outcome(text, { a: 1 }, path)
      expect(Reflect.get({}, 'polluted')).toBe(undefined)
      if (result instanceof Error) expect(result).toMatchObject({ code: expect.stringMatching(/^expression\.|^D/) })
      else expect(JSON.stringify(result)).not.toContain('polluted')
    }
  })

test('inherited properties cannot be read, by name or by computed name', async () => {
  for (const text of [
    'toString',
    'a.valueOf',
    '$lookup($, "toString")',
    '$lookup($, "__proto" & "__")',
    'hasOwnProperty',
  ])
    for (const path of paths) expect(await outcome(text, { a: {} }, path), text).toEqual({ value: undefined })
})

test('$eval is not available under any disguise', async () => {
  expect(checkExpression('$eval("1")')).toMatchObject({ code: 'expression.eval' })
  expect(checkExpression('$map(["1"], $eval)')).toMatchObject({ code: 'expression.eval' })
  expect(checkExpression('"1" ~> $eval')).toMatchObject({ code: 'expression.eval' })
})

test('an expression cannot replace a function for others', async () => {
  for (const attack of [
    '$ ~> |$sum|{"implementation": function($x){ 42 }}|',
    '$ ~> |$sum|{}, ["implementation"]|',
    '($f := $sum; $ ~> |$f|{"_jsonata_lambda": true}|)',
    '$ ~> |$chuanHoa|{"implementation": function($x){ 42 }}|',
  ])
    expect(await outcome(attack, { a: 1 }), attack).toMatchObject({ code: 'expression.function-result' })
  for (const path of paths) {
    expect(await outcome('$sum([1, 2])', {}, path)).toEqual({ value: 3 })
    expect(await outcome('$chuanHoa(" a ")', {}, path)).toEqual({ value: 'a' })
  }
})

test('the message is never changed, not even by what the library writes into', async () => {
  const body = { items: [], one: [1], order: { lines: [{ a: 1 }] } }
  const before = structuredClone(body)
  for (const text of [
    'items{"a": 1}',
    'one[]',
    '$ ~> |order.lines|{"b": 2}|',
    '$$ ~> |$$.order|{"c": 3}, "lines"|',
    '($x := order; $ ~> |$x|{"d": 1}|)',
    '$sort(one) ~> $append(1)',
    'items@$i.one',
  ])
    for (const path of paths) {
      await outcome(text, body, path)
      expect(body, text).toStrictEqual(before)
      expect(Object.keys(body.one), text).toEqual(['0'])
    }
})

test('a message cannot smuggle a function in', async () => {
  const evil = {
    _jsonata_lambda: true,
    thunk: true,
    body: { procedure: { type: 'variable', value: 'sum' }, arguments: [] },
    environment: { base: { depth: 0 } },
    arguments: [],
  }
  for (const text of ['$lookup($, "x")', 'x', '$map([x], function($v){ $v })', '$string(x)', 'x()', '$append(x, 1)'])
    for (const path of paths) {
      const result = await outcome(text, { x: evil }, path)
      expect(result instanceof Error || JSON.stringify(result).length < 500, text).toBe(true)
    }
})

const bombs: readonly string[] = [
  '($f := function(){ $f() }; $f())',
  '($f := function($n){ 1 + $f($n + 1) }; $f(0))',
  '($f := function($s, $n){ $n = 0 ? $s : $f($s & $s, $n - 1) }; $f("aaaaaaaa", 60))',
  '[1..9999999].[1..9999999]',
  '$map([1..100000], function($a){ $map([1..100000], function($b){ $a * $b }) })',
  '$pad("x", 999999999)',
  '$join($map([1..100000], function($i){ $pad("x", 1000) }))',
  `${'('.repeat(2)}$a := [[1], [1]]; ${Array.from({ length: 45 }, () => '$a := [[$a], [$a]]').join('; ')}); $a ? 1 : 2)`,
  `(${Array.from({ length: 60 }, (_, i) => (i === 0 ? '$a0 := [1, 2]' : `$a${i} := [[$a${i - 1}], [$a${i - 1}]]`)).join('; ')}; $a59 = $a59)`,
  `(${Array.from({ length: 60 }, (_, i) => (i === 0 ? '$a0 := "abc"' : `$a${i} := {"x": $a${i - 1}, "y": $a${i - 1}}`)).join('; ')}; $string($a59))`,
  `[1]${'.([[$], [$]])'.repeat(60)}`,
  `"x"${' ~> $replace("x", "xxxxxxxxxx")'.repeat(12)}`,
  `$ ~> ${'$append($$) ~> '.repeat(3)} $string()`,
  '$match($pad("", 100000, "a"), /(a|a)*b/)',
  '$replace($pad("", 100000, "a"), /a*a*a*b/, "")',
  '$sort($map([1..900000], function($i){ -$i }))^($)',
  '$distinct([1..900000].{"a": $})',
  '$toMillis($pad("", 100000, "1"), "[Y][M][D][H][m]x")',
  `**.${'**.'.repeat(12)}x`,
  `${'['.repeat(300)}1${']'.repeat(300)}`,
  `${'('.repeat(9000)}1${')'.repeat(9000)}`,
  `1${' + 1'.repeat(4900)}`,
  '$formatNumber(1, $pad("", 10000, "#"))',
  `{${Array.from({ length: 600 }, (_, i) => `"a${i}": $$`).join(',')}}`,
]

bombs.forEach((text, i) => {
  test(`bomb ${i + 1} (${text.slice(0, 50)}…) ends soon, with a typed fault or a small result`, {
    timeout: 40_000,
  }, async () => {
    const body = { list: Array.from({ length: 2000 }, (_, n) => ({ n, deep: { a: { b: { c: n } } } })) }
    for (const path of paths) {
      const started = performance.now()
      const result = await outcome(text, body, path)
      expect(performance.now() - started).toBeLessThan(15_000)
      if (result instanceof Error) expect(result).toMatchObject({ name: 'ExpressionError', code: expect.any(String) })
      else expect(JSON.stringify(result).length).toBeLessThan(100_000_000)
    }
  })
})

test('deeply nested data ends in a typed fault', async () => {
  let body: unknown = 1
  for (let i = 0; i < 100_000; i++) body = [body]
  for (const text of ['$string($$)', '$$ = [1]', '**.a', '[$$, $$]', '$boolean($$)'])
    for (const path of paths) {
      const result = await outcome(text, { a: body }, path)
      if (result instanceof Error) expect(result, text).toMatchObject({ name: 'ExpressionError' })
    }
})

test('evaluations that run at the same time do not share budget, chance or place', async () => {
  const compiled = compileExpression('$map(list, function($v){ $random() * 0 + $v })', { path: 'library' })
  const results = await Promise.all([1, 2, 3].map((n) => compiled.evaluate(scopeOf({ list: [n, n] }))))
  expect(results).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ])
})
