import { join } from 'node:path'
import { createDvcqg, createMotCua, seededRandom } from '#nodes/simulators/index.ts'
import { createRpc } from '#runtime/worker/rpc.ts'
import type { PartnersApi } from './partners.ts'
import { createSink } from './sink.ts'

/** The partner systems in a process of their own, which no kill of ours touches. Argument 1: their folder. Argument 2: the seed. */
const [, , folder = '', seed = ''] = process.argv
const motCua = createMotCua({ folder, random: seededRandom(`${seed}/mot-cua`), record: join(folder, 'mot-cua.jsonl') })
const dvcqg = createDvcqg({ folder, random: seededRandom(`${seed}/dvcqg`), record: join(folder, 'dvcqg.jsonl') })
const sink = createSink(join(folder, 'sink.jsonl'))

const portal = await dvcqg.listen(0)
const sinkPort = await new Promise<number>((resolve) => {
  sink.server.listen({ host: '127.0.0.1', port: 0 }, () => {
    const address = sink.server.address()
    resolve(typeof address === 'object' && address ? address.port : 0)
  })
})

const api: PartnersApi = {
  addresses: async () => ({
    portal: portal.url,
    sink: `http://127.0.0.1:${sinkPort}`,
    database: motCua.database,
  }),
  async generate(rows) {
    const before = motCua.state().counts.HangDoi ?? 0
    while ((motCua.state().counts.HangDoi ?? 0) - before < rows) motCua.generate(1)
    return motCua.state().counts.HangDoi ?? 0
  },
  async slow(ms) {
    dvcqg.faults.set(ms > 0 ? { delayMs: ms } : {})
    sink.delay(ms)
  },
  has: async ({ kind, ids }) => ids.every((id) => sink.has(kind, id)),
  hold: async (id) => sink.hold(id),
  free: async (id) => sink.free(id),
  taken: async () => sink.count,
  progress: async () => dvcqg.state().record.lastSeq + sink.count,
}

createRpc<Record<string, never>, PartnersApi>(
  {
    send: (frame) => process.send?.(frame) ?? false,
    onMessage: (listener) => void process.on('message', listener),
    onClose: (listener) => void process.on('disconnect', listener),
  },
  api,
)
process.on('disconnect', () => process.exit(0))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
process.send?.({ kind: 'ready' })
