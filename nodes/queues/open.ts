import type { ConnectionHandle } from '#shared/node/run.ts'
import { addressOf } from './address.ts'
import type { Listen, Sender } from './broker.ts'

/** How to listen at the broker that a connection names; its driver is loaded when it is needed. */
export function listenAt(connection: ConnectionHandle): Listen {
  return async (listening) => {
    const address = await addressOf(connection)
    if (address.protocol === 'nats') return (await import('./nats/listen.ts')).listenNats(address, listening)
    if (address.protocol === 'redis') return (await import('./redis/listen.ts')).listenRedis(address, listening)
    if (address.protocol === 'mqtt') return (await import('./mqtt/listen.ts')).listenMqtt(address, listening)
    if (address.protocol === 'kafka') return (await import('./kafka/listen.ts')).listenKafka(address, listening)
    if (address.protocol === 'amqp1') return (await import('./amqp1/listen.ts')).listenAmqp1(address, listening)
    return (await import('./amqp/listen.ts')).listenAmqp(address, listening)
  }
}

/** Opens a sender to the broker that a connection names; the caller closes it. */
export async function openSender(connection: ConnectionHandle): Promise<Sender> {
  const address = await addressOf(connection)
  if (address.protocol === 'nats') return (await import('./nats/send.ts')).openNatsSender(address)
  if (address.protocol === 'redis') return (await import('./redis/send.ts')).openRedisSender(address)
  if (address.protocol === 'mqtt') return (await import('./mqtt/send.ts')).openMqttSender(address)
  if (address.protocol === 'kafka') return (await import('./kafka/send.ts')).openKafkaSender(address)
  if (address.protocol === 'amqp1') return (await import('./amqp1/send.ts')).openAmqp1Sender(address)
  return (await import('./amqp/send.ts')).openAmqpSender(address)
}

/** Signs in at the broker that a connection names and leaves again; gives what the broker calls itself. */
export async function visit(connection: ConnectionHandle): Promise<string> {
  const address = await addressOf(connection)
  if (address.protocol === 'nats') return (await import('./nats/connect.ts')).visitNats(address)
  if (address.protocol === 'redis') return (await import('./redis/connect.ts')).visitRedis(address)
  if (address.protocol === 'mqtt') return (await import('./mqtt/connect.ts')).visitMqtt(address)
  if (address.protocol === 'kafka') return (await import('./kafka/connect.ts')).visitKafka(address)
  if (address.protocol === 'amqp1') return (await import('./amqp1/connect.ts')).visitAmqp1(address)
  return (await import('./amqp/connect.ts')).visitAmqp(address)
}
