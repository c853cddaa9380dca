import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { permanent } from '#shared/errors/flow-error.ts'
import { parseJson } from '#shared/message/safe-json.ts'
import { encodeFrame, frameReader } from './frames.ts'
import type { ScriptAnswer, ScriptCall } from './protocol.ts'

/** What a script may use. */
export interface ScriptLimits {
  readonly ms: number
  readonly mb: number
}

/** Runs scripts in a process of their own, which is started on first use and killed when it does not answer in time. */
export interface Sandbox {
  run(
    code: string,
    input: unknown,
    limits: ScriptLimits,
    fixed: { readonly now: number; readonly seed: number },
  ): Promise<unknown>
  /** Process id of the running sandbox, for tests and the supervisor's view. */
  readonly pid: number | undefined
  close(): void
}

interface Waiting {
  readonly call: ScriptCall
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
  /** How often the process died by itself (or by another's hand) while this call was the one running. */
  deaths: number
  /** The process was killed because this call did not end in time. */
  late: boolean
}

/** Time beyond a script's own limit before the whole process is killed: start of an isolate and the crossing. */
const GRACE_MS = 1000
const START_MS = 5000
/** Characters of a message that a script may get; three bytes each at most, so a frame always holds them. */
const MAX_INPUT = 20_000_000
/** A script under way when its process died this often, though not by our hand, is to blame: running out of memory is what does it. */
const DEADLY = 2

/** Makes a sandbox. Calls run one after the other in the order given and are pipelined. */
export function createSandbox(): Sandbox {
  let child: ChildProcess | undefined
  let last = 0
  let warm = false
  let watchdog: NodeJS.Timeout | undefined
  const queue = new Map<number, Waiting>()

  function start(): ChildProcess {
    const made = spawn(process.execPath, sandboxArguments(), { env: {}, stdio: ['pipe', 'pipe', 'ignore'] })
    warm = false
    made.stdout?.on(
      'data',
      frameReader(
        (frame) => settle(frame as ScriptAnswer),
        () => made.kill('SIGKILL'),
      ),
    )
    made.stdin?.on('error', () => undefined)
    made.on('exit', () => died(made))
    made.on('error', () => died(made))
    for (const { call } of queue.values()) made.stdin?.write(encodeFrame(call))
    return made
  }

  /** Calls run in order, so the oldest waiting call is the one under way: it alone is timed and blamed. */
  function watch(): void {
    clearTimeout(watchdog)
    const current = queue.values().next().value
    if (!current) return
    const overdue = (): void => {
      current.late = true
      child?.kill('SIGKILL')
    }
    watchdog = setTimeout(overdue, current.call.ms + GRACE_MS + (warm ? 0 : START_MS))
    watchdog.unref()
  }

  function settle(answer: ScriptAnswer): void {
    warm = true
    const waiting = queue.get(answer.id)
    queue.delete(answer.id)
    watch()
    if (!waiting) return
    if ('output' in answer) give(waiting, answer.output)
    else waiting.reject(faultError(answer, waiting.call))
  }

  function died(which: ChildProcess): void {
    if (child !== which) return
    child = undefined
    const current = queue.values().next().value
    if (current && (current.late || ++current.deaths >= DEADLY)) {
      const { id, ms, mb } = current.call
      queue.delete(id)
      current.reject(current.late ? permanent('script.timeout', { ms }) : permanent('script.memory', { mb }))
    }
    // Scripts are pure: the others, and one that is not yet known to be guilty, are simply run again.
    if (queue.size > 0) child = start()
    watch()
  }

  return {
    run(code, input, limits, fixed) {
      return new Promise((resolve, reject) => {
        const text = JSON.stringify(input ?? null)
        if (text.length > MAX_INPUT) return reject(permanent('script.input-too-large', { limit: '20 MB' }))
        const call: ScriptCall = {
          id: ++last,
          code,
          input: text,
          ms: limits.ms,
          mb: limits.mb,
          ...fixed,
        }
        const first = queue.size === 0
        queue.set(call.id, { call, resolve, reject, deaths: 0, late: false })
        if (child) child.stdin?.write(encodeFrame(call))
        else child = start()
        if (first) watch()
      })
    },
    get pid() {
      return child?.pid
    },
    close() {
      clearTimeout(watchdog)
      const it = child
      child = undefined
      it?.kill('SIGKILL')
      for (const waiting of queue.values()) waiting.reject(permanent('script.timeout', { ms: waiting.call.ms }))
      queue.clear()
    },
  }
}

/** What a script gives back is as foreign as a message. */
function give(waiting: Waiting, output: string): void {
  try {
    waiting.resolve(parseJson(output))
  } catch (error) {
    waiting.reject(error)
  }
}

function faultError(answer: Extract<ScriptAnswer, { fault: string }>, call: ScriptCall): Error {
  switch (answer.fault) {
    case 'timeout':
      return permanent('script.timeout', { ms: call.ms })
    case 'memory':
      return permanent('script.memory', { mb: call.mb })
    case 'too-large':
      return permanent('script.result-too-large', { limit: '10 MB' })
    case 'failed':
      return permanent('script.failed', { line: answer.line, reason: answer.reason })
  }
}

/** Node's permission model as a second wall: no files but the sandbox's own code, no child processes, no threads. It does not cover sockets; the isolate is given none. */
function sandboxArguments(): readonly string[] {
  const require = createRequire(import.meta.url)
  const here = dirname(fileURLToPath(import.meta.url))
  const addon = dirname(require.resolve('isolated-vm/package.json'))
  const loader = dirname(require.resolve('node-gyp-build/package.json'))
  const root = dirname(dirname(dirname(here)))
  const readable = [here, addon, loader, `${root}/package.json`, '/etc/alpine-release'].map(
    (path) => `--allow-fs-read=${path}`,
  )
  return [
    '--no-node-snapshot',
    '--no-warnings',
    '--permission',
    '--allow-addons',
    '--max-old-space-size=256',
    ...readable,
    `${here}/main.ts`,
  ]
}
