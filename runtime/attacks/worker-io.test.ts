import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { alive } from './installation.ts'
import { childrenOf, useScripts } from './scripts.ts'

const { system, attempt, neighbour } = useScripts()

test('no module, no network and no binding can be reached', async () => {
  for (const code of [
    'require("fs")',
    'process.binding("fs")',
    'fetch("http://127.0.0.1")',
    'new WebSocket("ws://a")',
  ]) {
    const answer = await attempt(`return ${code}`)
    expect(answer).toMatchObject({ status: 422, body: { code: 'script.failed' } })
  }
  await neighbour()
})

test('the sandbox holds no environment and no right to files', () => {
  const sandboxes = childrenOf(system().workerPids()[0] ?? 0)
  expect(sandboxes.length).toBeGreaterThan(0)
  for (const pid of sandboxes) {
    expect(alive(pid)).toBe(true)
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).toBe('')
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toContain('--permission')
  }
})
