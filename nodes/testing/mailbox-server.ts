import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { testCertificate } from './certificate.ts'
import { freePort, killSessions, listening, stopServer, withProgram } from './file-servers.ts'

const DOVECOT = '/usr/sbin/dovecot'
const PASSWORD = 'Mật-khẩu thử 1'
/** The account that mail belongs to when root starts the server: dovecot opens no mail as root. */
const NOBODY = { uid: 65_534, gid: 65_534 }

/** Tests with a real mailbox server. */
export const withDovecot = withProgram('Dovecot (dovecot-imapd)', existsSync(DOVECOT))

/** A real mailbox server of a test: what a connection to it needs, and its letters on disk (Maildir). */
export interface MailboxServer {
  readonly port: number
  readonly values: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, string>>
  /** Puts a letter into a folder as a delivery program does; bytes as they are. */
  deliver(letter: string | Buffer, folder?: string): void
  /** The letters of a folder as they lie there, new ones and seen ones. */
  letters(folder?: string): readonly { readonly name: string; readonly bytes: Buffer }[]
  /** Numbers the letters of the inbox anew (another UIDVALIDITY), as a mailbox does that was restored. */
  renumber(): void
  /** Cuts every open session at once. */
  cut(): void
  stop(): Promise<void>
}

/** Starts Dovecot on free ports with a mailbox of its own; as root or as an ordinary user. */
export async function startDovecot(security: 'tls' | 'starttls' | 'none' = 'tls'): Promise<MailboxServer> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'lt-imap-')))
  chmodSync(base, 0o755)
  const { certFile, keyFile, pem } = testCertificate(base)
  const root = process.getuid?.() === 0
  const { uid, gid, username } = userInfo()
  const owner = root ? NOBODY : { uid, gid }
  const mail = join(base, 'home', 'mail')
  mkdirSync(mail, { recursive: true })
  const port = await freePort()
  writeFileSync(join(base, 'users'), `mot-cua:{PLAIN}${PASSWORD}:::::\n`)
  writeFileSync(join(base, 'config'), configOf({ base, port, security, owner, username, root, certFile, keyFile }))
  let deliveries = 0

  const own = (path: string): void => chownSync(path, owner.uid, owner.gid)
  const folderOf = (folder: string): string => (folder === 'INBOX' ? mail : join(mail, `.${folder}`))
  const makeMaildir = (at: string): void => {
    for (const part of [at, ...['tmp', 'new', 'cur'].map((it) => join(at, it))]) {
      mkdirSync(part, { recursive: true })
      own(part)
    }
  }
  own(join(base, 'home'))
  makeMaildir(mail)
  const server = spawn(DOVECOT, ['-F', '-c', join(base, 'config')], { stdio: 'ignore', detached: true })
  await listening(port)

  return {
    port,
    values: {
      host: '127.0.0.1',
      port,
      security,
      user: 'mot-cua',
      ...(security === 'none' ? {} : { authority: pem }),
    },
    secrets: { password: PASSWORD },
    deliver(letter, folder = 'INBOX') {
      const at = folderOf(folder)
      makeMaildir(at)
      // The time comes first, so that the order of the names is that of the deliveries.
      const name = `${Math.floor(Date.now() / 1000)}.M${String(++deliveries).padStart(6, '0')}P1.may-thu`
      writeFileSync(join(at, 'tmp', name), letter)
      own(join(at, 'tmp', name))
      renameSync(join(at, 'tmp', name), join(at, 'new', name))
    },
    letters(folder = 'INBOX') {
      const at = folderOf(folder)
      return ['new', 'cur'].flatMap((part) => {
        const there = join(at, part)
        const names = existsSync(there) ? readdirSync(there).sort() : []
        return names.map((name) => ({ name, bytes: readFileSync(join(there, name)) }))
      })
    },
    renumber() {
      const lists = readdirSync(mail).filter((it) => it.startsWith('dovecot'))
      for (const it of lists) rmSync(join(mail, it), { recursive: true })
    },
    cut: () => killSessions(server),
    stop: () => stopServer(server, base),
  }
}

interface Setup {
  readonly base: string
  readonly port: number
  readonly security: 'tls' | 'starttls' | 'none'
  readonly owner: { readonly uid: number; readonly gid: number }
  readonly username: string
  readonly root: boolean
  readonly certFile: string
  readonly keyFile: string
}

function configOf({ base, port, security, owner, username, root, certFile, keyFile }: Setup): string {
  const listener = security === 'tls' ? 'imaps' : 'imap'
  const other = security === 'tls' ? 'imap' : 'imaps'
  // An ordinary user can change neither root nor account, so every service runs as that user.
  const asUser = root
    ? []
    : [
        `default_internal_user = ${username}`,
        `default_login_user = ${username}`,
        `default_internal_group = ${execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim()}`,
        'service anvil {\n  chroot =\n}',
      ]
  const chroot = root ? '' : '  chroot =\n'
  return `${[
    `base_dir = ${base}/run`,
    `state_dir = ${base}/run`,
    `log_path = ${base}/log`,
    'protocols = imap',
    'listen = 127.0.0.1',
    `ssl = ${security === 'none' ? 'no' : 'yes'}`,
    `ssl_cert = <${certFile}`,
    `ssl_key = <${keyFile}`,
    `disable_plaintext_auth = ${security === 'none' ? 'no' : 'yes'}`,
    `mail_location = maildir:${base}/home/mail`,
    'first_valid_uid = 1',
    'auth_failure_delay = 0',
    `passdb {\n  driver = passwd-file\n  args = ${base}/users\n}`,
    `userdb {\n  driver = static\n  args = uid=${owner.uid} gid=${owner.gid} home=${base}/home\n}`,
    `service imap-login {\n${chroot}  inet_listener ${listener} {\n    port = ${port}\n  }\n  inet_listener ${other} {\n    port = 0\n  }\n}`,
    ...asUser,
  ].join('\n')}\n`
}
