import type { IClientPublishOptions } from 'mqtt'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import type { BrokerAddress } from '../address.ts'
import type { Outgoing, Sender } from '../broker.ts'
import { stoppable } from '../stoppable.ts'
import { connectMqtt, type MqttLink, mqttFault } from './connect.ts'

/** A reason code of MQTT 5 (§3.4.2.1): the broker has taken the message, and nobody is there to get it. */
const NO_SUBSCRIBERS = 16
/** The longest packet of MQTT (§1.5.5), less room for what is not the body. */
const MOST_BYTES = 268_435_455 - 65_536
const NO_HEADERS = {
  vi: 'MQTT 3.1.1 không có tiêu đề; bỏ tiêu đề trong nút hoặc dùng MQTT 5',
  en: 'MQTT 3.1.1 has no headers; leave them out in the node, or use MQTT 5',
}
const BAD_TOPIC = { vi: 'chủ đề để gửi không được có + hoặc #', en: 'a topic to send to must not have + or #' }

/** Opens a connection to an MQTT broker on which each message is sent with QoS 1. */
export async function openMqttSender(address: BrokerAddress): Promise<Sender> {
  const { place } = address
  const link = await connectMqtt(address)
  const answers = new Map<number, number | undefined>()
  link.client.on('packetreceive', (packet) => {
    if (packet.cmd === 'puback' && packet.messageId !== undefined) answers.set(packet.messageId, packet.reasonCode)
  })
  const most = Math.min(link.connack.properties?.maximumPacketSize ?? MOST_BYTES, MOST_BYTES)
  return {
    get open() {
      return link.client.connected
    },
    async send(message) {
      if (!link.client.connected) throw retryable('connect.unreachable', { host: place, reason: 'closed' })
      if (/[+#\0]/.test(message.to)) throw permanent('queue.rejected', { host: place, reason: BAD_TOPIC })
      if (message.bytes.length > most) throw permanent('queue.too-large', { limit: `${most} byte` })
      if (link.version === 4 && Object.keys(message.headers).length > 0) {
        throw permanent('queue.rejected', { host: place, reason: NO_HEADERS })
      }
      const sent = Promise.race([publish(link, message, place), link.gone])
      const id = await stoppable(sent, message, place)
      const answer = answers.get(id)
      answers.delete(id)
      // What is retained waits at the topic for whoever comes.
      if (answer === NO_SUBSCRIBERS && !message.retain) {
        throw permanent('queue.no-target', { host: place, to: message.to })
      }
    },
    close: () => link.close(),
  }
}

/** Resolves with the number of the packet when the broker has confirmed it. */
function publish({ client, version }: MqttLink, message: Outgoing, place: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const options: IClientPublishOptions = {
    qos: 1,
    retain: message.retain,
    ...(version === 5 ? { properties: propertiesOf(message) } : {}),
  }
  let id = 0
  client.publish(message.to, message.bytes, options, (error) => (error ? reject(mqttFault(error, place)) : resolve(id)))
  id = client.getLastMessageId()
  return promise
}

function propertiesOf({ headers, contentType, messageId, expiresMs }: Outgoing): IClientPublishOptions['properties'] {
  const { 'correlation-id': correlation, 'reply-to': replyTo, ...others } = headers
  return {
    contentType,
    userProperties: { 'message-id': messageId, ...others },
    ...(correlation === undefined ? {} : { correlationData: Buffer.from(correlation) }),
    ...(replyTo === undefined ? {} : { responseTopic: replyTo }),
    ...(expiresMs === undefined ? {} : { messageExpiryInterval: Math.max(1, Math.ceil(expiresMs / 1000)) }),
  }
}
