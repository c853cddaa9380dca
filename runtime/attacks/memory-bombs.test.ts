import { expect, test } from 'vitest'
import { unharmed } from './installation.ts'
import { childrenOf, scriptFlow, useScripts } from './scripts.ts'

const { system, neighbour } = useScripts()

test.each([
  'const a = []; for(;;) a.push(new Array(1e6).fill(1.5))',
  'let s = "x"; for(;;) s += s + Math.random()',
  'const a = []; for(;;) a.push(new Uint8Array(1e8))',
  'const m = new Map(); for (let i = 0; ; i++) m.set("k" + i, "x".repeat(1000) + i)',
  'const a = {}; let b = a; for(;;) b = b.x = { y: new Array(100).fill(0) }',
  'return new Array(2 ** 29).join("ab")',
])('memory bomb %s kills the sandbox at most', { timeout: 20_000 }, async (code) => {
  const attacked = system().send('/thu', { body: { code } })
  await unharmed(system())
  const answer = await attacked
  expect(answer.body.code).toMatch(/^script\.(memory|timeout|failed|result-too-large)$/)
  await neighbour(2500)
})

test('a sandbox that dies under a script stands in the audit trail, once a minute, with flow and run', async () => {
  const busy = 'let n = 0; while (n < 4e8) n++; return { n }'
  await system().publish(scriptFlow('ban', busy, { ms: 20_000 }))
  const worker = system().workerPids().at(-1) ?? 0
  for (let death = 0; death < 2; death++) {
    const answer = system().send('/ban', { body: {} })
    await new Promise((resolve) => setTimeout(resolve, 100))
    for (const pid of childrenOf(worker)) process.kill(pid, 'SIGKILL')
    // Scripts are pure: it is simply run again.
    expect((await answer).body).toEqual({ n: 4e8 })
  }
  await neighbour(2500)
  const { body } = await system().call('GET', '/audit')
  const own = body.entries.filter(
    (it: { action: string; target: string }) => it.target === 'ban' && /^sandbox/.test(it.action),
  )
  expect(own).toMatchObject([
    { action: 'sandbox.killed', details: { times: 1, run: expect.stringMatching(/^[0-9A-Z]{26}$/) } },
  ])
})
