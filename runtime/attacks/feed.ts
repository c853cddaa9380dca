import { fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Inputs of one kind: generated from a seed, or kept files. */
export type Batch =
  | { readonly kind: string; readonly seed: number; readonly count: number }
  | { readonly kind: string; readonly files: readonly string[] }

/** An input at fault: which one of its batch, and what it did. */
export interface Fault {
  readonly index: number
  readonly is: string
}

/** What became of a batch: how often each outcome was seen, and what went wrong. */
export interface Fed {
  readonly seen: Readonly<Record<string, number>>
  readonly faults: readonly Fault[]
}

/** How the feeding process is started: at this batch and input of it, telling in the file `progress` where it is. */
export interface FeedOrder {
  readonly module: string
  readonly batches: readonly Batch[]
  readonly batch: number
  readonly index: number
  readonly progress: string
}

/** What the feeding process says when a batch, or what was left of it, is over. */
export interface FedBatch extends Fed {
  readonly batch: number
}

interface FeedOptions {
  /** Path of the module that exports `KINDS`. */
  readonly module?: string
  /** One input that takes longer than this hangs: its process is killed. */
  readonly hangMs?: number
  /** Told of each batch that is over. */
  done?(batch: number): void
}

const LOOK_MS = 250
const START_MS = 60_000

/**
 * Feeds batches in a process of its own. An input that never comes to an end, or takes the process with it, is a fault like any other,
 * and the next process goes on behind it.
 */
export async function feed(batches: readonly Batch[], options: FeedOptions = {}): Promise<readonly Fed[]> {
  const { module = join(import.meta.dirname, 'hostile-inputs.ts'), hangMs = 30_000 } = options
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-feed-'))
  const progress = join(folder, 'progress')
  const fed = batches.map(() => ({ seen: new Map<string, number>(), faults: [] as Fault[] }))
  const take = ({ batch, seen, faults }: FedBatch): void => {
    const it = fed[batch]
    for (const [outcome, n] of Object.entries(seen)) it?.seen.set(outcome, (it.seen.get(outcome) ?? 0) + n)
    it?.faults.push(...faults)
    options.done?.(batch)
  }
  try {
    for (let batch = 0, index = 0; batch < batches.length; ) {
      const end = await onProcess({ module, batches, batch, index, progress }, hangMs, take)
      if (end === undefined) break
      fed[end.batch]?.faults.push({ index: end.index, is: end.is })
      batch = end.batch
      index = end.index + 1
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return fed.map(({ seen, faults }) => ({ seen: Object.fromEntries(seen), faults }))
}

/** Runs one process to its end; tells where and how it ended if it did not come through. */
function onProcess(
  order: FeedOrder,
  hangMs: number,
  take: (fed: FedBatch) => void,
): Promise<{ readonly batch: number; readonly index: number; readonly is: string } | undefined> {
  const { progress } = order
  writeFileSync(progress, placeText(order.batch, order.index))
  const child = fork(join(import.meta.dirname, 'feed-process.ts'), [], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let complaint = ''
  child.stderr?.on('data', (text) => {
    complaint = `${complaint}${text}`.slice(-2000)
  })
  child.send(order)
  return new Promise((resolve) => {
    let last = ''
    // To start and to load the parsers may take long where the machine is busy.
    let moved = performance.now() + START_MS
    let hangs = false
    child.on('message', (message) => {
      moved = performance.now()
      if (message !== 'ready') take(message as FedBatch)
    })
    const look = setInterval(() => {
      const now = readFileSync(progress, 'utf8')
      if (now !== last && last !== '') moved = performance.now()
      last = now
      if (performance.now() - moved < hangMs) return
      hangs = true
      child.kill('SIGKILL')
    }, LOOK_MS)
    child.once('close', (code, signal) => {
      clearInterval(look)
      if (code === 0) return resolve(undefined)
      const [batch = 0, index = 0] = readFileSync(progress, 'utf8').split(' ').map(Number)
      resolve({
        batch,
        index,
        is: hangs ? `no end after ${hangMs} ms` : `the process ended with ${code ?? signal}\n${complaint}`,
      })
    })
  })
}

/** The text of the file that tells where the process is; always equally long, so that it is overwritten whole. */
export function placeText(batch: number, index: number): string {
  return `${String(batch).padStart(6, '0')} ${String(index).padStart(9, '0')}`
}
