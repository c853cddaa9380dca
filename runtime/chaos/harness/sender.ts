import { fork } from 'node:child_process'
import { join } from 'node:path'

/** A line of the sender's file: the gateway has answered 202 for this message. */
export interface Acknowledgement {
  readonly id: string
  readonly run: string
  readonly duplicate: boolean
}

/** What a sender did. `retries` are attempts that brought no acknowledgement. */
export interface Sent {
  readonly sent: number
  readonly acknowledged: number
  readonly retries: number
}

/** A process that posts messages to an address of the gateway. */
export interface Sender {
  /** Begins no new message, waits until all have been acknowledged. */
  stop(): Promise<Sent>
  /** Ends it at once. */
  kill(): void
}

/** Starts a sender that writes its acknowledgements to `file`. The ids of its messages begin with `prefix`. */
export function startSender(address: string, file: string, perSecond: number, prefix = 'm'): Sender {
  const child = fork(join(import.meta.dirname, 'sender-process.ts'), [address, file, String(perSecond), prefix], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  return {
    stop: () =>
      new Promise((resolve, reject) => {
        child.once('message', (message) => resolve(message as Sent))
        child.once('exit', (code) => reject(new Error(`the sender ended with ${code}`)))
        child.send('stop')
      }),
    kill: () => void child.kill('SIGKILL'),
  }
}
