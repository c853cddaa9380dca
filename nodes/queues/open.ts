import type { ConnectionHandle } from '#shared/node/run.ts'
import { addressOf } from './address.ts'
import type { Listen, Sender } from './broker.ts'

/** How to listen at the broker that a connection names; its driver is loaded when it is needed. */
export function listenAt(connection: ConnectionHandle): Listen {
  const address = addressOf(connection)
  if (address.protocol === 'nats')
    return async (listening) => (await import('./nats/listen.ts')).listenNats(address, listening)
  return async (listening) => (await import('./amqp/listen.ts')).listenAmqp(address, listening)
}

/** Opens a sender to the broker that a connection names; the caller closes it. */
export async function openSender(connection: ConnectionHandle): Promise<Sender> {
  const address = addressOf(connection)
  if (address.protocol === 'nats') return (await import('./nats/send.ts')).openNatsSender(address)
  return (await import('./amqp/send.ts')).openAmqpSender(address)
}

/** Signs in at the broker that a connection names and leaves again; gives what the broker calls itself. */
export async function visit(connection: ConnectionHandle): Promise<string> {
  const address = addressOf(connection)
  if (address.protocol === 'nats') return (await import('./nats/connect.ts')).visitNats(address)
  return (await import('./amqp/connect.ts')).visitAmqp(address)
}
