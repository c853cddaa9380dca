import { expect, test } from 'vitest'
import { scriptFlow, useScripts } from './scripts.ts'

const { system, neighbour } = useScripts()

test.each([
  ['return "x".repeat(200_000_000)', /result-too-large|memory|timeout|failed/],
  ['return new Array(10_000_000).fill(1)', /result-too-large|memory|timeout/],
  ['let a = []; for (let i = 0; i < 5000; i++) a = [a]; return a', /^json\.too-deep$|failed/],
  ['let a = []; for (let i = 0; i < 1_000_000; i++) a = [a]; return a', /failed|memory/],
  ['return { toJSON() { return "x".repeat(50_000_000) } }', /result-too-large|memory/],
  ['const a = {}; a.a = a; return a', /failed/],
  ['return 1n', /failed/],
  ['return () => 1', /failed|wrong-shape/],
])('the result of %s is refused', async (code, expected) => {
  await system().publish(scriptFlow('ket-qua', code, { ms: 2000 }))
  const answer = await system().send('/ket-qua', { body: {} })
  expect(answer.body.code).toMatch(expected)
  await neighbour(2500)
})
