import { afterAll, expect, test } from 'vitest'
import { createSandbox, type SandboxEnd } from '#runtime/sandbox/sandbox.ts'

// A sandbox process that somebody has broken out into: what it answers is forged.
const ends: SandboxEnd[] = []
const forger = createSandbox((end) => void ends.push(end), 'testing/forger-process.ts')
afterAll(() => forger.close())
const ask = (code: string): Promise<unknown> =>
  forger.run(code, {}, { ms: 200, mb: 32 }, { now: 1_760_000_000_000, seed: 7, flow: 'luong', run: code })

test.each([
  'for another',
  'for nobody',
  'no object',
  'other words',
  'a fault of its own',
  'a fault without words',
  'bad JSON',
  'a gigabyte',
  'half a frame',
])('it is killed when it answers %s; no other script gets its word, and the next one is answered', async (forgery) => {
  expect(await ask('honest')).toBe('thật')
  const pid = forger.pid
  ends.length = 0
  const results = await Promise.allSettled([ask(forgery), ask('honest'), ask('honest')])
  expect(results).toMatchObject([
    { status: 'rejected', reason: { data: { code: 'script.memory' } } },
    { status: 'fulfilled', value: 'thật' },
    { status: 'fulfilled', value: 'thật' },
  ])
  expect(forger.pid).not.toBe(pid)
  expect(ends[0]).toEqual({ why: 'forged', flow: 'luong', run: forgery })
})

test('it gains nothing by answering twice', async () => {
  expect(await ask('twice')).toBe('thật')
  expect(await ask('honest')).toBe('thật')
})
