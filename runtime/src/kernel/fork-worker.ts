import { type ChildProcess, fork } from 'node:child_process'

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

/** Starts the process of a worker on the same Node. It loads its code and then waits to be configured; without its channel it ends. */
export function forkWorker(entry: string): ChildProcess {
  const env = Object.fromEntries(passedOn.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
  return fork(entry, [], {
    env: { ...env, NODE_ENV: 'production' },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}
