import { expect, test } from 'vitest'
import { useScripts } from './scripts.ts'

const { system, attempt } = useScripts()

test('a flood of log lines is no way out', async () => {
  const answer = await attempt('for (let i = 0; i < 1e7; i++) console.log("x".repeat(1000)); return 1')
  expect(answer.body.code).toBe('script.failed')
  expect(system().log().length).toBeLessThan(5_000_000)
})
