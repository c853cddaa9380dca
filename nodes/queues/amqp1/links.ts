import type { Receiver, Sender, Session } from 'rhea'
import { type FlowError, retryable } from '#shared/errors/flow-error.ts'
import type { Amqp1 } from './connect.ts'
import { linkFault } from './faults.ts'

const TIMEOUT_MS = 10_000

/** A link that the broker has agreed to. */
export interface OpenLink<L> {
  readonly link: L
  readonly open: boolean
  /** Resolves when it is gone, with what it ended with. */
  readonly ended: Promise<FlowError>
  close(): void
}

/**
 * Opens a link in a session of its own, since brokers end the whole session of whoever names a queue that is not there.
 * Throws `queue.unknown`, `queue.auth`, `queue.refused`, `queue.rejected` or what became of the connection.
 */
export async function openLink<L extends Sender | Receiver>(
  amqp: Amqp1,
  queue: string,
  attach: (session: Session) => L,
): Promise<OpenLink<L>> {
  const opened = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<FlowError>()
  let open = false
  const session = amqp.connection.create_session()
  session.begin()
  const link = attach(session)
  const end = (fault: FlowError): void => {
    open = false
    opened.reject(fault)
    ended.resolve(fault)
  }
  const role = link.is_receiver() ? 'receiver' : 'sender'
  link.on(`${role}_open`, () => {
    // A broker that refuses opens the link with no end point first, and closes it then with its reason.
    if (!(role === 'receiver' ? link.source : link.target)) return
    open = true
    opened.resolve()
  })
  for (const name of ['error', 'close']) {
    link.on(`${role}_${name}`, () => end(linkFault(link.error, amqp.place, queue)))
    session.on(`session_${name}`, () => end(linkFault(session.error, amqp.place, queue)))
  }
  void amqp.closed.then(end)
  const late = (): void => end(retryable('connect.timeout', { host: amqp.place, seconds: TIMEOUT_MS / 1000 }))
  const timer = setTimeout(late, TIMEOUT_MS)
  await opened.promise.finally(() => clearTimeout(timer))
  return {
    link,
    get open() {
      return open
    },
    ended: ended.promise,
    close() {
      open = false
      if (amqp.open) session.close()
    },
  }
}
