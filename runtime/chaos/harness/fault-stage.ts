import { join } from 'node:path'
import type { FaultPoint } from '#runtime/faults.ts'
import { openLineFile } from './acknowledged-file.ts'
import { type ArmedFaults, createFaults } from './armed-faults.ts'
import { chainIsWhole } from './audit-chain.ts'
import { checkHttp, checkT1, type Verdict } from './checker.ts'
import { openEngineRecord } from './engine-record.ts'
import { alarmFlow, EDITION, editionFlow } from './fault-flows.ts'
import { acceptFlow, publish, T1, t1WithScript } from './flows.ts'
import { createProbe } from './probe.ts'
import type { Sender } from './sender.ts'
import { pause, type Server } from './server.ts'
import { manageService, type ServiceManager } from './service-manager.ts'
import { settled } from './settle.ts'
import { type Stage, setStage } from './stage.ts'
import type { Workplace } from './workplace.ts'

/** A running installation under load, in which faults can be armed, and everything that crosses their points can be set off. */
export interface FaultStage {
  readonly server: Server
  readonly service: ServiceManager
  readonly faults: ArmedFaults
  /** Sets off what crosses the point; may be called again and again, and does not mind refusals. */
  cross(point: FaultPoint): Promise<void>
  /** Resolves when new messages come all the way through again. Rejects after a minute. */
  recovered(name: string): Promise<void>
  /** Stops the load, waits until nothing is under way, compares all histories. Faults of the comparison are in words. */
  check(): Promise<{
    readonly accept: Verdict
    readonly alarm: Verdict
    readonly t1: Verdict
    readonly other: readonly string[]
  }>
}

const PER_SECOND = 10
/** Beyond this a payload is a file of its own. */
const LARGE = 'x'.repeat(80_000)
const ALARM_MS = 300
const TRY_MS = 15_000

/** Sets the stage; everything ends with the workplace. */
export async function setFaultStage(place: Workplace, seed: string): Promise<FaultStage> {
  const faults = createFaults(join(place.folder, 'faults'))
  const stage = await setStage(place, seed, [acceptFlow, alarmFlow, t1WithScript(), editionFlow(0)], {
    env: faults.env,
  })
  const { server, partners } = stage
  const service = manageService(server)
  place.ends(service.leave)
  const sender: Sender = stage.send(PER_SECOND)
  const desk = createCrossings(stage, place)
  const probe = createProbe(server, partners)
  return {
    server,
    service,
    faults,
    cross: desk.cross,
    recovered: probe,
    async check() {
      faults.disarm()
      await sender.stop()
      await settled(server.data, [acceptFlow.id, alarmFlow.id, T1], partners.api.progress, 2500)
      const engine = openEngineRecord(server.data)
      const sink = join(partners.folder, 'sink.jsonl')
      const accept = checkHttp(stage.acknowledged, sink, acceptFlow.id, engine)
      const alarm = checkHttp(desk.alarms, sink, alarmFlow.id, engine)
      const t1 = checkT1(partners.folder, engine)
      engine.close()
      const edition = await desk.editionIsWhole()
      await service.leave()
      await server.stop()
      return { accept, alarm, t1, other: [...edition, ...chainIsWhole(server)] }
    },
  }
}

interface Crossings {
  cross(point: FaultPoint): Promise<void>
  /** File of acknowledged alarms. */
  readonly alarms: string
  /** What is wrong with the version that receives messages, in words. */
  editionIsWhole(): Promise<readonly string[]>
}

function createCrossings({ server, partners, acknowledged }: Stage, place: Workplace): Crossings {
  const alarms = join(place.folder, 'alarms.jsonl')
  const [large, alarm] = [openLineFile(acknowledged), openLineFile(alarms)]
  let messages = 0
  let edition = 0

  async function post(file: ReturnType<typeof openLineFile>, path: string, id: string, body: object): Promise<void> {
    for (const until = performance.now() + TRY_MS; performance.now() < until; await pause(50)) {
      const answer = await fetch(`${server.gateway}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': id, connection: 'close' },
        body: JSON.stringify({ id, ...body }),
        signal: AbortSignal.timeout(10_000),
      })
        .then(async (it) => ({ status: it.status, text: await it.text() }))
        .catch(() => undefined)
      if (answer?.status !== 202) continue
      file.write({ id, ...(JSON.parse(answer.text) as object) })
      return
    }
  }

  const message = (): Promise<void> => post(large, '/thu-nghiem/nhan', `to-${++messages}`, { so: 1, LARGE })
  async function nap(): Promise<void> {
    const id = `hen-${++messages}`
    await post(alarm, '/thu-nghiem/hen', id, { hen: new Date(Date.now() + ALARM_MS).toISOString() })
  }
  const dossiers = async (): Promise<void> => void (await partners.api.generate(2))
  async function republish(): Promise<void> {
    await publish(server, editionFlow(++edition)).catch(() => undefined)
  }
  async function reopen(): Promise<void> {
    const pids = server.workers()
    const pid = pids[messages++ % Math.max(1, pids.length)]
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
    await pause(1000)
  }

  const crossings: Readonly<Record<FaultPoint, () => Promise<void>>> = {
    'accept.before-insert': message,
    'accept.before-commit': message,
    'accept.after-commit': message,
    'claim.after': nap,
    'step.before-run': message,
    'step.after-effect': message,
    'intend.after': message,
    'commit.inside': message,
    'commit.after': message,
    'timer.due': nap,
    'cron.slot': dossiers,
    'deploy.half': republish,
    'deploy.switch': republish,
    'migrate.inside': reopen,
    'blob.before-ref': message,
    'audit.append': republish,
  }

  async function running(): Promise<ReadonlySet<string>> {
    const seen = new Set<string>()
    for (let i = 0; i < 12; i++) {
      const answer = await fetch(`${server.gateway}/thu-nghiem/an-ban`, {
        method: 'POST',
        // No kept connection: a new one may come to any worker.
        headers: { 'content-type': 'application/json', connection: 'close' },
        body: '{}',
      })
      seen.add(await answer.text())
    }
    return seen
  }

  return {
    alarms,
    cross: (point) => crossings[point](),
    async editionIsWhole() {
      await server.allReady()
      const before = await running()
      await publish(server, editionFlow(++edition))
      const after = await running()
      return [
        ...(before.size === 1 ? [] : [`workers ran ${[...before].join(' and ')} of ${EDITION} at the same time`]),
        ...(after.size === 1 && [...after][0]?.includes(`an-ban-${edition}`)
          ? []
          : [`edition ${edition} was published and ${[...after].join(' and ')} runs`]),
      ]
    },
  }
}
