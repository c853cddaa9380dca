import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { z } from 'zod'
import type { SaveConnection } from '#shared/api/platform.ts'
import { type Run, type RunSummary, runPageSchema, runSchema } from '#shared/api/runs.ts'

/** An answer of the gateway or of the admin API; `body` is parsed when it is declared as JSON. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly ms: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any
}

/** What a test sends: a string or bytes go out as they are, anything else as JSON. */
export interface Sent {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** A whole system in processes of its own: kernel and one worker on free ports, data in a temporary folder. */
export interface Installation {
  readonly admin: string
  readonly gateway: string
  readonly data: string
  /** A folder that connections may name, empty at the start. */
  readonly granted: string
  readonly token: string
  readonly ports: { readonly admin: number; readonly gateway: number }
  /** Everything that the processes wrote to their logs. */
  log(): string
  kernelPid(): number
  /** Process ids of all workers that were ever ready, oldest first. */
  workerPids(): readonly number[]
  /** Calls the admin API as the administrator. */
  call(method: string, path: string, body?: unknown): Promise<Answer>
  /** Saves and publishes a flow; throws with the problems when it is refused. */
  publish(flow: FlowFile): Promise<string>
  connect(id: string, connection: SaveConnection): Promise<void>
  /** Sends a message to the gateway. */
  send(path: string, sent?: Sent): Promise<Answer>
  /** Writes bytes to the gateway's socket and gives back all that comes until it closes or `ms` are over. */
  raw(bytes: string | Buffer, ms?: number): Promise<string>
  run(id: string): Promise<Run>
  runs(query: string): Promise<readonly RunSummary[]>
  stop(): Promise<void>
}

/** A flow file in the making. */
export interface FlowFile {
  readonly format: number
  readonly id: string
  readonly title: string
  readonly nodes: Readonly<Record<string, unknown>>
  readonly settings?: Readonly<Record<string, unknown>>
}

const ROOT = join(import.meta.dirname, '..', '..')
const TOKEN = 'khoa-quan-tri-cho-kiem-thu-tan-cong-0123456789'
const START_MS = 60_000

/** The flow that must answer whatever happens beside it. */
const control = flowOf(
  'doi-chung',
  { path: '/doi-chung', method: 'GET' },
  {
    'tra-loi': { use: 'http-reply@1', settings: { content: 'value', body: { expr: '{ "song": true }' } } },
  },
)

/** A flow `nhan` (http-in) → the given nodes in their order, each wired to the next by `out`. */
export function flowOf(
  id: string,
  trigger: Readonly<Record<string, unknown>>,
  chain: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { 'tra-loi': { use: 'http-reply@1' } },
  settings?: Readonly<Record<string, unknown>>,
): FlowFile {
  const names = Object.keys(chain)
  const nodes: Record<string, unknown> = {
    nhan: { use: 'http-in@1', settings: { path: `/${id}`, ...trigger }, to: { out: names.slice(0, 1) } },
  }
  names.forEach((name, i) => {
    const next = names[i + 1]
    nodes[name] = { ...(next === undefined ? {} : { to: { out: [next] } }), ...chain[name] }
  })
  return { format: 1, id, title: `Luồng ${id}`, nodes, ...(settings ? { settings } : {}) }
}

/** Starts an installation before the tests of a file and stops it after them. */
export function useInstallation(prepare?: (it: Installation) => Promise<void>): () => Installation {
  let running: Installation | undefined
  beforeAll(async () => {
    running = await startInstallation()
    await running.publish(control)
    await prepare?.(running)
  }, START_MS + 30_000)
  afterAll(async () => running?.stop(), 30_000)
  return () => {
    if (!running) throw new Error('the installation did not start')
    return running
  }
}

/** Asserts that kernel and worker are the processes they were, and that the control flow answers within a second. */
export async function unharmed(it: Installation, { sandboxOnly = true } = {}): Promise<void> {
  const answer = await it.send('/doi-chung', { method: 'GET' })
  expect(answer.body).toEqual({ song: true })
  atOnce(answer.ms)
  expect(alive(it.kernelPid())).toBe(true)
  if (sandboxOnly) expect(it.workerPids()).toHaveLength(1)
  expect(alive(it.workerPids().at(-1) ?? 0)).toBe(true)
}

/** Asserts that an answer took less than a second; on a machine that others keep busy, a second of what it leaves us. */
export function atOnce(ms: number, limitMs = 1000): void {
  if (ms >= limitMs) expect(ms).toBeLessThan(limitMs * slowness())
}

/** How much longer computing takes than it would alone on the machine: 1 = nobody else. */
function slowness(): number {
  const began = process.cpuUsage()
  const started = performance.now()
  const used = (): number => (process.cpuUsage(began).user + process.cpuUsage(began).system) / 1000
  while (used() < 60);
  // A short look sees the moment, the load average the minute: other test files run beside this one.
  const crowding = (loadavg()[0] ?? 0) / availableParallelism()
  return Math.max(1, crowding, (performance.now() - started) / used())
}

/** True while a process runs (a zombie does not). */
export function alive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

async function startInstallation(): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-attack-'))
  const data = join(folder, 'data')
  const granted = join(folder, 'kho')
  mkdirSync(granted)
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(ROOT, 'runtime/src/cli/main.ts'), 'serve'],
    {
      cwd: ROOT,
      env: {
        LIENTHONG_DATA: data,
        LIENTHONG_FOLDERS: granted,
        LIENTHONG_MASTER_KEY_FILE: join(folder, 'keys', 'master.key'),
        LIENTHONG_ADMIN_TOKEN: TOKEN,
        LIENTHONG_PORT: '0',
        LIENTHONG_GATEWAY_PORT: '0',
        LIENTHONG_WORKERS: '1',
        HOME: folder,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let log = ''
  child.stderr.on('data', (text) => {
    log += String(text)
  })
  const { admin, gateway } = await addresses(child, () => log)
  const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
    ask(`${admin}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}` },
      ...(body === undefined ? {} : { body }),
    })
  const good = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await call(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 2000)}`)
    return answer.body
  }
  return {
    admin,
    gateway,
    data,
    granted,
    token: TOKEN,
    ports: { admin: portOf(admin), gateway: portOf(gateway) },
    log: () => log,
    kernelPid: () => child.pid ?? 0,
    workerPids: () => [...log.matchAll(/"pid":(\d+)[^\n]*worker ready/g)].map(([, pid]) => Number(pid)),
    call,
    async publish(flow) {
      await good('PUT', `/flows/${flow.id}`, { flow })
      return z.object({ version: z.string() }).parse(await good('POST', `/flows/${flow.id}/publish`, {})).version
    },
    connect: async (id, connection) => void (await good('PUT', `/connections/${id}`, connection)),
    send: (path, sent) => ask(`${gateway}${path}`, { method: 'POST', ...sent }),
    raw: (bytes, ms = 5000) => rawExchange(portOf(gateway), bytes, ms),
    run: async (id) => runSchema.parse(await good('GET', `/runs/${id}`)),
    runs: async (query) => runPageSchema.parse(await good('GET', `/runs?${query}`)).runs,
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM')
        const late = setTimeout(() => child.kill('SIGKILL'), 15_000)
        await gone
        clearTimeout(late)
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function addresses(child: ChildProcess, log: () => string): Promise<{ admin: string; gateway: string }> {
  return new Promise((resolve, reject) => {
    let text = ''
    const late = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`not ready within ${START_MS} ms\n${log()}`))
    }, START_MS)
    child.stdout?.on('data', (data) => {
      text += String(data)
      const admin = /\(ready\): (http:\S+)/.exec(text)?.[1]
      const gateway = /\(gateway\): (http:\S+)/.exec(text)?.[1]
      if (!admin || !gateway) return
      clearTimeout(late)
      resolve({ admin, gateway })
    })
    child.once('exit', (code) => {
      clearTimeout(late)
      reject(new Error(`exit ${code}\n${log()}`))
    })
  })
}

/** One request on a connection of its own. */
export function ask(url: string, { method = 'GET', headers = {}, body }: Sent): Promise<Answer> {
  const json = body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array)
  const bytes = json ? JSON.stringify(body) : (body as string | Uint8Array | undefined)
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const sending = request(
      url,
      {
        method,
        agent: false,
        headers: {
          ...(bytes === undefined ? {} : { 'content-type': 'application/json' }),
          ...(bytes === undefined ? {} : { 'content-length': String(Buffer.byteLength(bytes)) }),
          ...headers,
        },
      },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('error', reject)
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          const parsed = /json/.test(answer.headers['content-type'] ?? '') && text !== ''
          const ms = performance.now() - started
          const { statusCode = 0 } = answer
          resolve({ status: statusCode, headers: answer.headers, text, ms, body: parsed ? parsedOr(text) : text })
        })
      },
    )
    sending.on('error', reject)
    sending.end(bytes)
  })
}

/** A flow may answer text with the content type of the message it got. */
function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function rawExchange(port: number, bytes: string | Buffer, ms: number): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    const end = (): void => {
      clearTimeout(late)
      socket.destroy()
      resolve(text)
    }
    const late = setTimeout(end, ms)
    socket.on('data', (data) => {
      text += data.toString('latin1')
    })
    socket.on('error', () => undefined)
    socket.on('close', end)
  })
}

function portOf(address: string): number {
  return Number(new URL(address).port)
}
