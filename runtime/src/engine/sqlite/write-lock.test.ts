import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openConnection } from './connection.ts'
import { createWriteLock } from './write-lock.ts'

function twoConnections() {
  const path = join(mkdtempSync(join(tmpdir(), 'lt-lock-')), 'runs.db')
  const [one, other] = [openConnection(path), openConnection(path)]
  other.pragma('busy_timeout = 0')
  return { one, other }
}

test('the lock is busy while another process writes and free afterwards, and errors elsewhere keep their stacks', () => {
  const { one, other } = twoConnections()
  const lock = createWriteLock(other)
  const before = Error.stackTraceLimit
  one.exec('begin immediate')
  expect(lock.take()).toBe('busy')
  expect(Error.stackTraceLimit).toBe(before)
  one.exec('commit')
  expect(lock.take()).toBeUndefined()
  expect(Error.stackTraceLimit).toBe(before)
  expect(other.inTransaction).toBe(true)
})

test('a store that takes nothing is told as the fault that it is', () => {
  const { other } = twoConnections()
  const lock = createWriteLock(other)
  other.close()
  expect(lock.take()).toMatchObject({ kind: 'refused', error: { data: { code: 'engine.storage' } } })
})

test('whoever waits is called again within moments, and after a long wait still', async () => {
  const { other } = twoConnections()
  const lock = createWriteLock(other)
  for (const waited of [0, 3, 60_000])
    await new Promise<void>((resolve) => lock.wait(performance.now() - waited, resolve))
})
