import { spawn } from 'node:child_process'
import { closeSync, createReadStream, mkdirSync, openSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import Database from 'better-sqlite3'
import { seededRandom } from '#nodes/simulators/index.ts'
import { openSqliteEngine } from '#runtime/engine/sqlite/open.ts'
import { checkStore } from '#runtime/engine/sqlite/testing/check-store.ts'
import { createDiskModel, type DiskModel } from './harness/disk-model.ts'
import { type Figure, say, torture } from './harness/figures.ts'
import { HAMMER } from './harness/hammer.ts'
import { hasStrace, STRACE, STRACE_MISSING } from './harness/strace.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'

/** Enough for the log to be copied into the database and begun anew some times. */
const MESSAGES = { short: 300, long: 1200 }
const CUTS = { short: 50, long: 1000 }
/** The rollback journal of the very first write is gone, synced with its folder, before anything is acknowledged. */
const FILES = ['engine.db', 'engine.db-wal']

/** What had been acknowledged when the power went: run → whether as ended. */
type Acknowledged = ReadonlyMap<string, 'accepted' | 'done'>

/**
 * R4: strace records every write and sync of a process that accepts and ends runs; at random instants the disk is put together as a
 * power cut may leave it (all that was synced, any sectors of the rest), and the engine is opened on it.
 */
export async function powerCut({ seed, short, keep }: CaseOptions): Promise<readonly Figure[]> {
  if (!hasStrace()) {
    say(STRACE_MISSING)
    return []
  }
  return inWorkplace('power-cut', keep, async ({ folder }) => {
    const form = short ? 'short' : 'long'
    const trace = await record(folder, MESSAGES[form])
    const random = seededRandom(`${seed}/power`)
    const instants = await countInstants(trace)
    const cuts = new Set(drawn(CUTS[form], instants, random))
    const faults: string[] = []
    let checked = 0
    await replay(trace, (disk, acknowledged, n) => {
      if (!cuts.has(n)) return
      // Nothing, everything or any part of what was not synced has come to the disk.
      const share = [0, 1, random()][Math.floor(random() * 3)] ?? 0
      const found = examine(
        folder,
        disk.cut(() => random() < share),
        acknowledged,
      )
      faults.push(...found.map((fault) => `cut after ${n}: ${fault}`))
      checked++
    })
    for (const fault of faults.slice(0, 10)) say(`  ${fault}`)
    const detail = {
      seed,
      cuts: checked,
      messages: MESSAGES[form],
      instants,
      faults: faults.slice(0, 10),
    }
    return [torture('R4', faults.length, detail)]
  })
}

/** Runs the writing process under strace; answers the trace of the thread that writes. */
async function record(folder: string, messages: number): Promise<string> {
  const data = join(folder, 'written')
  mkdirSync(data)
  const trace = join(folder, 'trace')
  const watch = ['-f', '-ff', '-yy', '-xx', '-s', '100000', '-e', 'signal=none', '-o', trace]
  const calls = 'trace=write,pwrite64,ftruncate,fsync,fdatasync'
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', HAMMER, data, 'm', '0', String(messages)]
  // A file, since strace spells other things than paths in another way.
  const said = openSync(join(folder, 'said'), 'w')
  const child = spawn(STRACE, [...watch, '-e', calls, ...command], { stdio: ['ignore', said, 'inherit'] })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  closeSync(said)
  if (code !== 0) throw new Error(`the writing process ended with ${code}`)
  const [largest] = readdirSync(folder)
    .filter((name) => name.startsWith('trace.'))
    .map((name) => join(folder, name))
    .sort((a, b) => statSync(b).size - statSync(a).size)
  if (largest === undefined) throw new Error('strace wrote nothing')
  return largest
}

/** Goes through the trace; calls after each line that matters, with the number of lines so far. */
async function replay(
  trace: string,
  each: (disk: DiskModel, acknowledged: Acknowledged, n: number) => void,
): Promise<void> {
  const disk = createDiskModel(FILES)
  const acknowledged = new Map<string, 'accepted' | 'done'>()
  let n = 0
  for await (const line of createInterface({ input: createReadStream(trace) })) {
    const said = saidIn(line)
    if (said) acknowledged.set(said.run, said.as)
    else disk.take(line)
    if (acknowledged.size > 0) each(disk, acknowledged, n++)
  }
}

/** How many lines of the trace come after the first acknowledgement: so many instants there are to cut at. */
async function countInstants(trace: string): Promise<number> {
  let instants = 0
  await replay(trace, () => instants++)
  if (instants === 0) throw new Error('the trace shows no acknowledgement')
  return instants
}

/** An acknowledgement that the process wrote to its standard output. */
function saidIn(line: string): { readonly run: string; readonly as: 'accepted' | 'done' } | undefined {
  const hex = /^write\(1<[^>]*>, "((?:\\x..)+)"/.exec(line)?.[1]
  if (hex === undefined) return undefined
  const [what, run = ''] = Buffer.from(hex.replaceAll('\\x', ''), 'hex').toString().trim().split(' ')
  return { run, as: what === 'D' ? 'done' : 'accepted' }
}

function drawn(count: number, of: number, random: () => number): readonly number[] {
  const numbers = new Set<number>()
  while (numbers.size < Math.min(count, of)) numbers.add(Math.floor(random() * of))
  return [...numbers]
}

/** Opens the engine on the files and looks for all that was acknowledged. Answers what is wrong, in words. */
function examine(folder: string, files: ReadonlyMap<string, Buffer>, acknowledged: Acknowledged): readonly string[] {
  const copy = join(folder, 'cut')
  mkdirSync(copy)
  try {
    for (const [name, bytes] of files) if (bytes.length > 0) writeFileSync(join(copy, name), bytes)
    const path = join(copy, 'engine.db')
    const blobs = join(folder, 'written', 'blobs')
    void openSqliteEngine({ path, blobs, clock: Date.now }).close()
    return [...checkStore(path), ...missing(path, acknowledged)]
  } catch (error) {
    return [`it does not open: ${String(error)}`]
  } finally {
    rmSync(copy, { recursive: true })
  }
}

function missing(path: string, acknowledged: Acknowledged): readonly string[] {
  const db = new Database(path, { readonly: true })
  const rows = db.prepare<[], { id: string; status: string }>('select id, status from runs').all()
  db.close()
  const status = new Map(rows.map((row) => [row.id, row.status]))
  return [...acknowledged].flatMap(([run, as]) => {
    const found = status.get(run)
    if (found === undefined) return [`run ${run} was acknowledged and is gone`]
    return as === 'done' && found !== 'done' ? [`run ${run} was acknowledged as done and is ${found}`] : []
  })
}
