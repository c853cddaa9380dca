import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Engine, JournalEntry, Lease } from '#runtime/engine/engine.ts'
import { openSqliteEngine } from '#runtime/engine/sqlite/open.ts'
import { retryable } from '#shared/errors/flow-error.ts'
import { engineJournal } from './journal.ts'

const row = (n: number): JournalEntry => ({ kind: 'timer', path: `p${n}`, node: 'n', due: n })
const intent: Extract<JournalEntry, { kind: 'intent' }> = {
  kind: 'intent',
  path: 'gui',
  node: 'gui',
  attempt: 1,
  at: 1,
}

/** A run on the real engine with its journal; `commits` holds the rows of each commit. */
async function opened() {
  const folder = mkdtempSync(join(tmpdir(), 'lt-journal-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  const real = openSqliteEngine({
    path: join(folder, 'engine.db'),
    blobs: join(folder, 'blobs'),
    clock: () => Date.now(),
  })
  onTestFinished(() => real.close())
  const commits: string[][] = []
  let failing = false
  const failNext = (): void => {
    failing = true
  }
  const engine: Engine = {
    ...real,
    commit(lease, entries, next) {
      if (failing) {
        failing = false
        return Promise.reject(retryable('engine.busy'))
      }
      commits.push([...entries.map((it) => ('path' in it ? it.path : it.kind)), next.status])
      return real.commit(lease, entries, next)
    },
  }
  const message = { body: null, headers: {}, keys: {} }
  const { lease } = await real.accept({
    run: 'R',
    unit: 'u',
    flow: 'f',
    version: 'v',
    trigger: 't',
    message,
    at: 1,
    lease: 'm',
  })
  const lost = vi.fn()
  const journal = engineJournal(engine, lease as Lease, Promise.resolve(), lost)
  const stored = async () =>
    ((await real.history.get('R'))?.journal ?? []).map((it) => ('path' in it ? it.path : it.kind))
  return { real, commits, journal, lost, stored, failNext }
}

test('rows of one turn go in one commit, in their order', async () => {
  const { commits, journal, stored, lost } = await opened()
  for (let n = 0; n < 5; n++) journal.write(row(n))
  await journal.flushed()
  expect(commits).toEqual([['p0', 'p1', 'p2', 'p3', 'p4', 'running']])
  expect(await stored()).toEqual(['p0', 'p1', 'p2', 'p3', 'p4'])
  expect(lost).not.toHaveBeenCalled()
})

test('the end goes with the rows of its turn', async () => {
  const { commits, journal, real } = await opened()
  journal.write(row(1))
  expect(await journal.finish({ status: 'done', at: 2 })).toBe('committed')
  expect(commits).toEqual([['p1', 'done']])
  expect((await real.history.get('R'))?.row.status).toBe('done')
})

test('an intent comes behind every row that was written before it', async () => {
  const { journal, stored } = await opened()
  journal.write(row(1))
  await journal.intend(intent)
  journal.write(row(2))
  await journal.flushed()
  expect(await stored()).toEqual(['p1', 'gui', 'p2'])
})

test('rows that follow a failed commit are not written without those before them', async () => {
  const { journal, stored, lost, failNext } = await opened()
  failNext()
  journal.write(row(1))
  await new Promise((resolve) => setImmediate(resolve))
  journal.write(row(2))
  await expect(journal.finish({ status: 'done', at: 2 })).rejects.toThrow('engine.busy')
  await expect(journal.intend(intent)).rejects.toThrow('engine.busy')
  expect(lost).toHaveBeenCalled()
  expect((await stored()).filter((path) => path !== 'gui')).toEqual([])
})

test('when the run is another worker’s nothing is written, and the walk is told', async () => {
  const { journal, stored, lost, real } = await opened()
  await real.bury('m')
  journal.write(row(1))
  await expect(journal.flushed()).rejects.toThrow('another worker')
  expect(lost).toHaveBeenCalledOnce()
  await expect(journal.intend(intent)).rejects.toThrow('another worker')
  expect(await journal.finish({ status: 'done', at: 2 })).toBe('stale')
  expect(await stored()).toEqual([])
})
