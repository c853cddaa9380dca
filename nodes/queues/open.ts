import type { ConnectionHandle } from '#shared/node/run.ts'
import { addressOf } from './address.ts'
import type { Listen, Sender } from './broker.ts'

/** How to listen at the broker that a connection names; its driver is loaded when it is needed. */
export function listenAt(connection: ConnectionHandle): Listen {
  const address = addressOf(connection)
  return async (listening) => (await import('./amqp/listen.ts')).listenAmqp(address, listening)
}

/** Opens a sender to the broker that a connection names; the caller closes it. */
export async function openSender(connection: ConnectionHandle): Promise<Sender> {
  const address = addressOf(connection)
  return (await import('./amqp/send.ts')).openAmqpSender(address)
}

/** Signs in at the broker that a connection names and leaves again; gives what the broker calls itself. */
export async function visit(connection: ConnectionHandle): Promise<string> {
  return (await import('./amqp/connect.ts')).visitAmqp(addressOf(connection))
}
