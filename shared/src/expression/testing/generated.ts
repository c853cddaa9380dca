import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import jsonata from 'jsonata'
import { checkExpression, compileExpression } from '../compile.ts'
import { answerOf, scopeOf } from './answers.ts'

/** Expressions from the common part of the language, over the fields of `bodies`. */
export const generatedExpression: fc.Arbitrary<string> = fc.letrec<{
  e: string
  path: string
  number: string
  text: string
}>((tie) => ({
  path: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom('a', 'b', 'c', 'list', 'deep', 'none', '$', '$$', '$item', '`a b`', '*'),
    fc.tuple(tie('path'), fc.constantFrom('a', 'b', 'c', 'list', 'none', '*')).map(([p, f]) => `${p}.${f}`),
    fc.tuple(tie('path'), tie('e')).map(([p, e]) => `${p}[${e}]`),
    fc.tuple(tie('path'), fc.constantFrom('0', '-1', '1', '')).map(([p, n]) => `${p}[${n}]`),
    fc.tuple(tie('path'), tie('e')).map(([p, e]) => `${p}.(${e})`),
    fc.tuple(tie('path'), tie('path')).map(([p, k]) => `${p}^(${k})`),
    fc.tuple(tie('path'), tie('text'), tie('e')).map(([p, k, v]) => `${p}{${k}: ${v}}`),
  ),
  number: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('0', '1', '2', '-3', '1.5'),
    fc.tuple(tie('e'), fc.constantFrom('+', '-', '*', '/', '%'), tie('e')).map(([a, o, b]) => `(${a} ${o} ${b})`),
    tie('e').map((e) => `$count(${e})`),
    tie('e').map((e) => `$number(${e})`),
    tie('path').map((p) => `$sum(${p})`),
    tie('text').map((t) => `$length(${t})`),
  ),
  text: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('"x"', '""', '"Đà Nẵng"', '"12"'),
    fc.tuple(tie('e'), tie('e')).map(([a, b]) => `(${a} & ${b})`),
    tie('e').map((e) => `$string(${e})`),
    tie('text').map((t) => `$uppercase(${t})`),
    fc.tuple(tie('text'), tie('number')).map(([t, n]) => `$substring(${t}, ${n})`),
    tie('path').map((p) => `$join(${p}, "-")`),
    tie('text').map((t) => `$replace(${t}, /[a-z]+/i, "<$0>")`),
  ),
  e: fc.oneof(
    { maxDepth: 5 },
    tie('path'),
    tie('number'),
    tie('text'),
    fc.constantFrom('true', 'false', 'null', '[]', '{}'),
    fc
      .tuple(tie('e'), fc.constantFrom('=', '!=', '<', '>=', 'and', 'or', 'in'), tie('e'))
      .map(([a, o, b]) => `(${a} ${o} ${b})`),
    fc.tuple(tie('e'), tie('e'), tie('e')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc.tuple(tie('e'), tie('e')).map(([a, b]) => `(${a} ?? ${b})`),
    fc.tuple(tie('e'), tie('e')).map(([a, b]) => `[${a}, ${b}]`),
    fc.tuple(tie('e'), tie('e')).map(([a, b]) => `{"k": ${a}, "2": ${b}}`),
    fc.tuple(tie('path'), tie('e')).map(([p, e]) => `$map(${p}, function($v, $i){ [$v, ${e}] })`),
    fc.tuple(tie('path'), tie('e')).map(([p, e]) => `$filter(${p}, function($v){ ${e} })`),
    fc.tuple(tie('e'), tie('e')).map(([a, b]) => `($x := ${a}; [$x, ${b}, $x])`),
    fc.tuple(tie('e'), tie('e')).map(([a, b]) => `$append(${a}, ${b})`),
    tie('e').map((e) => `(${e} ~> $type())`),
    tie('e').map((e) => `$exists(${e})`),
    tie('path').map((p) => `$distinct(${p})`),
    tie('path').map((p) => `$keys(${p})`),
    tie('path').map((p) => `$merge(${p})`),
  ),
})).e

/** What generated expressions are evaluated on. */
export const bodies: readonly unknown[] = [
  {
    a: 1,
    b: 'Huế',
    c: { a: 2, list: [3, 4] },
    list: [
      { a: 1, b: 'x' },
      { a: 2, b: 'y', list: [5] },
    ],
    'a b': true,
    deep: [[1, [2]], [3]],
  },
  { a: [], b: null, c: [{ a: [1] }], list: [7], deep: [{ list: [{ a: 0 }] }] },
  [
    { a: 1, list: [] },
    { a: 'z', list: [1, 2] },
  ],
  [[{ a: 1 }], 2],
  'text',
  null,
]

/** How the closures of an expression compare with the library on a body. */
export type Comparison = 'refused' | 'slow' | 'fault' | 'value' | 'set aside' | { readonly differs: string }

/** Evaluates both ways. `refused`: not an expression; `slow`: the library runs it anyway; `set aside`: the library writes into its input. */
export async function compare(text: string, body: unknown): Promise<Comparison> {
  const problem = checkExpression(text)
  if (problem) {
    // Too many ?? in brackets are refused here only; every other fault is one of the library.
    return problem.code === 'expression.too-nested' || isRefusedByLibrary(text)
      ? 'refused'
      : { differs: `refused here only: ${text}` }
  }
  const compiled = compileExpression(text)
  if (!compiled.fast) return 'slow'
  const item = { a: 9, list: [8] }
  const own = await answerOf(() => compiled.evaluate(scopeOf(structuredClone(body), { vars: { item } })))
  const given = structuredClone(body)
  const reference = await answerOf(() => jsonata(text).evaluate(given, { item }))
  // Grouping an empty list pushes into it in the library, `[]` marks it, and what is read later differs. Ours never writes.
  if (JSON.stringify(given) !== JSON.stringify(body) || isMarked(given)) return 'set aside'
  const differs = { differs: `${text} → ${JSON.stringify({ own, reference })}` }
  if ('error' in reference || 'error' in own) {
    // Parts of a constructor run side by side in the library, so of two faults it may report another one first.
    return 'error' in own === ('error' in reference || infinite(reference)) ? 'fault' : differs
  }
  return isDeepStrictEqual(own, reference) ? 'value' : differs
}

function isRefusedByLibrary(text: string): boolean {
  try {
    jsonata(text)
    return false
  } catch {
    return true
  }
}

function isMarked(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return (Array.isArray(value) && 'keepSingleton' in value) || Object.values(value).some(isMarked)
}

/** A result with an infinite number is a fault here: JSON cannot hold it. */
function infinite(answer: unknown): boolean {
  return /Infinity|NaN/.test(JSON.stringify(answer))
}
