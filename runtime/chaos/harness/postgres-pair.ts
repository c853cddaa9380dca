import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Figure, say } from './figures.ts'
import { freePort } from './server.ts'

const INSTALLED = '/usr/lib/postgresql'
/** PostgreSQL refuses to run as root. */
const USER = 'postgres'

/** A primary and its synchronous standby on this machine, with throw-away data. */
export interface PostgresPair {
  /** Names both servers. */
  readonly url: string
  /** Stops the primary as a crash would (`immediate`) and starts it again. */
  restart(): void
  /** Stops the primary for good and promotes the standby. */
  failOver(): void
  /** Ends every connection of a client to the server that writes. */
  cutConnections(): void
  close(): void
}

/** The folder of the newest PostgreSQL on this machine; undefined when there is none. */
export function postgresPrograms(): string | undefined {
  if (!existsSync(INSTALLED)) return undefined
  const versions = readdirSync(INSTALLED).sort((a, b) => Number(b) - Number(a))
  return versions.map((it) => join(INSTALLED, it, 'bin')).find((bin) => existsSync(join(bin, 'initdb')))
}

/** What a case gives on a machine without PostgreSQL: nothing, with a word; where everything must be there it throws. */
export function withoutPostgres(name: string): readonly Figure[] {
  const missing = 'PostgreSQL is not installed on this machine (initdb, pg_ctl, pg_basebackup)'
  if (process.env.CI === 'true') throw new Error(missing)
  say(`${name}: skipped: ${missing}`)
  return []
}

/** Sets both servers up; a commit waits until both have it on the disk. */
export async function startPostgresPair(programs: string): Promise<PostgresPair> {
  const root = process.getuid?.() === 0
  const folder = mkdtempSync('/tmp/lienthong-pg-')
  if (root) chownSync(folder, idOf('-u'), idOf('-g'))
  const run = (program: string, ...args: readonly string[]): string => {
    const line = [join(programs, program), ...args]
    const [command = '', ...rest] = root ? ['runuser', '-u', USER, '--', ...line] : line
    // What the server itself says goes to its log; a pipe that it inherits would never end.
    return execFileSync(command, rest, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  }
  const ports = [await freePort(), await freePort()] as const
  const [primary, standby] = [join(folder, 'primary'), join(folder, 'standby')]
  const start = (data: string, port: number, more = ''): void => {
    const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' ${more}`
    run('pg_ctl', 'start', '-w', '-t', '60', '-D', data, '-l', `${data}.log`, '-o', options)
  }
  const startPrimary = (): void => start(primary, ports[0], `-c synchronous_standby_names='*'`)
  let writing = ports[0]
  const sql = (port: number, text: string): string =>
    run('psql', '-X', '-h', '127.0.0.1', '-p', String(port), '-U', USER, '-At', '-c', text, 'postgres')

  run('initdb', '-D', primary, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync')
  start(primary, ports[0])
  run(
    'pg_basebackup',
    '-h',
    '127.0.0.1',
    '-p',
    String(ports[0]),
    '-U',
    USER,
    '-D',
    standby,
    '-R',
    '-X',
    'stream',
    '--no-sync',
  )
  start(standby, ports[1])
  run('pg_ctl', 'stop', '-w', '-m', 'fast', '-D', primary)
  startPrimary()

  const stop = (data: string): void => {
    try {
      run('pg_ctl', 'stop', '-w', '-m', 'immediate', '-D', data)
    } catch {
      // It had stopped already.
    }
  }
  return {
    url: `postgres://${USER}@127.0.0.1:${ports[0]},127.0.0.1:${ports[1]}/postgres`,
    restart() {
      stop(primary)
      startPrimary()
    },
    failOver() {
      stop(primary)
      run('pg_ctl', 'promote', '-w', '-D', standby)
      writing = ports[1]
    },
    cutConnections: () =>
      void sql(writing, `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'lienthong'`),
    close() {
      stop(primary)
      stop(standby)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, USER], { encoding: 'utf8' }))
}
