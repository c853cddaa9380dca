import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { permanent } from '#shared/errors/flow-error.ts'
import { parseJson } from '#shared/message/safe-json.ts'
import { encodeFrame, frameReader } from './frames.ts'
import { readAnswer, type ScriptCall, type ScriptFault } from './protocol.ts'

/** What a script may use. */
export interface ScriptLimits {
  readonly ms: number
  readonly mb: number
}

/**
 * The end of a sandbox process that nobody wished for: `forged` it answered what no honest one answers and was killed, `time` a script
 * did not end and it was killed, `died` it ended by itself, most often out of memory. With the flow and run of the script under way.
 */
export interface SandboxEnd {
  readonly why: 'forged' | 'time' | 'died'
  readonly flow?: string
  readonly run?: string
}

/** Runs scripts in a process of their own, which is started on first use and killed when it does not answer in time. */
export interface Sandbox {
  run(
    code: string,
    input: unknown,
    limits: ScriptLimits,
    fixed: { readonly now: number; readonly seed: number; readonly flow?: string; readonly run?: string },
  ): Promise<unknown>
  /** Process id of the running sandbox, for tests and the supervisor's view. */
  readonly pid: number | undefined
  close(): void
}

interface Waiting {
  readonly id: number
  readonly code: string
  readonly input: string
  readonly limits: ScriptLimits
  readonly fixed: Parameters<Sandbox['run']>[3]
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
  /** How often the process died while this was the oldest call without an answer. */
  deaths: number
  /** The process was killed because this call did not end in time. */
  late: boolean
  /** The process answers this call before it begins the next. */
  prompt: boolean
}

/** Time beyond a script's own limit before the whole process is killed: start of an isolate and the crossing. */
const GRACE_MS = 1000
const START_MS = 5000
/** Characters of a message that a script may get; three bytes each at most, so a frame always holds them. */
const MAX_INPUT = 20_000_000
/** A script under way when its process died this often is to blame: running out of memory is what does it, when it was not our hand. */
const DEADLY = 2
/** Scripts that have a number at the same time; then numbers begin again. */
const NUMBERS = 500

/**
 * Makes a sandbox. Calls run one after the other in the order given and are pipelined. `ended` is told of each unwished end of its process;
 * `program`: the file in this folder that the process runs.
 */
export function createSandbox(ended: (end: SandboxEnd) => void = () => undefined, program = 'main.ts'): Sandbox {
  let child: ChildProcess | undefined
  let last = 0
  let warm = false
  let watchdog: NodeJS.Timeout | undefined
  let sending = false
  /** The running process was killed for what it answered. */
  let forged = false
  const queue = new Map<number, Waiting>()
  /** Numbers of the scripts that the running process has heard of. */
  const numbers = new Map<string, number>()

  function start(): ChildProcess {
    const made = spawn(process.execPath, sandboxArguments(program), { env: {}, stdio: ['pipe', 'pipe', 'ignore'] })
    warm = false
    forged = false
    made.stdout?.on(
      'data',
      frameReader(
        (head, output) => {
          if (child === made) settle(head, output)
        },
        () => {
          if (child === made) forged = true
          made.kill('SIGKILL')
        },
      ),
    )
    made.stdin?.on('error', () => undefined)
    // Not at its exit: what it has answered may still be on the way, and would be blamed on the wrong script.
    made.on('close', () => died(made))
    made.on('error', () => died(made))
    numbers.clear()
    for (const waiting of queue.values()) made.stdin?.write(frameOf(waiting))
    return made
  }

  function frameOf({ id, code, input, limits: { ms, mb }, fixed: { now, seed }, prompt }: Waiting): Buffer {
    const known = numbers.get(code)
    if (known === undefined && numbers.size >= NUMBERS) numbers.clear()
    const script = known ?? numbers.size
    numbers.set(code, script)
    const call: ScriptCall = { id, script, ms, mb, now, seed, ...(prompt ? { prompt } : {}) }
    return encodeFrame(known === undefined ? { ...call, code } : call, input)
  }

  /** Calls of one turn of the event loop go out in one write. */
  function send(to: ChildProcess, waiting: Waiting): void {
    if (!sending) {
      sending = true
      to.stdin?.cork()
      setImmediate(() => {
        sending = false
        to.stdin?.uncork()
      })
    }
    to.stdin?.write(frameOf(waiting))
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
    watchdog = setTimeout(overdue, current.limits.ms + GRACE_MS + (warm ? 0 : START_MS))
    watchdog.unref()
  }

  /** Throws, which ends the process, for what no honest one sends: something else than an answer, or one to another call than the one under way. */
  function settle(head: unknown, output: string): void {
    const answer = readAnswer(head)
    const waiting = queue.values().next().value
    if (!answer || !waiting || waiting.id !== answer.id) throw new RangeError('not an answer to the call under way')
    warm = true
    queue.delete(answer.id)
    watch()
    if (answer.fault) waiting.reject(faultError(answer.fault, waiting.limits))
    else give(waiting, output)
  }

  function tell(current: Waiting | undefined): void {
    const { flow, run } = current?.fixed ?? {}
    const why = forged ? 'forged' : current?.late ? 'time' : 'died'
    ended({ why, ...(flow === undefined ? {} : { flow }), ...(run === undefined ? {} : { run }) })
  }

  function died(which: ChildProcess): void {
    if (child !== which) return
    child = undefined
    const current = queue.values().next().value
    if (current && !current.late) current.deaths++
    tell(current)
    // Alone, or with prompt answers, the oldest call is surely the one that ran; else it may be done and its answer lost.
    const surely = current?.prompt === true || queue.size === 1
    if (current && surely && (current.late || current.deaths >= DEADLY)) {
      const { ms, mb } = current.limits
      queue.delete(current.id)
      current.reject(current.late ? permanent('script.timeout', { ms }) : permanent('script.memory', { mb }))
    }
    for (const waiting of queue.values()) {
      waiting.prompt = true
      waiting.late = false
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
        const waiting = {
          id: ++last,
          code,
          input: text,
          limits,
          fixed,
          resolve,
          reject,
          deaths: 0,
          late: false,
          prompt: false,
        }
        const first = queue.size === 0
        queue.set(waiting.id, waiting)
        if (child) send(child, waiting)
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
      for (const waiting of queue.values()) waiting.reject(permanent('script.timeout', { ms: waiting.limits.ms }))
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

function faultError({ kind, reason, line }: ScriptFault, { ms, mb }: ScriptLimits): Error {
  switch (kind) {
    case 'timeout':
      return permanent('script.timeout', { ms })
    case 'memory':
      return permanent('script.memory', { mb })
    case 'too-large':
      return permanent('script.result-too-large', { limit: '10 MB' })
    case 'failed':
      return permanent('script.failed', { line, reason })
  }
}

/** Node's permission model as a second wall: no files but the sandbox's own code, no child processes, no threads. It does not cover sockets; the isolate is given none. */
function sandboxArguments(program: string): readonly string[] {
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
    `${here}/${program}`,
  ]
}
