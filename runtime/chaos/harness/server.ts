import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import kernelOptions from '../../bin/kernel-options.json' with { type: 'json' }
import { childrenOf } from './process-tree.ts'

/** The project's folder. */
export const projectFolder = join(import.meta.dirname, '..', '..', '..')

/** A whole installation as a service manager runs it: it may be killed and started again on the same data and ports. */
export interface Server {
  /** Folder of this installation: data, key and the log `server.log`. */
  readonly folder: string
  readonly data: string
  /** `http://127.0.0.1:port` of the designer and the admin API. */
  readonly address: string
  /** `http://127.0.0.1:port` of the gateway. */
  readonly gateway: string
  readonly kernel: number
  /** Process ids of the workers that live now. */
  workers(): readonly number[]
  sandboxes(): readonly number[]
  /** Process id of the worker that is this member of the engine, from the server's log. */
  pidOf(member: string): number | undefined
  /** Starts the kernel; resolves when it says that it is ready, with the milliseconds that took. */
  start(): Promise<number>
  /** kill -9 of the kernel; resolves when it is gone. */
  kill(): Promise<void>
  /** Resolves when the kernel that runs now is gone, with its exit code. */
  ended(): Promise<number | null>
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>
  /** Calls the admin API as administrator. Throws for an answer that is no success. */
  api(method: string, path: string, body?: unknown): Promise<unknown>
  /** The same, but any answer is one. */
  call(method: string, path: string, body?: unknown): Promise<Response>
  /** Resolves when all wanted workers are ready. */
  allReady(): Promise<void>
  /** Every process id that this installation has had. */
  readonly seen: ReadonlySet<number>
}

/** How an installation is started. */
export interface ServerOptions {
  readonly folder: string
  readonly workers: number
  /** Put in front of the kernel's command line, such as `['strace', …]`. */
  readonly wrapper?: readonly string[]
  /** Options for Node of the kernel process. */
  readonly node?: readonly string[]
  /** More of its environment. */
  readonly env?: Readonly<Record<string, string>>
}

const READY_MS = 60_000

/** Prepares an installation in `folder`; nothing runs until `start`. */
export async function installServer(options: ServerOptions): Promise<Server> {
  const { folder } = options
  mkdirSync(folder, { recursive: true })
  const [port, gatewayPort] = [await freePort(), await freePort()]
  const token = randomBytes(32).toString('base64url')
  const address = `http://127.0.0.1:${port}`
  const log = join(folder, 'server.log')
  const seen = new Set<number>()
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    // As the launchers in runtime/bin set it.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(projectFolder, 'node_modules', '.cache', 'lienthong'),
    LIENTHONG_DATA: join(folder, 'data'),
    LIENTHONG_MASTER_KEY_FILE: join(folder, 'master.key'),
    LIENTHONG_ADMIN_TOKEN: token,
    LIENTHONG_PORT: String(port),
    LIENTHONG_GATEWAY_PORT: String(gatewayPort),
    LIENTHONG_WORKERS: String(options.workers),
    ...options.env,
  }
  let child: ChildProcess | undefined
  let gone: Promise<number | null> = Promise.resolve(null)

  function launch(): Promise<void> {
    const main = join(projectFolder, 'runtime', 'src', 'cli', 'main.ts')
    const line = [process.execPath, ...kernelOptions, ...(options.node ?? []), main, 'serve']
    const [command = '', ...args] = [...(options.wrapper ?? []), ...line]
    const made = spawn(command, args, { cwd: projectFolder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    child = made
    gone = new Promise((resolve) => made.once('exit', resolve))
    made.stderr.on('data', (chunk: Buffer) => appendFileSync(log, chunk))
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`not ready after ${READY_MS} ms; see ${log}`)), READY_MS)
      limit.unref()
      made.stdout.on('data', (chunk: Buffer) => {
        appendFileSync(log, chunk)
        if (String(chunk).includes('(ready)')) resolve()
      })
      made.once('error', reject)
      void gone.then((code) => reject(new Error(`the kernel ended with ${code}\n${tail(log)}`)))
    })
  }

  const kernelPid = (): number => {
    const pid = child?.pid ?? 0
    // Under a wrapper the kernel is its child.
    return options.wrapper ? (childrenOf(pid, 'cli/main.ts')[0]?.pid ?? pid) : pid
  }
  const note = (pids: readonly number[]): readonly number[] => {
    for (const pid of pids) seen.add(pid)
    return pids
  }
  const workers = (): readonly number[] => note(childrenOf(kernelPid(), 'worker/main.ts').map((it) => it.pid))

  function call(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${address}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    })
  }

  async function api(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await call(method, path, body)
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 2000)}`)
    return text === '' ? undefined : JSON.parse(text)
  }

  return {
    folder,
    data: env.LIENTHONG_DATA,
    address,
    gateway: `http://127.0.0.1:${gatewayPort}`,
    seen,
    api,
    call,
    workers,
    get kernel() {
      return kernelPid()
    },
    sandboxes: () => note(workers().flatMap((pid) => childrenOf(pid, 'sandbox/main.ts').map((it) => it.pid))),
    pidOf(member) {
      const line = readFileSync(log, 'utf8')
        .split('\n')
        .find((it) => it.includes(`"${member}"`) && it.includes('worker ready'))
      return line === undefined ? undefined : (JSON.parse(line) as { pid: number }).pid
    },
    async start() {
      const began = performance.now()
      await launch()
      seen.add(kernelPid())
      return performance.now() - began
    },
    async kill() {
      process.kill(kernelPid(), 'SIGKILL')
      await gone
    },
    ended: () => gone,
    async stop() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
      process.kill(kernelPid(), 'SIGTERM')
      return gone
    },
    async allReady() {
      for (const until = performance.now() + READY_MS; ; await pause(50)) {
        const health = (await api('GET', '/health')) as { workers: { wanted: number; ready: number } }
        if (health.workers.ready >= health.workers.wanted) return
        if (performance.now() > until) throw new Error(`workers are missing: ${JSON.stringify(health)}\n${tail(log)}`)
      }
    },
  }
}

/** A port of this machine that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Waits some milliseconds. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function tail(file: string): string {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(-20).join('\n')
  } catch {
    return ''
  }
}
