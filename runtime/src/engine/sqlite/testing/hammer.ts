/**
 * A process for tests: accepts messages and works on whatever it can claim, and writes one line a fact, after the engine has acknowledged it.
 * Arguments: folder, member, first message, number of messages. Lines: `A <run> <message>` accepted, `D <run>` done.
 */
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { createRunIds } from '../../run-id.ts'
import { openSqliteEngine } from '../open.ts'

const [folder = '', member = '', first = '0', count = '0'] = process.argv.slice(2)
const engine = openSqliteEngine({
  path: join(folder, 'engine.db'),
  blobs: join(folder, 'blobs'),
  leaseMs: 300,
  clock: Date.now,
})
const nextId = createRunIds({ now: Date.now, random: (bytes) => crypto.getRandomValues(bytes) })
// Not console.log: its line could still be in this process when it is killed.
const say = (line: string): void => void writeSync(1, `${line}\n`)

async function accept(number: number): Promise<void> {
  const { run } = await engine.accept({
    run: nextId(),
    unit: 'mac-dinh',
    flow: 'bua',
    version: 'v1',
    trigger: 'nhan',
    message: {
      body: { number, filling: 'x'.repeat(number % 50 === 0 ? 70_000 : 300) },
      headers: {},
      keys: { so: `${number}` },
    },
    at: Date.now(),
    dedupe: { key: `${number}`, windowMs: 86_400_000 },
    ...(number % 3 === 0 ? { partition: `${number % 7}` } : {}),
  })
  say(`A ${run} ${number}`)
}

async function work(): Promise<number> {
  const runs = await engine.claim(member, 10, Date.now())
  await Promise.all(
    runs.map(async ({ lease, inbound }) => {
      const at = Date.now()
      const entry = {
        kind: 'effect',
        path: 'gui',
        node: 'gui',
        attempt: 1,
        startedAt: at,
        endedAt: at,
        emission: { member, partition: inbound.partition ?? null },
      } as const
      if ((await engine.commit(lease, [entry], { status: 'done', at })) === 'committed') say(`D ${lease.run}`)
    }),
  )
  return runs.length
}

const last = Number(first) + Number(count)
let next = Number(first)
async function door(): Promise<void> {
  while (next < last) await accept(next++)
}

let doors = true
const worker = (async () => {
  for (;;) {
    if ((await work()) > 0) continue
    const left = (await engine.history.list({ limit: 1, statuses: ['accepted', 'running', 'waiting', 'retrying'] }))
      .runs
    if (!doors && left.length === 0) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
})()
await Promise.all([door(), door(), door(), door()])
doors = false
await worker
await engine.close()
