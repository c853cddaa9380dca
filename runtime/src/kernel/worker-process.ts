import { type ChildProcess, fork } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { KernelApi, WorkerApi } from '../worker/protocol.ts'
import { type Channel, createRpc } from '../worker/rpc.ts'

/** A worker process from fork to exit. */
export interface WorkerProcess {
  readonly member: string
  readonly pid: number | undefined
  readonly api: WorkerApi
  readonly exited: boolean
  /** Resolves when the process is gone, however it went. */
  readonly gone: Promise<{ readonly code: number | null; readonly signal: string | null }>
  kill(): void
  /** Asks it to end by closing its channel. */
  dismiss(): void
}

/** How a worker is started. */
export interface WorkerLaunch {
  readonly entry: string
  readonly member: string
  readonly kernel: KernelApi
  /** Lines that the worker writes; already without known secrets by its own log, and cleaned again by ours. */
  readonly line: (text: string) => void
}

/** Environment that a worker may see: nothing of ours but what the platform's libraries need for certificates and time, and Node's cache of compiled modules. */
const passedOn = [
  'LIENTHONG_FAULTS',
  'NODE_COMPILE_CACHE',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'TZ',
  'LANG',
  'SystemRoot',
] as const

/** Forks a worker on the same Node. */
export function launchWorker({ entry, member, kernel, line }: WorkerLaunch): WorkerProcess {
  const env = Object.fromEntries(passedOn.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
  const child = fork(entry, [], {
    env: { ...env, NODE_ENV: 'production' },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let exited = false
  const gone = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    const end = (code: number | null, signal: string | null): void => {
      exited = true
      resolve({ code, signal })
    }
    child.once('exit', end)
    // A process that could not be started never exits.
    child.once('error', () => end(null, null))
  })
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', line)
  }
  const { remote } = createRpc<WorkerApi, KernelApi>(channelOf(child, gone), kernel)
  return {
    member,
    pid: child.pid,
    api: remote,
    get exited() {
      return exited
    },
    gone,
    kill: () => void child.kill('SIGKILL'),
    dismiss: () => {
      if (child.connected) child.disconnect()
    },
  }
}

function channelOf(child: ChildProcess, gone: Promise<unknown>): Channel {
  return {
    send: (frame) => {
      if (!child.connected) return false
      // A channel that breaks during the call is reported by `onClose`; the callback keeps it from being thrown as well.
      return child.send(Object(frame), () => undefined)
    },
    onMessage: (listener) => void child.on('message', listener),
    onClose: (listener) => {
      child.once('disconnect', listener)
      void gone.then(listener)
    },
  }
}
