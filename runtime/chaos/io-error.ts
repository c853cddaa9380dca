import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { seededRandom } from '#nodes/simulators/index.ts'
import { openSqliteEngine } from '#runtime/engine/sqlite/open.ts'
import { checkStore } from '#runtime/engine/sqlite/testing/check-store.ts'
import { type Figure, say, torture } from './harness/figures.ts'
import { HAMMER } from './harness/hammer.ts'
import { hasStrace, STRACE, STRACE_MISSING } from './harness/strace.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'

/** In the long form enough for the log to be copied into the database on the way. */
const MESSAGES = { short: 40, long: 800 }
/** One call in so many is failed, in a process of its own; the seed says which is the first. */
const STEP = { short: 29, long: 41 }
const AT_ONCE = 2
/** A call that strace made fail. The shared index of the log (`-shm`) is no matter: it holds nothing that is not in the log. */
const INJECTED = /^(?!.*-shm>).*\(INJECTED\)/

/**
 * Case 13: the n-th write or sync of the engine's files fails with EIO, for each n. The process must end without acknowledging anything
 * more, and what it had acknowledged is there.
 */
export async function ioError({ seed, short, keep }: CaseOptions): Promise<readonly Figure[]> {
  if (!hasStrace()) {
    say(STRACE_MISSING)
    return []
  }
  return inWorkplace('io-error', keep, async ({ folder }) => {
    const form = short ? 'short' : 'long'
    const faults: string[] = []
    let next = 1 + Math.floor(seededRandom(`${seed}/io`)() * STEP[form])
    let struck = 0
    let ended = false
    async function lane(): Promise<void> {
      while (!ended) {
        const n = next
        next += STEP[form]
        const seen = await failAt(join(folder, String(n)), n, MESSAGES[form])
        // Fewer calls than that are made.
        ended ||= seen === undefined
        struck += seen === undefined ? 0 : 1
        faults.push(...(seen ?? []).map((fault) => `call ${n}: ${fault}`))
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, lane))
    for (const fault of faults.slice(0, 10)) say(`  ${fault}`)
    if (struck === 0) faults.push('no call was failed')
    return [
      torture('io-error', faults.length, {
        seed,
        calls: struck,
        messages: MESSAGES[form],
        faults: faults.slice(0, 10),
      }),
    ]
  })
}

/** Runs a writing process whose n-th call fails; answers what was wrong, undefined when it made fewer calls. */
async function failAt(folder: string, n: number, messages: number): Promise<readonly string[] | undefined> {
  mkdirSync(folder)
  const [trace, said] = [join(folder, 'trace'), join(folder, 'said')]
  const out = openSync(said, 'w')
  const calls = 'pwrite64,fsync,fdatasync'
  const inject = `inject=${calls}:error=EIO:when=${n}`
  const watch = ['-f', '-yy', '-s', '64', '-e', 'signal=none', '-o', trace, '-e', `trace=write,${calls}`, '-e', inject]
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', HAMMER, folder, 'm', '0', `${messages}`]
  const child = spawn(STRACE, [...watch, ...command], { stdio: ['ignore', out, 'ignore'] })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  closeSync(out)
  const lines = readFileSync(trace, 'utf8').split('\n')
  const failed = lines.findIndex((line) => INJECTED.test(line))
  if (failed < 0) return lines.some((line) => line.includes('(INJECTED)')) ? [] : undefined
  const wrong: string[] = []
  // When all is said the log is copied into the database once more; should that fail, the next start does it.
  const finished = lines.slice(0, failed).filter((line) => /write\(1<.*?>, "D /.test(line)).length === messages
  if (code === 0 && !finished) wrong.push(`the process went on after ${lines[failed]}`)
  const later = lines.slice(firstUnsaved(lines, failed)).find((line) => /write\(1<.*?>, "[AD] /.test(line))
  if (later !== undefined) wrong.push(`it acknowledged after ${lines[failed]}: ${later}`)
  return [...wrong, ...lost(folder, readFileSync(said, 'utf8'))]
}

/**
 * The first line whose acknowledgements could be of something that is not on the disk. When the log had been synced to its end before the
 * failure (it is then copied into the database), answers under way still go out: only what is written to the log later must not be said.
 */
function firstUnsaved(lines: readonly string[], failed: number): number {
  const before = lines.slice(0, failed)
  const written = before.findLastIndex((line) => /pwrite64\(\d+<[^>]*-wal>/.test(line))
  // strace writes a call in two lines when another thread calls meanwhile.
  const synced = before.findLastIndex((line) => /fdatasync(?:\(\d+<[^>]*-wal>| resumed>)\)\s*= 0/.test(line))
  if (synced < written) return failed
  const next = lines.findIndex((line, at) => at > failed && /pwrite64\(\d+<[^>]*-wal>/.test(line))
  return next < 0 ? lines.length : next
}

function lost(folder: string, said: string): readonly string[] {
  const path = join(folder, 'engine.db')
  void openSqliteEngine({ path, blobs: join(folder, 'blobs'), clock: Date.now }).close()
  const wrong = [...checkStore(path)]
  const db = new Database(path, { readonly: true })
  const status = db.prepare<[string], string>('select status from runs where id = ?').pluck()
  for (const line of said.split('\n').filter((it) => it !== '')) {
    const [what, run = ''] = line.split(' ')
    const found = status.get(run)
    if (found === undefined || (what === 'D' && found !== 'done'))
      wrong.push(`"${line}" was said and ${run} is ${found}`)
  }
  db.close()
  return wrong
}
