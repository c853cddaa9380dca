import { Worker } from 'node:worker_threads'
import { permanent } from '#shared/errors/flow-error.ts'
import type { XsltAnswer, XsltJob } from './xslt-thread.ts'

/** Memory of the library, in pages of 64 KB: 384 MB. */
const MOST_PAGES = 6144
/** A thread that has grown over this is not kept, because memory of WebAssembly never shrinks. */
const MOST_KEPT_BYTES = 96 * 1024 * 1024
const START_MS = 30_000
const IDLE_MS = 60_000

/** Runs one job after the other through one stylesheet; throws `xslt.too-slow` or what the signal says. */
export type Transformer = (job: XsltJob, signal: AbortSignal) => Promise<XsltAnswer>

/**
 * A thread that has compiled the stylesheet and keeps it for the messages that follow. It is ended when a job takes too long, when it
 * fails in a way that leaves the library in doubt, when its memory has grown, and when nothing came for a minute.
 */
export function createTransformer(stylesheet: string, seconds: number): Transformer {
  let kept: Worker | undefined
  let idle: NodeJS.Timeout | undefined
  let before: Promise<unknown> = Promise.resolve()

  const end = async (): Promise<void> => {
    const thread = kept
    kept = undefined
    await thread?.terminate()
  }
  const started = async (signal: AbortSignal): Promise<Worker> => {
    if (kept) return kept
    const thread = new Worker(new URL('./xslt-thread.ts', import.meta.url), {
      workerData: { stylesheet, mostPages: MOST_PAGES },
      env: {},
      stdout: true,
      stderr: true,
      // Templates that call each other take stack on both sides.
      resourceLimits: { maxOldGenerationSizeMb: 256, stackSizeMb: 64 },
    })
    kept = thread
    const { kind } = await answered(thread, START_MS, seconds, signal)
    if (kind !== 'ready') throw new Error('the thread of libxslt did not start')
    return thread
  }
  const perform = async (job: XsltJob, signal: AbortSignal): Promise<XsltAnswer> => {
    signal.throwIfAborted()
    clearTimeout(idle)
    try {
      const thread = await started(signal)
      thread.ref()
      const answer = answered(thread, seconds * 1000, seconds, signal)
      thread.postMessage(job)
      const made = await answer
      if (made.kind === 'done' ? made.bytes > MOST_KEPT_BYTES : made.kind !== 'failed') await end()
      return made
    } catch (thrown) {
      await end()
      throw thrown
    } finally {
      kept?.unref()
      idle = setTimeout(() => void end(), IDLE_MS).unref()
    }
  }
  return (job, signal) => {
    const mine = before.then(() => perform(job, signal))
    before = mine.catch(() => undefined)
    return whileWanted(mine, signal)
  }
}

/** Also lets go of a job that still waits for those before it. */
async function whileWanted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: stopped, reject } = Promise.withResolvers<never>()
  const stop = (): void => reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([work, stopped])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** The next message of the thread. */
async function answered(thread: Worker, ms: number, seconds: number, signal: AbortSignal): Promise<XsltAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<XsltAnswer>()
  const stopped = (): void => reject(signal.reason)
  // Out of memory ends the thread with an error and not the process.
  const died = (): void => resolve({ kind: 'no-memory' })
  const timer = setTimeout(() => reject(permanent('xslt.too-slow', { seconds })), ms)
  signal.addEventListener('abort', stopped, { once: true })
  thread.once('message', resolve)
  thread.once('error', died)
  thread.once('exit', died)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stopped)
    thread.off('message', resolve)
    thread.off('error', died)
    thread.off('exit', died)
  }
}
