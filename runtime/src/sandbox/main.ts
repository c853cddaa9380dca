import ivm from 'isolated-vm'
import { encodeFrame, frameReader } from './frames.ts'
import { MAX_REASON, MAX_RESULT, type ScriptCall, type ScriptFault } from './protocol.ts'
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
const codes = new Map<number, string>()

/** Answers to calls that came together go out together (one write instead of ten), unless this time has passed meanwhile. */
const HOLD_MS = 2

function readyFor({ script, mb }: ScriptCall): Ready {
  const key = `${script}:${mb}`
  const known = ready.get(key)
  ready.delete(key)
  const it = known && !known.isolate.isDisposed ? known : make(codes.get(script) ?? '', mb)
  ready.set(key, it)
  if (ready.size > WARM) forget(ready.keys().next().value ?? '')
  return it
}

function forget(key: string): void {
  const isolate = ready.get(key)?.isolate
  ready.delete(key)
  // One that ran out of memory is disposed already, and would throw.
  if (isolate && !isolate.isDisposed) isolate.dispose()
}

/** A number may come to stand for another script. */
function learn(script: number, code: string): void {
  codes.set(script, code)
  for (const key of [...ready.keys()]) if (key.startsWith(`${script}:`)) forget(key)
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

function answer(call: ScriptCall, input: string): Buffer {
  try {
    if (call.code !== undefined) learn(call.script, call.code)
    const output = readyFor(call).call.applySync(undefined, [input, call.now, call.seed], { timeout: call.ms })
    return encodeFrame({ id: call.id }, String(output))
  } catch (error) {
    return encodeFrame({ id: call.id, fault: faultOf(error) }, '')
  }
}

function faultOf(error: unknown): ScriptFault {
  const reason = error instanceof Error ? error.message : String(error)
  const line = Number(/script\.js:(\d+)/.exec(error instanceof Error ? (error.stack ?? '') : '')?.[1] ?? 0)
  if (reason.includes('execution timed out')) return { kind: 'timeout', reason: 'timed out', line }
  if (/memory limit|disposed/i.test(reason)) return { kind: 'memory', reason: 'out of memory', line }
  if (reason === 'result-too-large') return { kind: 'too-large', reason, line }
  return { kind: 'failed', reason: reason.slice(0, MAX_REASON), line }
}

let answers: Buffer[] = []
let heldSince = 0

function send(): void {
  if (answers.length > 0) process.stdout.write(answers.length === 1 ? (answers[0] ?? '') : Buffer.concat(answers))
  answers = []
}

const take = frameReader(
  (head, input) => {
    const call = head as ScriptCall
    if (answers.length === 0) heldSince = performance.now()
    answers.push(answer(call, input))
    if (call.prompt || performance.now() - heldSince > HOLD_MS) send()
  },
  () => process.exit(3),
)
process.stdin.on('data', (chunk: Buffer) => {
  take(chunk)
  send()
})
process.stdin.on('end', () => process.exit(0))
