import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestCertificate, testCertificate } from './certificate.ts'
import { freePort, listening, stopServer, withProgram } from './file-servers.ts'

const SLAPD = '/usr/sbin/slapd'
const SCHEMAS = '/etc/ldap/schema'
const SUFFIX = 'dc=tinh,dc=gov,dc=vn'
const READER = `cn=doc,${SUFFIX}`
const PASSWORD = 'Mật-khẩu thử 1'

/** Tests with a real directory. */
export const withSlapd = withProgram('OpenLDAP (slapd)', existsSync(SLAPD) && existsSync(SCHEMAS))

/** A real directory of a test, and what a connection to it needs. */
export interface DirectoryServer {
  readonly suffix: string
  /** Values of a connection that is made safe in this way. */
  values(security: 'tls' | 'starttls' | 'none'): Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, string>>
  /** How often somebody has signed in so far. */
  binds(): number
  /** Ends the server without a word, and starts it again at the same ports with the same entries. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts OpenLDAP on free ports of this machine with these entries (LDIF) below `dc=tinh,dc=gov,dc=vn`, plain and over TLS. */
export async function startSlapd(
  ldif: string,
  certificate: (folder: string) => TestCertificate = testCertificate,
  /** Places below the suffix that the account of the connection may write, such as `ou=can-bo`. */
  writable: readonly string[] = [],
): Promise<DirectoryServer> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'lt-ldap-')))
  mkdirSync(join(base, 'db'))
  const { certFile, keyFile, pem } = certificate(base)
  const [port, safePort] = [await freePort(), await freePort()]
  const config = join(base, 'slapd.conf')
  writeFileSync(config, configOf(base, certFile, keyFile, writable))
  writeFileSync(join(base, 'entries'), `${ROOT}\n${ldif}`)
  execFileSync(SLAPD, ['-T', 'add', '-q', '-f', config, '-l', join(base, 'entries')], { stdio: 'ignore' })
  let log = ''
  const start = async (): Promise<ChildProcess> => {
    const places = `ldap://127.0.0.1:${port} ldaps://127.0.0.1:${safePort}`
    const it = spawn(SLAPD, ['-f', config, '-h', places, '-d', '256'], { stdio: ['ignore', 'ignore', 'pipe'] })
    it.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text
    })
    await listening(port)
    await listening(safePort)
    return it
  }
  let server = await start()
  return {
    suffix: SUFFIX,
    values: (security) => ({
      host: '127.0.0.1',
      port: security === 'tls' ? safePort : port,
      security,
      bindDn: READER,
      baseDn: SUFFIX,
      ...(security === 'none' ? {} : { authority: pem }),
    }),
    secrets: { password: PASSWORD },
    binds: () => log.split(/BIND dn="cn=doc[^\n]*mech=SIMPLE/i).length - 1,
    async restart() {
      const ended = new Promise((done) => server.once('exit', done))
      server.kill('SIGKILL')
      await ended
      server = await start()
    },
    stop: () => stopServer(server, base),
  }
}

const ROOT = `dn: ${SUFFIX}
objectClass: dcObject
objectClass: organization
o: UBND tỉnh
dc: tinh

dn: ${READER}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: doc
userPassword: ${PASSWORD}
`

function configOf(base: string, certFile: string, keyFile: string, writable: readonly string[]): string {
  const schemas = ['core', 'cosine', 'inetorgperson'].map((name) => `include ${SCHEMAS}/${name}.schema`)
  return `${[
    ...schemas,
    'modulepath /usr/lib/ldap',
    'moduleload back_mdb',
    `pidfile ${base}/pid`,
    `argsfile ${base}/args`,
    `TLSCertificateFile ${certFile}`,
    `TLSCertificateKeyFile ${keyFile}`,
    // Pages of at most 100, and 500 entries in all for whoever asks without pages.
    'sizelimit size.soft=500 size.hard=500 size.pr=100 size.prtotal=unlimited',
    'referral ldap://thu-muc-khac.tinh.gov.vn/',
    'database mdb',
    `suffix "${SUFFIX}"`,
    `directory ${base}/db`,
    `access to dn.subtree="ou=kin,${SUFFIX}" by * none`,
    ...writable.map(
      (place) =>
        `access to dn.subtree="${place},${SUFFIX}" attrs=userPassword by dn.exact="${READER}" =w by anonymous auth by * none`,
    ),
    ...writable.map((place) => `access to dn.subtree="${place},${SUFFIX}" by dn.exact="${READER}" write by * none`),
    `access to attrs=userPassword by anonymous auth by * none`,
    `access to * by dn.exact="${READER}" read by anonymous auth by * none`,
  ].join('\n')}\n`
}

/** What a made-up directory does on a question: answers with a result code, sends bytes of its own, ends the line, or keeps silent. */
export type MadeAnswer = number | Buffer | 'cut' | 'mute'

/** A directory that answers as it is told, by kind of question; for what a good server does not do when it is asked to. */
export async function startMadeDirectory(answers: {
  readonly bind?: MadeAnswer
  readonly search?: MadeAnswer
  readonly extended?: MadeAnswer
}): Promise<{ readonly port: number; readonly asked: readonly string[]; stop(): Promise<void> }> {
  const kinds: Readonly<Record<number, readonly [keyof typeof answers, number]>> = {
    96: ['bind', 0x61],
    99: ['search', 0x65],
    119: ['extended', 0x78],
  }
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      // Questions of a test are short and come one by one: 30 LL 02 01 ID TAG …
      const tag = bytes[1] === undefined || bytes[1] < 0x80 ? 5 : 5 + (bytes[1] - 0x80)
      const [kind, reply] = kinds[bytes[tag] ?? 0] ?? []
      if (kind === undefined || reply === undefined) return
      asked.push(kind)
      const answer = answers[kind] ?? 0
      if (answer === 'cut') socket.destroy()
      else if (Buffer.isBuffer(answer)) socket.write(answer)
      else if (answer !== 'mute')
        socket.write(Buffer.from([0x30, 12, 2, 1, bytes[tag - 1] ?? 0, reply, 7, 10, 1, answer, 4, 0, 4, 0]))
    })
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const place = server.address()
      resolve(typeof place === 'object' && place ? place.port : 0)
    })
  })
  return {
    port,
    asked,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((done) => server.close(() => done()))
    },
  }
}
