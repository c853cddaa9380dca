import { existsSync, readFileSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The places where a fault hurts most (`runtime/chaos/README.md`). Each name stands once in the source. Nothing happens there unless
 * the environment variable `LIENTHONG_FAULTS` names a folder when the process starts, and that folder holds a file with the name of the
 * point and one of the actions in it. The fault strikes once: whoever crosses the point first removes the file and acts.
 */
export const FAULT_POINTS = [
  /** In the transaction of an acceptance, before its first row. */
  'accept.before-insert',
  /** In the transaction of an acceptance, after its last row. */
  'accept.before-commit',
  /** The message is on the disk, its sender does not know yet. */
  'accept.after-commit',
  /** A run is leased, its work has not begun. */
  'claim.after',
  /** Before a step is computed or done. */
  'step.before-run',
  /** The partner has answered, the journal does not know yet. */
  'step.after-effect',
  /** The intent of a `once` effect is on the disk, the effect has not begun. */
  'intend.after',
  /** In the transaction of a commit, after its last row. */
  'commit.inside',
  /** A commit is on the disk, the walk does not know yet. */
  'commit.after',
  /** A sleeping run was taken up because its timer is due. */
  'timer.due',
  /** A slot of a schedule is ours, no worker has it yet. */
  'cron.slot',
  /** In the transaction of a publication, after the version and before the deployment. */
  'deploy.half',
  /** The deployment is stored, the workers do not know yet. */
  'deploy.switch',
  /** In the transaction that brings the schema up to date, at its end; crossed by every process that opens the engine's file. */
  'migrate.inside',
  /** A large payload is a file, no row names it yet. */
  'blob.before-ref',
  /** In the transaction of an audit entry, after the row and before the head of the chain. */
  'audit.append',
] as const

/** The name of a place where a fault may strike. */
export type FaultPoint = (typeof FAULT_POINTS)[number]

/** What may happen there: death, an exception, an I/O error of the disk, no space on it, two seconds of standstill of the process. */
export const FAULT_ACTIONS = ['kill', 'throw', 'io', 'full', 'stall'] as const

const STALL_MS = 2000
const folder = process.env.LIENTHONG_FAULTS

/** `faults.at(point)` does nothing in production; see `FAULT_POINTS`. Throws when a fault of that kind is armed. */
export const faults: { readonly at: (point: FaultPoint) => void } = {
  at: folder === undefined || folder === '' ? () => undefined : (point) => strike(join(folder, point), point),
}

/** How old the offset of the clock that a test has set may be. */
const LOOK_AGAIN_MS = 5
let offset = { ms: 0, readAt: Number.NEGATIVE_INFINITY }

/**
 * Milliseconds since the epoch by the clock of this machine. In the folder of the faults a file `clock` may hold by how many milliseconds
 * that clock is wrong: as if it had been set while the processes run.
 */
export const wallClock: () => number =
  folder === undefined || folder === '' ? () => Date.now() : () => Date.now() + strayBy(join(folder, 'clock'))

function strayBy(file: string): number {
  const now = performance.now()
  if (now - offset.readAt < LOOK_AGAIN_MS) return offset.ms
  offset = { ms: existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0, readAt: now }
  return offset.ms
}

function strike(file: string, point: FaultPoint): void {
  if (!existsSync(file)) return
  let action: string
  try {
    action = readFileSync(file, 'utf8').trim()
    unlinkSync(file)
  } catch {
    // Another process was first.
    return
  }
  process.stderr.write(`${JSON.stringify({ fault: point, action, pid: process.pid })}\n`)
  if (action === 'kill') process.kill(process.pid, 'SIGKILL')
  else if (action === 'stall') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STALL_MS)
  else throw faultOf(action, point)
}

function faultOf(action: string, point: FaultPoint): Error {
  if (action === 'io') return Object.assign(new Error(`EIO: i/o error at ${point}`), { code: 'EIO' })
  if (action === 'full') return Object.assign(new Error(`ENOSPC: no space left at ${point}`), { code: 'ENOSPC' })
  return new Error(`a fault was ordered at ${point}`)
}
