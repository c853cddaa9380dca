import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { test } from 'vitest'
import { testCertificate } from './certificate.ts'

/** A real file server of a test: its files on disk, and what a connection to it needs. */
export interface FileServer {
  /** The folder that its account sees as root. */
  readonly folder: string
  readonly values: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, string>>
  /** Cuts every open session at once, as a failing network does. */
  cut(): void
  stop(): Promise<void>
}

const SSHD = '/usr/sbin/sshd'
const SFTP_SERVER = [
  '/usr/lib/openssh/sftp-server',
  '/usr/libexec/openssh/sftp-server',
  '/usr/lib/ssh/sftp-server',
].find(existsSync)
const VSFTPD = '/usr/sbin/vsftpd'

/** `test` that is skipped with its reason printed when a program is absent; with CI=true that is a failure. */
export function withProgram(name: string, there: boolean): typeof test {
  if (!there && process.env.CI === 'true') throw new Error(`${name} is needed`)
  if (!there) console.warn(`skipped: no ${name} on this machine`)
  return test.skipIf(!there) as typeof test
}

/** Tests with a real OpenSSH server. */
export const withSftp = withProgram('OpenSSH server (sshd)', existsSync(SSHD) && SFTP_SERVER !== undefined)
/** Tests with a real vsftpd; it changes root, so only the superuser can start it, and for others they are skipped. */
export const withFtp = asRoot(withProgram('vsftpd', existsSync(VSFTPD)))

function asRoot(run: typeof test): typeof test {
  if (process.getuid?.() === 0) return run
  console.warn('skipped: vsftpd can only be started by root')
  return test.skip as typeof test
}

/** Starts OpenSSH on a free port of this machine with keys of its own; the account signs in with a key. */
export async function startSftp(): Promise<FileServer> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'lt-sftp-')))
  const folder = join(base, 'files')
  mkdirSync(folder)
  const key = (name: string): string => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(base, name)])
    return join(base, name)
  }
  const hostKey = key('host')
  const clientKey = key('client')
  execFileSync('cp', [`${clientKey}.pub`, join(base, 'authorized')])
  chmodSync(join(base, 'authorized'), 0o600)
  const port = await freePort()
  const config = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${hostKey}`,
    `AuthorizedKeysFile ${join(base, 'authorized')}`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin yes',
    'PidFile none',
    `Subsystem sftp ${SFTP_SERVER} -d ${folder}`,
  ]
  writeFileSync(join(base, 'config'), `${config.join('\n')}\n`)
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const server = spawn(SSHD, ['-D', '-e', '-f', join(base, 'config')], { stdio: 'ignore', detached: true })
  await listening(port)
  const shown = execFileSync('ssh-keygen', ['-l', '-f', `${hostKey}.pub`], { encoding: 'utf8' })
  const privateKey = execFileSync('cat', [clientKey], { encoding: 'utf8' })
  const values = {
    host: '127.0.0.1',
    port,
    user: userInfo().username,
    auth: 'key',
    root: folder,
    hostKey: shown.split(' ')[1],
  }
  return {
    folder,
    values,
    secrets: { privateKey },
    cut: () => killSessions(server),
    stop: () => stopServer(server, base),
  }
}

/** Starts vsftpd on a free port with TLS and an account of its own files; it takes any password of the anonymous account. */
export async function startFtp(security: 'none' | 'explicit'): Promise<FileServer> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'lt-ftp-')))
  const home = join(base, 'home')
  const folder = join(home, 'files')
  mkdirSync(folder, { recursive: true })
  mkdirSync(join(base, 'empty'))
  chmodSync(base, 0o755)
  chmodSync(home, 0o555)
  chmodSync(folder, 0o777)
  const { certFile, keyFile, pem: authority } = testCertificate(base)
  const port = await freePort()
  const tls = security === 'none' ? 'NO' : 'YES'
  const config = {
    listen: 'YES',
    listen_address: '127.0.0.1',
    listen_port: port,
    background: 'NO',
    anonymous_enable: 'YES',
    local_enable: 'NO',
    write_enable: 'YES',
    anon_upload_enable: 'YES',
    anon_mkdir_write_enable: 'YES',
    anon_other_write_enable: 'YES',
    anon_world_readable_only: 'NO',
    anon_umask: '022',
    anon_root: home,
    secure_chroot_dir: join(base, 'empty'),
    ssl_enable: tls,
    allow_anon_ssl: tls,
    force_anon_data_ssl: tls,
    force_anon_logins_ssl: tls,
    require_ssl_reuse: 'NO',
    rsa_cert_file: certFile,
    rsa_private_key_file: keyFile,
    seccomp_sandbox: 'NO',
  }
  const text = Object.entries(config).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(join(base, 'config'), text.join(''))
  const server = spawn(VSFTPD, [join(base, 'config')], { stdio: 'ignore', detached: true })
  await listening(port)
  const values = {
    host: '127.0.0.1',
    port,
    security,
    user: 'anonymous',
    root: '/files',
    ...(security === 'none' ? {} : { authority }),
  }
  return {
    folder,
    values,
    secrets: { password: 'a@b' },
    cut: () => killSessions(server),
    stop: () => stopServer(server, base),
  }
}

/** A port of this machine that is free now. */
export function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => found(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Resolves when something answers at a port. */
export async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const open = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => done(true)).on('error', () => done(false))
      socket.once('connect', () => socket.destroy())
    })
    if (open) return
    await new Promise((wait) => setTimeout(wait, 50))
  }
  throw new Error(`nothing answers at port ${port}`)
}

/** Kills the processes that serve sessions, not the one that listens. */
export function killSessions(server: ChildProcess): void {
  const tree = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  const parents = new Map(
    tree
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]),
  )
  const below = (pid: number): boolean => {
    const parent = parents.get(pid)
    return parent !== undefined && (parent === server.pid || below(parent))
  }
  for (const pid of parents.keys()) if (below(pid)) kill(pid)
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}

/** Ends a server with all that it started, and removes its folder. */
export async function stopServer(server: ChildProcess, base: string): Promise<void> {
  killSessions(server)
  const ended = new Promise((done) => server.once('exit', done))
  if (server.pid !== undefined && server.exitCode === null) {
    kill(server.pid)
    await ended
  }
  // What was killed may write for a moment longer.
  rmSync(base, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
}
