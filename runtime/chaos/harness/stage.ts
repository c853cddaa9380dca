import { join } from 'node:path'
import { checkHttp, type Verdict } from './checker.ts'
import { openEngineRecord } from './engine-record.ts'
import { acceptFlow, furnish, type PlainFlow, publish } from './flows.ts'
import { type Partners, startPartners } from './partners.ts'
import { type Sender, startSender } from './sender.ts'
import { installServer, type Server } from './server.ts'
import { settled } from './settle.ts'
import type { Workplace } from './workplace.ts'

/** A running installation with its partners and the flows of a case, all workers ready. */
export interface Stage {
  readonly server: Server
  readonly partners: Partners
  /** The file of acknowledgements. */
  readonly acknowledged: string
  /** Starts to send messages to `acceptFlow`, so many a second. */
  send(perSecond: number): Sender
  /** Waits until `acceptFlow` has nothing under way, then compares the three histories of it. */
  check(): Promise<Verdict>
}

/** Sets a stage; everything ends with the workplace. `env`: more of the server's environment; two workers unless told. */
export async function setStage(
  place: Workplace,
  seed: string,
  flows: readonly PlainFlow[],
  { env = {}, workers = 2 }: { readonly env?: Readonly<Record<string, string>>; readonly workers?: number } = {},
): Promise<Stage> {
  const partners = await startPartners(join(place.folder, 'partners'), seed)
  place.ends(partners.close)
  const server = await installServer({ folder: join(place.folder, 'server'), workers, env })
  const engineAt = env.LIENTHONG_ENGINE ?? server.data
  place.serves(server)
  await server.start()
  await furnish(server, partners)
  for (const flow of flows) await publish(server, flow)
  await server.allReady()
  const acknowledged = join(place.folder, 'acknowledged.jsonl')
  return {
    server,
    partners,
    acknowledged,
    send(perSecond) {
      const sender = startSender(`${server.gateway}/thu-nghiem/nhan`, acknowledged, perSecond)
      place.ends(sender.kill)
      return sender
    },
    async check() {
      await settled(engineAt, [acceptFlow.id], partners.api.progress, 500)
      const engine = openEngineRecord(engineAt)
      try {
        return checkHttp(acknowledged, join(partners.folder, 'sink.jsonl'), acceptFlow.id, engine)
      } finally {
        engine.close()
      }
    },
  }
}
