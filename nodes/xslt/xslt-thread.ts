import { parentPort, workerData } from 'node:worker_threads'
import { type Param, type Said, startLibrary } from './library.ts'

/** One transformation that the thread is asked for; sizes in bytes. */
export interface XsltJob {
  readonly xml: string
  readonly params: readonly Param[]
  readonly now: number
  readonly most: number
}

/** What the thread answers: first that it is ready, then one answer a job. */
export type XsltAnswer =
  | { readonly kind: 'ready' }
  | ({ readonly kind: 'unusable' } & Said)
  | ({ readonly kind: 'failed' } & Said)
  | { readonly kind: 'too-large' }
  | { readonly kind: 'no-memory' }
  | { readonly kind: 'too-deep' }
  | ({ readonly kind: 'done'; readonly output: string; readonly bytes: number } & Said)

const { stylesheet, mostPages }: { stylesheet: string; mostPages: number } = workerData
const library = startLibrary(mostPages)
let compiled = false

function answer({ xml, params, now, most }: XsltJob): XsltAnswer {
  if (!compiled) {
    const { ok, ...said } = library.compile(stylesheet)
    if (!ok) return said.full ? { kind: 'no-memory' } : { kind: 'unusable', ...said }
    compiled = true
  }
  const { output, size = 0, ...said } = library.transform(xml, params, now, most)
  if (said.full) return { kind: 'no-memory' }
  if (size > most) return { kind: 'too-large' }
  return output === undefined ? { kind: 'failed', ...said } : { kind: 'done', output, bytes: library.bytes(), ...said }
}

parentPort?.on('message', (job: XsltJob) => {
  let made: XsltAnswer
  try {
    made = answer(job)
  } catch (thrown) {
    // The stack of the thread, or an address outside its memory: both come of endless nesting. The thread is not used again.
    made = { kind: thrown instanceof RangeError ? 'too-deep' : 'no-memory' }
  }
  parentPort?.postMessage(made)
})
parentPort?.postMessage({ kind: 'ready' } satisfies XsltAnswer)
