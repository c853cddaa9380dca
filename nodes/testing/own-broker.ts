import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'vitest'
import { freePort, listening } from './file-servers.ts'

/** A broker that a test starts with accounts and a certificate of its own, which the shared one has not. */
export interface OwnBroker {
  readonly port: number
  /** The certificate that its own is judged by (PEM), for the name localhost. */
  readonly ca: string
  stop(): Promise<void>
}

/** Where a broker that is about to start may write, and what it is to use. */
export interface OwnBrokerPlace {
  readonly folder: string
  readonly port: number
  readonly cert: string
  readonly key: string
}

/** `test` that is skipped with its reason printed when a program cannot be run here; with CI=true that is a failure. */
export function withProgramOf(command: string): typeof test {
  let absent = false
  try {
    execFileSync('which', [command], { stdio: 'ignore' })
  } catch {
    absent = true
  }
  if (absent && process.env.CI === 'true') throw new Error(`${command} is needed`)
  if (absent) console.warn(`skipped: no ${command} on this machine`)
  return test.skipIf(absent) as typeof test
}

/** Starts a broker on a free port of this machine; `args` gives its arguments, and may write files into its folder. */
export async function startBroker(
  command: string,
  args: (place: OwnBrokerPlace) => readonly string[],
): Promise<OwnBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'lt-broker-'))
  const place = { folder, port: await freePort(), cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') }
  const asked = 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost'
  execFileSync('openssl', [...asked.split(' '), '-keyout', place.key, '-out', place.cert], { stdio: 'ignore' })
  const server = spawn(command, args(place), { stdio: 'ignore', cwd: folder })
  await listening(place.port)
  return { port: place.port, ca: readFileSync(place.cert, 'utf8'), stop: () => stop(server, folder) }
}

async function stop(server: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((done) => server.once('exit', done))
  if (server.kill('SIGKILL')) await ended
  rmSync(folder, { recursive: true, force: true })
}
