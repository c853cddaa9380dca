import { fork } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createRpc } from '#runtime/worker/rpc.ts'

/** What the process of the partners does when it is asked. */
export interface PartnersApi {
  addresses(): Promise<{ readonly portal: string; readonly sink: string; readonly database: string }>
  /** Makes dossiers in the one-stop system until its outbox has at least so many more rows; answers how many rows it has. */
  generate(rows: number): Promise<number>
  /** Makes portal and sink wait before they do their work. */
  slow(ms: number): Promise<void>
  /** Whether the sink has had a call of this kind for all of these messages. */
  has(input: { readonly kind: string; readonly ids: readonly string[] }): Promise<boolean>
  /** The sink neither does nor answers calls for this message until it is freed; answers how many have come so far. */
  hold(id: string): Promise<number>
  /** The sink does and answers what it held back for this message, and what comes for it from now on. */
  free(id: string): Promise<void>
  /** How many calls the sink has taken. */
  taken(): Promise<number>
  /** Grows with everything that arrives at portal or sink. */
  progress(): Promise<number>
}

/** The running partners. */
export interface Partners {
  readonly api: PartnersApi
  readonly folder: string
  close(): Promise<void>
}

/** Starts one-stop system, portal and sink in one process, with their records in `folder`. */
export async function startPartners(folder: string, seed: string): Promise<Partners> {
  mkdirSync(folder, { recursive: true })
  const child = fork(join(import.meta.dirname, 'partners-process.ts'), [folder, seed], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    void gone.then(() => reject(new Error('the partners did not start')))
  })
  const { remote } = createRpc<PartnersApi, Record<string, never>>(
    {
      send: (frame) => child.connected && child.send(Object(frame)),
      onMessage: (listener) => void child.on('message', listener),
      onClose: (listener) => void child.once('disconnect', listener),
    },
    {},
  )
  return {
    api: remote,
    folder,
    async close() {
      if (child.connected) child.disconnect()
      await gone
    },
  }
}
