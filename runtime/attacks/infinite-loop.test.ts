import { expect, test } from 'vitest'
import { atOnce, unharmed } from './installation.ts'
import { useScripts } from './scripts.ts'

const { system, attempt, neighbour } = useScripts()

test.each([
  'for(;;);',
  'return /(a+)+$/.test("a".repeat(50) + "b")',
  'const f = () => Promise.resolve().then(f); f(); for(;;);',
  'return "a".repeat(1e6).replace(/(.*)*x/, "")',
  'return new Array(1e9).fill(0).sort().length',
])('%s is ended at its deadline', async (code) => {
  const answer = await attempt(code)
  expect(answer.body.code).toMatch(/^script\.(timeout|memory)$/)
  atOnce(answer.ms, 4000)
  await neighbour()
})

test('ten hostile and ten good messages at once: the good ones are all answered', { timeout: 30_000 }, async () => {
  const bad = Array.from({ length: 10 }, () => attempt('for(;;);'))
  const good = Array.from({ length: 10 }, (_, i) => system().send('/hang-xom', { body: { a: i } }))
  await unharmed(system())
  expect((await Promise.all(good)).map((it) => it.body.tong)).toEqual(Array.from({ length: 10 }, (_, i) => i + 1))
  expect((await Promise.all(bad)).map((it) => it.body.code)).toEqual(Array(10).fill('script.timeout'))
})
