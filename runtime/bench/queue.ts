import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { type ConfirmChannel, connect } from 'amqplib'
import { type Figure, round, say } from '../chaos/harness/figures.ts'
import { type PlainFlow, publish } from '../chaos/harness/flows.ts'
import { installServer, pause, type Server } from '../chaos/harness/server.ts'
import { inWorkplace, type Workplace } from '../chaos/harness/workplace.ts'
import { BODY } from './dossier.ts'

const MESSAGES = 20_000
const ROUNDS = 3
const PREFETCH = 200
const GOAL = 0.4
/** Without progress for so long the measurement is given up. */
const STUCK_MS = 60_000

/** Two queues, as far as the measurement needs them. */
interface Queues {
  readonly from: string
  readonly to: string
  readonly channel: ConfirmChannel
}

/** `queue.amqp/bare`: RabbitMQ in, stored and synced, mapped, RabbitMQ out with its confirmation, against the same by hand without storing anything. */
export async function queueFigures(): Promise<readonly Figure[]> {
  return inWorkplace('bench-queue', false, async (place) => {
    const queues = await openQueues(place)
    const server = await installServer({ folder: join(place.folder, 'server'), workers: availableParallelism() })
    place.serves(server)
    await server.start()
    await server.allReady()
    await deploy(server, queues)
    const rates: { readonly bare: number; readonly ours: number }[] = []
    for (let turn = 0; turn < ROUNDS; turn++) {
      const bare = await measureBare(queues)
      const ours = await measureOurs(server, queues)
      say(`  by hand ${bare.toFixed(0)}/s, Liên Thông ${ours.toFixed(0)}/s`)
      rates.push({ bare, ours })
    }
    const [middle] = rates
      .map(({ bare, ours }) => ours / bare)
      .sort((a, b) => a - b)
      .slice(Math.floor(ROUNDS / 2))
    const value = round(middle ?? Number.NaN)
    const perSecond = rates.map(({ bare, ours }) => [round(bare, 0), round(ours, 0)])
    const detail = { messages: MESSAGES, prefetch: PREFETCH, workers: availableParallelism(), perSecond }
    return [{ figure: 'queue.amqp/bare', value, unit: 'ratio', goal: GOAL, ok: value >= GOAL, detail }]
  })
}

async function openQueues(place: Workplace): Promise<Queues> {
  const connection = await connect(process.env.LIENTHONG_TEST_AMQP_URL ?? 'amqp://guest:guest@127.0.0.1:5672')
  const channel = await connection.createConfirmChannel()
  const name = `lt.bench.${randomBytes(4).toString('hex')}`
  const queues = { from: `${name}.vao`, to: `${name}.ra`, channel }
  for (const queue of [queues.from, queues.to]) await channel.assertQueue(queue, { durable: true, expires: 3_600_000 })
  place.ends(() => void connection.close())
  return queues
}

async function deploy(server: Server, { from, to }: Queues): Promise<void> {
  const address = new URL(process.env.LIENTHONG_TEST_AMQP_URL ?? 'amqp://guest:guest@127.0.0.1:5672')
  await server.api('PUT', '/connections/hang-doi', {
    kind: 'queue',
    title: 'Hàng đợi',
    values: { protocol: 'amqp', host: address.hostname, port: Number(address.port), user: address.username },
    secrets: { password: address.password },
  })
  const map = ['maHoSo', 'maThuTuc', 'chuHoSo', 'trangThai']
  const fields = ['MaHoSo', 'MaTTHC', 'ChuHoSo.HoTen', 'TrangThaiHoSo']
  const flow: PlainFlow = {
    format: 1,
    id: 'do-hang-doi',
    title: 'Đo tốc độ: hàng đợi',
    nodes: {
      nhan: {
        use: 'queue-in@1',
        settings: { connection: 'hang-doi', queue: from, order: 'compete', prefetch: PREFETCH },
        to: { out: ['doi'] },
      },
      doi: {
        use: 'map-fields@1',
        settings: { mapping: map.map((name, i) => ({ target: name, value: { field: fields[i] } })) },
        to: { out: ['gui'] },
      },
      gui: { use: 'queue-out@1', settings: { connection: 'hang-doi', to } },
    },
  }
  await publish(server, flow)
  await server.api('POST', '/flows/do-hang-doi/pause', { reason: 'đo' })
}

async function fill({ channel, from, to }: Queues): Promise<void> {
  await channel.purgeQueue(to)
  for (let i = 0; i < MESSAGES; i++) {
    channel.sendToQueue(from, Buffer.from(BODY), {
      persistent: true,
      contentType: 'application/json',
      messageId: randomBytes(12).toString('hex'),
    })
  }
  await channel.waitForConfirms()
}

async function measureBare(queues: Queues): Promise<number> {
  await fill(queues)
  const began = performance.now()
  const args = [queues.from, queues.to, String(PREFETCH)]
  const child = fork(join(import.meta.dirname, 'queue-bare-process.ts'), args, {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  try {
    return await rateOf(queues, began)
  } finally {
    child.kill('SIGKILL')
  }
}

async function measureOurs(server: Server, queues: Queues): Promise<number> {
  await fill(queues)
  const began = performance.now()
  await server.api('POST', '/flows/do-hang-doi/resume')
  const rate = await rateOf(queues, began)
  await server.api('POST', '/flows/do-hang-doi/pause', { reason: 'đo' })
  return rate
}

/** Messages a second between the first tenth and the end, so that starting does not count. */
async function rateOf({ channel, to }: Queues, began: number): Promise<number> {
  let first: { readonly at: number; readonly count: number } | undefined
  for (let last = 0, moved = began; ; ) {
    const { messageCount: count } = await channel.checkQueue(to)
    const now = performance.now()
    if (count > last) moved = now
    last = count
    if (!first && count >= MESSAGES / 10) first = { at: now, count }
    if (count >= MESSAGES && first && now > first.at) return ((count - first.count) * 1000) / (now - first.at)
    if (now - moved > STUCK_MS) throw new Error(`${count} of ${MESSAGES} arrived and nothing moves`)
    await pause(20)
  }
}
