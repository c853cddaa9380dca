import { createHash } from 'node:crypto'
import ivm from 'isolated-vm'
import { encodeFrame, frameReader } from './frames.ts'
import { MAX_RESULT, type ScriptAnswer, type ScriptCall } from './protocol.ts'
import { callGlue, realmSetup, wrapScript } from './realm.ts'

/** The sandbox process: one isolate a script, nothing else. It holds no secret, no socket, no environment; the worker may kill it at any moment. */

interface Ready {
  readonly isolate: ivm.Isolate
  /** `(input, now, seed) → JSON text`, inside the isolate. */
  readonly call: ivm.Reference<unknown>
}

/** Isolates kept warm; the least recently used goes first. */
const WARM = 24
const ready = new Map<string, Ready>()

function readyFor(code: string, mb: number): Ready {
  const key = `${mb}:${createHash('sha256').update(code).digest('base64')}`
  const known = ready.get(key)
  ready.delete(key)
  const it = known && !known.isolate.isDisposed ? known : make(code, mb)
  ready.set(key, it)
  if (ready.size > WARM) {
    const [oldest, unused] = ready.entries().next().value ?? []
    if (oldest !== undefined) ready.delete(oldest)
    unused?.isolate.dispose()
  }
  return it
}

function make(code: string, mb: number): Ready {
  // After a catastrophic out-of-memory the process cannot be trusted (isolated-vm README): the worker kills it at the deadline.
  const isolate = new ivm.Isolate({ memoryLimit: Math.max(8, mb), onCatastrophicError: () => process.abort() })
  try {
    const context = isolate.createContextSync()
    const reset = context.evalSync(realmSetup, { reference: true, filename: 'realm.js' })
    const script = context.evalSync(wrapScript(code), { reference: true, filename: 'script.js', lineOffset: -1 })
    const glue = context.evalSync(callGlue, { reference: true, filename: 'glue.js' })
    const call = glue.applySync(undefined, [script.derefInto(), reset.derefInto(), MAX_RESULT], {
      result: { reference: true },
    })
    return { isolate, call }
  } catch (error) {
    isolate.dispose()
    throw error
  }
}

function answer(call: ScriptCall): ScriptAnswer {
  try {
    const it = readyFor(call.code, call.mb)
    const output = it.call.applySync(undefined, [call.input, call.now, call.seed], { timeout: call.ms })
    return { id: call.id, output: String(output) }
  } catch (error) {
    return { id: call.id, ...faultOf(error) }
  }
}

function faultOf(error: unknown): {
  fault: 'failed' | 'timeout' | 'memory' | 'too-large'
  reason: string
  line: number
} {
  const reason = error instanceof Error ? error.message : String(error)
  const line = Number(/script\.js:(\d+)/.exec(error instanceof Error ? (error.stack ?? '') : '')?.[1] ?? 0)
  if (reason.includes('execution timed out')) return { fault: 'timeout', reason: 'timed out', line }
  if (/memory limit|disposed/i.test(reason)) return { fault: 'memory', reason: 'out of memory', line }
  if (reason === 'result-too-large') return { fault: 'too-large', reason, line }
  return { fault: 'failed', reason: reason.slice(0, 500), line }
}

process.stdin.on(
  'data',
  frameReader(
    (frame) => process.stdout.write(encodeFrame(answer(frame as ScriptCall))),
    () => process.exit(3),
  ),
)
process.stdin.on('end', () => process.exit(0))
