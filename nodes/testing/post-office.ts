import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { testCertificate } from './certificate.ts'

/** A letter that arrived: its envelope, and every byte of it. */
export interface Arrived {
  readonly from: string
  readonly to: readonly string[]
  readonly bytes: Buffer
  /** Whether the line was encrypted. */
  readonly secure: boolean
}

/** A real SMTP server of a test that keeps what it takes. */
export interface PostOffice {
  readonly port: number
  readonly values: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, string>>
  readonly arrived: readonly Arrived[]
  stop(): Promise<void>
}

/** How a post office answers a recipient: undefined takes it. */
type Judge = (address: string) => { readonly code: number; readonly text: string } | undefined

const PASSWORD = 'Mật-khẩu thử 2'

/** Starts an SMTP server on a free port with a certificate of its own. It refuses recipients and letters as told. */
export async function startPostOffice(
  settings: {
    readonly security?: 'tls' | 'starttls' | 'none'
    readonly names?: string
    readonly recipient?: Judge
    readonly letter?: Judge
    readonly options?: SMTPServerOptions
  } = {},
): Promise<PostOffice> {
  const { security = 'starttls', recipient, letter } = settings
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lt-smtp-')))
  const { certFile, keyFile, pem } = testCertificate(folder, settings.names)
  const arrived: Arrived[] = []
  const server = new SMTPServer({
    secure: security === 'tls',
    cert: readFileSync(certFile),
    key: readFileSync(keyFile),
    hideSTARTTLS: security !== 'starttls',
    allowInsecureAuth: security === 'none',
    disableReverseLookup: true,
    logger: false,
    onAuth({ username, password }, _session, done) {
      if (username === 'mot-cua' && password === PASSWORD) return done(null, { user: username })
      done(refusal({ code: 535, text: '5.7.8 Sai tai khoan' }))
    },
    onRcptTo({ address }, _session, done) {
      const refused = recipient?.(address)
      done(refused ? refusal(refused) : null)
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const refused = letter?.('')
        if (refused) return done(refusal(refused))
        const { mailFrom, rcptTo } = session.envelope
        const to = rcptTo.map((it) => it.address)
        const from = mailFrom ? mailFrom.address : ''
        arrived.push({ from, to, bytes: Buffer.concat(chunks), secure: session.secure })
        done(null)
      })
    },
    ...settings.options,
  })
  server.on('error', () => undefined)
  const port = await new Promise<number>((resolve) => {
    const listener = server.listen(0, '127.0.0.1', () => {
      const place = listener.address()
      resolve(typeof place === 'object' && place ? place.port : 0)
    })
  })
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
    arrived,
    async stop() {
      await new Promise<void>((done) => server.close(() => done()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function refusal({ code, text }: { readonly code: number; readonly text: string }): Error {
  return Object.assign(new Error(text), { responseCode: code })
}

/** A server that follows a script: what it says to each line that begins with a word; `cut` hangs up, `mute` says nothing more. */
export async function startScripted(
  script: Readonly<Record<string, string>>,
): Promise<{ readonly port: number; readonly heard: readonly string[]; stop(): Promise<void> }> {
  const heard: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    const say = (key: string): void => {
      const answer = script[key]
      if (answer === 'cut') socket.destroy()
      else if (answer !== undefined && answer !== 'mute') socket.write(`${answer}\r\n`)
    }
    let rest = ''
    socket.on('data', (bytes) => {
      rest += bytes.toString('latin1')
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end)
        rest = rest.slice(end + 2)
        heard.push(line)
        const key = Object.keys(script).find(
          (word) => word !== '' && (word === '.' ? line === '.' : line.startsWith(word)),
        )
        if (key !== undefined) say(key)
      }
    })
    say('')
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const place = server.address()
      resolve(typeof place === 'object' && place ? place.port : 0)
    })
  })
  return {
    port,
    heard,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((done) => server.close(() => done()))
    },
  }
}
