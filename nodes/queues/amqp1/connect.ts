import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import rhea, { type Connection, type ConnectionOptions } from 'rhea'
import { FlowError, retryable } from '#shared/errors/flow-error.ts'
import { type BrokerAddress, tlsOf } from '../address.ts'
import { connectionFault } from './faults.ts'

const TIMEOUT_MS = 10_000
/** A partner that is silent for twice as long is gone. */
const SILENT_MS = 15_000
const LEAVE_MS = 2000
const FRAME_BYTES = 131_072

/** An open AMQP 1.0 connection. It ends when it is lost, and is not made again. */
export interface Amqp1 {
  readonly connection: Connection
  readonly place: string
  /** What the broker calls itself: name and version, each empty when it does not say. */
  readonly product: { readonly name: string; readonly version: string }
  readonly open: boolean
  /** Resolves when it is gone, with what it ended with. */
  readonly closed: Promise<FlowError>
  /** Sends what is under way and leaves; a partner that does not answer is left. */
  close(): Promise<void>
}

/** Opens an AMQP 1.0 connection; throws `connect.unreachable`, `connect.timeout`, `connect.certificate`, `queue.auth` or `queue.rejected`. */
export async function connectAmqp1(address: BrokerAddress): Promise<Amqp1> {
  const { user, password = '' } = address
  // Written here, since the library cuts off what is not ASCII.
  if (user !== undefined) return openOnce(address, mechanism('PLAIN', `\0${user}\0${password}`))
  try {
    return await openOnce(address, mechanism('ANONYMOUS', 'anonymous'))
  } catch (error) {
    const unknown = error instanceof FlowError && /No suitable mechanism/.test(error.data.message.en)
    if (!unknown) throw error
    // Some brokers take the nameless only without any sign-in step, such as RabbitMQ 3.
    return openOnce(address, undefined)
  }
}

/** How to sign in: for each mechanism by its name, what makes one that gives its first answer. */
type Mechanisms = Readonly<Record<string, () => { start(answer: (error: undefined, bytes: Buffer) => void): void }>>

function mechanism(name: string, first: string): Mechanisms {
  return { [name]: () => ({ start: (answer) => answer(undefined, Buffer.from(first)) }) }
}

async function openOnce(address: BrokerAddress, mechanisms: Mechanisms | undefined): Promise<Amqp1> {
  const { place } = address
  const opened = Promise.withResolvers<void>()
  const closed = Promise.withResolvers<FlowError>()
  let open = false
  let socket: Socket | undefined
  const container = rhea.create_container()
  const connection = container.create_connection(
    optionsOf(address, mechanisms, (one) => {
      socket = one
    }),
  )
  const end = (error: unknown): void => {
    const fault = error instanceof FlowError ? error : connectionFault(error, place, open)
    open = false
    opened.reject(fault)
    closed.resolve(fault)
    socket?.destroy()
  }
  connection.on('connection_open', () => {
    open = true
    opened.resolve()
  })
  connection.on('connection_error', ({ error }) => end(error))
  connection.on('connection_close', () => end(connection.error))
  connection.on('disconnected', ({ error }) => end(error))
  // Without a listener an error would end the process.
  for (const it of [connection, container]) for (const name of ['error', 'protocol_error']) it.on(name, end)
  const timer = setTimeout(() => end(retryable('connect.timeout', { host: place, seconds: 10 })), TIMEOUT_MS)
  try {
    connection.connect()
    await opened.promise
  } finally {
    clearTimeout(timer)
  }
  return {
    connection,
    place,
    product: productOf(connection.properties),
    get open() {
      return open
    },
    closed: closed.promise,
    async close() {
      const late = setTimeout(() => end(undefined), LEAVE_MS)
      connection.close()
      await closed.promise
      clearTimeout(late)
    },
  }
}

function optionsOf(
  address: BrokerAddress,
  mechanisms: Mechanisms | undefined,
  made: (socket: Socket) => void,
): ConnectionOptions {
  const { reached, port, host, vhost, tls } = address
  const connect = (_port: number, _host: string, _options: object, connected: () => void): Socket => {
    const at = { host: reached, port, noDelay: true, keepAlive: true }
    const socket = tls === 'off' ? connectPlain(at, connected) : connectTls({ ...at, ...tlsOf(address) }, connected)
    made(socket)
    return socket
  }
  const options = {
    host: reached,
    port,
    ...(mechanisms === undefined ? {} : { sasl_mechanisms: mechanisms }),
    // RabbitMQ takes its virtual host from here; for others it is the name they were asked for by.
    hostname: vhost === '/' ? host : `vhost:${vhost}`,
    sasl_init_hostname: host,
    idle_time_out: SILENT_MS,
    max_frame_size: FRAME_BYTES,
    reconnect: false,
    connection_details: () => ({ host: reached, port, connect }),
  }
  return options
}

function productOf(properties: Readonly<Record<string, unknown>> | undefined): Amqp1['product'] {
  const text = (name: string): string => String(properties?.[name] ?? '').slice(0, 100)
  return { name: text('product'), version: text('version') }
}

/** Signs in and leaves again; gives product and version. */
export async function visitAmqp1(address: BrokerAddress): Promise<string> {
  const amqp = await connectAmqp1(address)
  const { name, version } = amqp.product
  const refused = await sessionFault(amqp)
  await amqp.close()
  if (refused) throw refused
  return name === '' ? 'AMQP 1.0' : `${name} ${version} (AMQP 1.0)`
}

/** RabbitMQ looks at the virtual host when a session begins. */
async function sessionFault(amqp: Amqp1): Promise<FlowError | undefined> {
  const session = amqp.connection.create_session()
  const begun = new Promise<undefined>((done) => session.on('session_open', () => done(undefined)))
  session.begin()
  return Promise.race([begun, amqp.closed])
}
