import type { ChildProcess } from 'node:child_process'
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
  readonly child: ChildProcess
  readonly member: string
  readonly kernel: KernelApi
  /** Lines that the worker writes; already without known secrets by its own log, and cleaned again by ours. */
  readonly line: (text: string) => void
}

/** Makes a worker of a process that was just forked. */
export function adoptWorker({ child, member, kernel, line }: WorkerLaunch): WorkerProcess {
  let exited = false
  const gone = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    const end = (code: number | null, signal: string | null): void => {
      exited = true
      resolve({ code, signal })
    }
    child.once('exit', end)
    // A process that could not be started never exits.
    child.once('error', () => end(null, null))
    if (child.exitCode !== null || child.signalCode !== null) end(child.exitCode, child.signalCode)
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
