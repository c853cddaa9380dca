import { spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/** How long an installation may take until it prints its sign-in link. */
const LONGEST_START_MS = 60_000
/** How long it may take to stop before it is cut off. */
const LONGEST_STOP_MS = 20_000

/** A real installation of its own: data, key and ports are its own, and all of it goes when it is closed. */
export interface Installation {
  /** The designer and the admin API, `http://127.0.0.1:NNNN`. */
  readonly address: string
  /** Where flows are called. */
  readonly gateway: string
  /** The one-time link of the first administrator. */
  readonly link: string
  /** The bearer token of automation. */
  readonly token: string
  /** The port of the first of the simulators. */
  readonly simulatorPort: number
  /** What the installation has printed so far. */
  log(): string
  close(): Promise<void>
}

/** Starts an installation on free ports; with `demo` it has the simulators, the flows in the box and traffic. Rejects with what it printed. */
export async function startInstallation({ demo }: { readonly demo: boolean }): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-e2e-'))
  const port = await freePorts(8)
  const gatewayPort = port + 1
  const simulatorPort = port + 2
  const token = randomBytes(32).toString('base64url')
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(root, 'runtime', 'src', 'cli', 'main.ts'),
      'serve',
      ...(demo ? ['--demo'] : []),
    ],
    {
      cwd: root,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: folder,
        LIENTHONG_DATA: join(folder, 'data'),
        LIENTHONG_MASTER_KEY_FILE: join(folder, 'master.key'),
        LIENTHONG_ADMIN_TOKEN: token,
        LIENTHONG_PORT: String(port),
        LIENTHONG_GATEWAY_PORT: String(gatewayPort),
        LIENTHONG_SIMULATOR_PORT: String(simulatorPort),
        LIENTHONG_WORKERS: '1',
        LIENTHONG_LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let printed = ''
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const link = new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no sign-in link in time\n${printed}`)), LONGEST_START_MS)
    const hear = (chunk: Buffer): void => {
      printed += chunk.toString('utf8')
      const found = /https?:\/\/\S+token=\S+/.exec(printed)
      if (!found) return
      clearTimeout(late)
      resolve(found[0])
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    void ended.then(() => reject(new Error(`the installation ended\n${printed}`)))
  })
  const close = async (): Promise<void> => {
    const cut = setTimeout(() => child.kill('SIGKILL'), LONGEST_STOP_MS)
    if (child.exitCode === null) child.kill('SIGTERM')
    await ended
    clearTimeout(cut)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    return {
      address: `http://127.0.0.1:${port}`,
      gateway: `http://127.0.0.1:${gatewayPort}`,
      link: await link,
      token,
      simulatorPort,
      log: () => printed,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Below the ports that systems give to outgoing connections, so that none of these takes ours before we listen. */
const LOWEST_PORT = 20_000
const HIGHEST_PORT = 32_000

/** The first of so many free ports in a row. */
async function freePorts(length: number): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const first = randomInt(LOWEST_PORT, HIGHEST_PORT - length)
    const row = await Promise.allSettled(Array.from({ length }, (_, at) => listen(first + at)))
    await Promise.all(row.map((it) => (it.status === 'fulfilled' ? close(it.value) : undefined)))
    if (row.every((it) => it.status === 'fulfilled')) return first
  }
  throw new Error(`no ${length} free ports in a row`)
}

const listen = (port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()))
