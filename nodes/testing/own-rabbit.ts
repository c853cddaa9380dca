import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'vitest'
import { freePort } from './file-servers.ts'

/** Debian's wrapper changes to another account; this is what it starts. */
const SERVER = '/usr/lib/rabbitmq/bin/rabbitmq-server'
/** It starts within ten seconds on a quiet machine. */
const START_MS = 150_000

/** A RabbitMQ of a test's own, with AMQP 1.0 beside 0.9.1 on one port; the account is guest, guest, also for the nameless. */
export interface OwnRabbit {
  readonly host: string
  readonly port: number
  readonly tlsPort: number
  /** The certificate that its own is judged by (PEM), for the name localhost. */
  readonly ca: string
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  /** Starts it again with what it had stored. */
  start(): Promise<void>
  /** Ends it and removes its files. */
  remove(): Promise<void>
}

/** `test` that is skipped with its reason printed when RabbitMQ with its AMQP 1.0 plugin is not on this machine; with CI=true that is a failure. */
export function withOwnRabbit(): { readonly here: boolean; readonly test: typeof test } {
  const here = existsSync(SERVER)
  if (!here && process.env.CI === 'true') throw new Error(`RabbitMQ 3 is needed, as Debian installs it (${SERVER})`)
  if (!here) console.warn(`skipped: no RabbitMQ 3 to start (${SERVER})`)
  return { here, test: test.skipIf(!here) as typeof test }
}

/** Starts a RabbitMQ on free ports of this machine, apart from one that may run here. */
export async function startRabbit(): Promise<OwnRabbit> {
  const folder = mkdtempSync(join(tmpdir(), 'lt-rabbit-'))
  const [port, tlsPort, distPort] = [await freePort(), await freePort(), await freePort()]
  const at = (name: string): string => join(folder, name)
  const asked = 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost'
  execFileSync('openssl', [...asked.split(' '), '-keyout', at('key.pem'), '-out', at('cert.pem')], { stdio: 'ignore' })
  writeFileSync(at('enabled_plugins'), '[rabbitmq_amqp1_0].')
  const settings = {
    'listeners.tcp.1': `127.0.0.1:${port}`,
    'listeners.ssl.1': `127.0.0.1:${tlsPort}`,
    'ssl_options.cacertfile': at('cert.pem'),
    'ssl_options.certfile': at('cert.pem'),
    'ssl_options.keyfile': at('key.pem'),
    'amqp1_0.default_user': 'guest',
    // The machine of a test may be short of either; nothing large is kept.
    'disk_free_limit.absolute': '50MB',
    'vm_memory_high_watermark.relative': '0.8',
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  writeFileSync(at('rabbitmq.conf'), `${lines.join('\n')}\n`)
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    LANG: 'C.UTF-8',
    RABBITMQ_NODENAME: `lt${port}@localhost`,
    RABBITMQ_MNESIA_BASE: at('mnesia'),
    RABBITMQ_LOG_BASE: at('log'),
    RABBITMQ_PID_FILE: at('pid'),
    RABBITMQ_ENABLED_PLUGINS_FILE: at('enabled_plugins'),
    RABBITMQ_CONFIG_FILE: at('rabbitmq.conf'),
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_DIST_PORT: String(distPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
  }
  let kill: () => Promise<void> = async () => undefined
  const start = async (): Promise<void> => {
    // A group of its own: the script starts the server below it.
    const server = spawn(SERVER, [], { env, cwd: folder, stdio: 'ignore', detached: true })
    const ended = new Promise((done) => server.once('exit', done))
    kill = async () => {
      if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid, 'SIGKILL')
      await ended
    }
    await Promise.race([
      answers(port).then(() => answers(tlsPort)),
      ended.then(() => Promise.reject(new Error('RabbitMQ ended while it started'))),
    ])
  }
  await start()
  return {
    host: '127.0.0.1',
    port,
    tlsPort,
    ca: readFileSync(at('cert.pem'), 'utf8'),
    kill: () => kill(),
    start,
    async remove() {
      await kill()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}

async function answers(port: number): Promise<void> {
  for (const began = Date.now(); Date.now() - began < START_MS; ) {
    const open = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => done(true)).on('error', () => done(false))
      socket.once('connect', () => socket.destroy())
    })
    if (open) return
    await new Promise((wait) => setTimeout(wait, 100))
  }
  throw new Error(`RabbitMQ does not answer at port ${port}`)
}
