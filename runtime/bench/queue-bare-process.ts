import { connect } from 'amqplib'
import type { DOSSIER } from './dossier.ts'

/** What the flow does, written by hand: takes from one queue of RabbitMQ, maps, sends to another, and acknowledges when that is confirmed. */
const [from = '', to = '', prefetch = ''] = process.argv.slice(2)

const connection = await connect(process.env.LIENTHONG_TEST_AMQP_URL ?? 'amqp://guest:guest@127.0.0.1:5672')
const channel = await connection.createConfirmChannel()
await channel.prefetch(Number(prefetch))
await channel.consume(from, (message) => {
  if (!message) return
  const it: typeof DOSSIER = JSON.parse(message.content.toString())
  const body = { maHoSo: it.MaHoSo, maThuTuc: it.MaTTHC, chuHoSo: it.ChuHoSo.HoTen, trangThai: it.TrangThaiHoSo }
  const options = { persistent: true, mandatory: true, messageId: message.properties.messageId }
  channel.sendToQueue(to, Buffer.from(JSON.stringify(body)), options, (error: unknown) => {
    if (!error) channel.ack(message)
  })
})
process.on('disconnect', () => process.exit(0))
