import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { SLOT_MS } from '#runtime/engine/rows/traffic.ts'
import { type Connection, openConnection } from '#runtime/engine/sqlite/connection.ts'
import { migrate, readMigrations } from '#runtime/engine/sqlite/migrate.ts'
import { openSqliteEngine } from '#runtime/engine/sqlite/open.ts'
import { checkStore } from '#runtime/engine/sqlite/testing/check-store.ts'
import { FAULT_ACTIONS } from '#runtime/faults.ts'
import { createFaults, type FaultAction } from './harness/armed-faults.ts'
import { type Figure, say, torture } from './harness/figures.ts'
import { HAMMER } from './harness/hammer.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'

/** Times that each pair of schema and fault is tried before a release. */
const ROUNDS = 10
const OLD_RUNS = 12
const MESSAGES = 5
/** An hour ago, at the beginning of a slot of the traffic counts. */
const AT = Math.floor((Date.now() - 3_600_000) / SLOT_MS) * SLOT_MS

/** R12, case 7: a file of every earlier schema is brought up to date by a process that dies or fails half way, then by one that does not. */
export async function upgrade({ seed, short, keep }: CaseOptions): Promise<readonly Figure[]> {
  return inWorkplace('upgrade', keep, async ({ folder }) => {
    const newest = readMigrations().length
    const actions = FAULT_ACTIONS.filter((it) => it !== 'stall')
    const faults: string[] = []
    let tried = 0
    for (let round = 0; round < (short ? 1 : ROUNDS); round++)
      for (let schema = 1; schema < newest; schema++) {
        // The short form goes through the actions while it goes through the schemas.
        const chosen = short ? actions.slice((schema - 1) % actions.length).slice(0, 1) : actions
        for (const action of chosen) {
          tried++
          const found = await upgradeFrom(join(folder, `${round}-${schema}-${action}`), schema, action)
          faults.push(...found.map((it) => `schema ${schema}, ${action}: ${it}`))
        }
      }
    for (const fault of faults) say(`  ${fault}`)
    return [torture('R12', faults.length, { seed, schemas: newest - 1, tried, faults })]
  })
}

async function upgradeFrom(folder: string, schema: number, action: FaultAction): Promise<readonly string[]> {
  const path = join(folder, 'engine.db')
  mkdirSync(folder)
  writeOld(path, schema)
  const armed = createFaults(join(folder, 'faults'))
  armed.arm('migrate.inside', action)
  const broken = await hammer(folder, armed.env)
  const faults = broken === 0 ? ['the process that was to break came to its end'] : []
  faults.push(...armed.disarm().map((point) => `${point} did not strike`))
  if (versionOf(path) !== schema) faults.push(`half of it stayed: schema ${versionOf(path)}`)
  const code = await hammer(folder, {})
  if (code !== 0) faults.push(`the next start ended with ${code}`)
  return [...faults, ...checkStore(path), ...(await lostRuns(folder, path))]
}

/** A file as an earlier release left it, with runs that are done and runs that still have to run. */
function writeOld(path: string, schema: number): void {
  const db = openConnection(path)
  migrate(db, readMigrations().slice(0, schema), AT)
  for (let i = 1; i <= OLD_RUNS; i++) writeRun(db, i)
  db.prepare('insert into traffic (slot, flow, accepted, done, failed) values (?, ?, ?, ?, 0)').run(
    AT,
    'luong-cu',
    OLD_RUNS,
    OLD_RUNS / 2,
  )
  db.prepare("insert into open_runs (flow, version, open) values ('luong-cu', 'v1', ?)").run(OLD_RUNS / 2)
  db.close()
}

/** Even ones are done, odd ones wait in the queue. */
function writeRun(db: Connection, i: number): void {
  const done = i % 2 === 0
  db.prepare(
    `insert into runs (seq, id, unit, flow, version, trigger_node, accepted_at, status, epoch, entries, ready_at, ended_at)
     values (?, ?, 'mac-dinh', 'luong-cu', 'v1', 'nhan', ?, ?, 1, 1, ?, ?)`,
  ).run(i, idOf(i), AT + i, done ? 'done' : 'accepted', done ? null : AT + i, done ? AT + i : null)
  db.prepare("insert into journal (id, kind, body) values (?, 'message', ?)").run(
    i * 2 ** 20,
    JSON.stringify({ body: { i }, headers: {}, keys: {} }),
  )
}

const idOf = (i: number): string => `0OLD${String(i).padStart(22, '0')}`

/** Old runs that are not done with the message that they had, and a schema that is not the newest. */
async function lostRuns(folder: string, path: string): Promise<readonly string[]> {
  const faults = versionOf(path) === readMigrations().length ? [] : [`schema ${versionOf(path)} after the next start`]
  const engine = openSqliteEngine({ path, blobs: join(folder, 'blobs'), clock: () => AT + 1000 })
  try {
    for (let i = 1; i <= OLD_RUNS; i++) {
      const found = await engine.history.get(idOf(i))
      const same = JSON.stringify(found?.inbound.message.body) === JSON.stringify({ i })
      if (!same || found?.row.status !== 'done') faults.push(`run ${i} is ${found?.row.status ?? 'gone'}`)
    }
  } finally {
    await engine.close()
  }
  return faults
}

function versionOf(path: string): number {
  const db = openConnection(path)
  try {
    return Number(db.prepare('select max(version) from schema_version').pluck().get())
  } finally {
    db.close()
  }
}

/** A process that opens the file, accepts some runs, ends them and those that wait, and closes it. */
function hammer(folder: string, env: Readonly<Record<string, string>>): Promise<number | null> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', HAMMER, folder, 'm', '0', `${MESSAGES}`],
    { stdio: 'ignore', env: { PATH: process.env.PATH ?? '', ...env } },
  )
  return new Promise((resolve) => child.once('close', resolve))
}
