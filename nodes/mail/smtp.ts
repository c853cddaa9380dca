import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { secretOf, valuesOf } from '#nodes/connections/read-connection.ts'
import { smtpConnection } from '#nodes/connections/smtp.ts'
import { tlsOptions } from '#nodes/connections/tls-options.ts'
import { CONNECT_MS } from '#nodes/files/drivers/faults.ts'
import { retryable } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import { type Refusal, refusalsOf, smtpFault } from './smtp-faults.ts'

/** Most that one answer of a server may have, in bytes. */
const MOST_ANSWER = 64 * 1024

/** A letter on its way: who it goes to (the envelope), and the whole of it as bytes (RFC 5322). */
export interface Letter {
  readonly from: string
  readonly to: readonly string[]
  readonly bytes: Buffer
}

/** What became of a letter that the server took for at least one recipient. */
export interface Delivered {
  readonly accepted: readonly string[]
  readonly refused: readonly Refusal[]
  readonly response: string
}

/** A session with a server, signed in. Everything that fails is a `FlowError`; `connect.cut` and `connect.timeout` mean that the letter may have been taken. */
export interface SmtpSession {
  send(letter: Letter): Promise<Delivered>
  /** Asks for something that changes nothing (RSET). */
  ask(): Promise<void>
  close(): void
}

/** Connects, makes the line safe and signs in, all of it and what follows within the time. */
export async function openSmtp(
  connection: ConnectionHandle,
  within: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<SmtpSession> {
  const { host, port, security, user, authority } = valuesOf(smtpConnection, connection)
  const password = user === undefined ? '' : secretOf(connection, 'password')
  const address = await connection.reach.host(host, port)
  within.signal.throwIfAborted()
  const seconds = Math.round(within.timeoutMs / 1000)
  let handed = false
  const line = new SMTPConnection({
    host: address,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: tlsOptions(host, authority),
    connectionTimeout: Math.min(CONNECT_MS, within.timeoutMs),
    greetingTimeout: within.timeoutMs,
    socketTimeout: within.timeoutMs,
    maxResponseSize: MOST_ANSWER,
    logger: false,
  })
  const broken = Promise.withResolvers<never>()
  broken.promise.catch(() => undefined)
  line.on('error', broken.reject)
  line.once('end', () => broken.reject(Object.assign(new Error('closed'), { code: 'ECONNECTION' })))
  const stop = (): void => {
    broken.reject(Object.assign(new Error('stopped'), { code: 'ETIMEDOUT' }))
    line.close()
  }
  const timer = setTimeout(stop, within.timeoutMs)
  within.signal.addEventListener('abort', stop, { once: true })
  const close = (): void => {
    clearTimeout(timer)
    within.signal.removeEventListener('abort', stop)
    line.close()
  }

  async function step<T>(work: (done: (error?: Error | null, result?: T) => void) => void): Promise<T | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<T | undefined>()
    work((error, result) => (error ? reject(error) : resolve(result)))
    try {
      return await Promise.race([promise, broken.promise])
    } catch (error) {
      promise.catch(() => undefined)
      throw smtpFault(error, { host, seconds, handed })
    }
  }

  try {
    await step<void>((done) => line.connect(done))
    if (user !== undefined) await step((done) => line.login({ user, credentials: { user, pass: password } }, done))
  } catch (error) {
    close()
    throw error
  }
  return {
    async send({ from, to, bytes }) {
      // The server has begun to take the letter only once its end was handed over (RFC 5321 §4.1.1.4), and that cannot be before this ends.
      const source = Readable.from(
        (async function* () {
          yield bytes
          handed = true
        })(),
        { objectMode: false },
      )
      const sent = await step<SMTPConnection.SentMessageInfo>((done) =>
        line.send({ from, to: [...to], size: bytes.length }, source, done),
      )
      if (!sent) throw retryable('connect.cut', { host })
      return {
        accepted: sent.accepted,
        refused: refusalsOf(sent.rejectedErrors),
        response: sent.response.slice(0, 300),
      }
    },
    ask: async () => void (await step((done) => line.reset(done))),
    close() {
      line.quit()
      close()
    },
  }
}
