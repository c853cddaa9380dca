import { join } from 'node:path'
import { seededRandom } from '#nodes/simulators/index.ts'
import type { FlowVersion } from '#shared/api/flows.ts'
import { openLineFile, readLineFile } from './harness/acknowledged-file.ts'
import { checkHttp } from './harness/checker.ts'
import { type KeyedRun, openEngineRecord } from './harness/engine-record.ts'
import { numberedFlow } from './harness/fault-flows.ts'
import { type Figure, say, torture } from './harness/figures.ts'
import { type Acknowledgement, startSender } from './harness/sender.ts'
import { pause, type Server } from './harness/server.ts'
import { settled } from './harness/settle.ts'
import type { SinkLine } from './harness/sink.ts'
import { type Stage, setStage } from './harness/stage.ts'
import { type CaseOptions, inWorkplace, type Workplace } from './harness/workplace.ts'

const SWITCH_MS = 300
const PER_SECOND = 40
/** Longer than a version stays: nearly every run sees its flow change while it is under way. */
const ASLEEP = 'PT0.5S'
/** Every so many switches goes back to an earlier version. */
const BACK_EVERY = 3
/** Every so many switches a worker is killed, where that is asked for. */
const KILL_EVERY = 3
const TRY_MS = 20_000

interface Round {
  readonly flow: string
  readonly kills: boolean
  readonly switches: number
}

interface Outcome {
  readonly detail: Readonly<Record<string, unknown>>
  readonly faults: readonly string[]
}

/** Publishing and rolling back under load lose and repeat nothing, and every run ends on the version that it began with. */
export async function publishUnderLoad({ seed, short, keep }: CaseOptions): Promise<readonly Figure[]> {
  return inWorkplace('publish-under-load', keep, async (place) => {
    const stage = await setStage(place, seed, [])
    const switches = short ? 6 : 100
    const calm = await round(stage, place, seed, { flow: 'doi-phien-ban', kills: false, switches })
    const killed = await round(stage, place, seed, { flow: 'doi-phien-ban-va-giet', kills: true, switches })
    const faults = [...calm.faults, ...killed.faults]
    const some = faults.slice(0, 10)
    for (const fault of some) say(`  ${fault}`)
    const detail = { seed, calm: calm.detail, killed: killed.detail, faults: some }
    return [torture('publish-under-load', faults.length, detail)]
  })
}

async function round(stage: Stage, place: Workplace, seed: string, { flow, kills, switches }: Round): Promise<Outcome> {
  const { server, partners } = stage
  const random = seededRandom(`${seed}/${flow}`)
  const acknowledged = join(place.folder, `${flow}.jsonl`)
  const press = createPress(server, flow, random)
  await press.turn(0)
  const sender = startSender(`${server.gateway}/thu-nghiem/${flow}`, acknowledged, PER_SECOND, flow)
  place.ends(sender.kill)
  const first = openLineFile(acknowledged)
  const expected = new Map<string, string>()
  let draining = 0
  for (let i = 1; i <= switches; i++) {
    await pause(SWITCH_MS)
    if (kills && i % KILL_EVERY === 1) killOne(server, random)
    const version = await press.turn(i)
    const id = `${flow}-sau-${i}`
    first.write(await deliver(server, flow, id))
    expected.set(id, version)
    draining = Math.max(draining, await press.openOnOldVersions())
  }
  const sent = await sender.stop()
  first.close()
  await settled(server.data, [flow], partners.api.progress, 500)
  const engine = openEngineRecord(server.data)
  const sink = join(partners.folder, 'sink.jsonl')
  const verdict = checkHttp(acknowledged, sink, flow, engine)
  const runs = engine.keyed(flow)
  engine.close()
  const faults = [
    ...verdict.findings,
    ...(kills ? [] : Object.entries(verdict.inbox).map(([what, n]) => `${n} runs are ${what} although nothing failed`)),
    ...wrongVersions(runs, expected),
    ...wrongEditions(runs, readLineFile<SinkLine>(sink), press.numbers),
    ...(draining > 0 ? [] : ['the drain counter never showed a run on an earlier version']),
    ...(await press.notDrained()),
  ]
  const { messages, lost, duplicated, inbox } = verdict
  const versions = press.numbers.size
  return { faults, detail: { switches, versions, draining, messages, lost, duplicated, inbox, ...sent } }
}

/** Changes the version of a flow. */
interface Press {
  /** Publishes an edition of this number or goes back to an earlier one; answers the version that then receives messages. */
  turn(number: number): Promise<string>
  /** Runs under way on versions that receive no messages any more, as the API shows them. */
  openOnOldVersions(): Promise<number>
  /** Versions that the API still shows runs on, in words; empty when the last run has ended. */
  notDrained(): Promise<readonly string[]>
  /** The edition that each version stamps on its calls. */
  readonly numbers: ReadonlyMap<string, number>
}

function createPress(server: Server, flow: string, random: () => number): Press {
  const numbers = new Map<string, number>()

  async function change(number: number): Promise<string> {
    const known = [...numbers.keys()]
    const back = number % BACK_EVERY === 0 ? known[Math.floor(random() * known.length)] : undefined
    if (back !== undefined) {
      await server.api('POST', `/flows/${flow}/versions/${back}/activate`, { note: 'back' })
      return back
    }
    await server.api('PUT', `/flows/${flow}`, { flow: numberedFlow(flow, `/thu-nghiem/${flow}`, number, ASLEEP) })
    const { version } = (await server.api('POST', `/flows/${flow}/publish`, {})) as { version: string }
    numbers.set(version, number)
    return version
  }

  const versions = async (): Promise<readonly FlowVersion[]> =>
    ((await server.api('GET', `/flows/${flow}/versions`)) as { versions: FlowVersion[] }).versions

  return {
    numbers,
    // A worker that dies in the middle may make it fail; whoever publishes then does it again.
    turn: (number) => untilItWorks(`publish edition ${number}`, () => change(number)),
    openOnOldVersions: async () =>
      (await versions()).filter((it) => !it.active).reduce((sum, { open }) => sum + open, 0),
    async notDrained() {
      const left = (await versions()).filter(({ open }) => open > 0)
      return left.map(({ number, open }) => `version ${number} still shows ${open} runs under way`)
    },
  }
}

async function untilItWorks<T>(what: string, work: () => Promise<T>): Promise<T> {
  for (const until = performance.now() + TRY_MS; ; await pause(50)) {
    try {
      return await work()
    } catch (error) {
      if (performance.now() > until) throw new Error(`cannot ${what}`, { cause: error })
    }
  }
}

function killOne(server: Server, random: () => number): void {
  const pids = server.workers()
  const pid = pids[Math.floor(random() * pids.length)]
  if (pid !== undefined) process.kill(pid, 'SIGKILL')
}

/** Posts a message that nobody sent before, on a connection of its own, so that it may come to any worker. */
function deliver(server: Server, flow: string, id: string): Promise<Acknowledgement> {
  return untilItWorks(`deliver ${id}`, async () => {
    const answer = await fetch(`${server.gateway}/thu-nghiem/${flow}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': id, connection: 'close' },
      body: JSON.stringify({ id }),
      signal: AbortSignal.timeout(10_000),
    })
    const text = await answer.text()
    if (answer.status !== 202) throw new Error(`${answer.status} ${text}`)
    return { id, ...(JSON.parse(text) as { run: string; duplicate: boolean }) }
  })
}

/** Messages that came after a version was published and before the next one must have been accepted on it. */
function wrongVersions(runs: readonly KeyedRun[], expected: ReadonlyMap<string, string>): readonly string[] {
  return runs.flatMap(({ key, version }) => {
    const wanted = expected.get(key)
    return wanted === undefined || wanted === version
      ? []
      : [`${key} was accepted on ${version} while ${wanted} was active`]
  })
}

/** Every call carries the edition of the version that its run was accepted on. */
function wrongEditions(
  runs: readonly KeyedRun[],
  calls: readonly SinkLine[],
  numbers: ReadonlyMap<string, number>,
): readonly string[] {
  const wanted = new Map(runs.map(({ key, version }) => [key, numbers.get(version)]))
  return calls.flatMap(({ id, kind, edition }) => {
    if (!wanted.has(id) || wanted.get(id) === edition) return []
    return [`${id}: ${kind} came from edition ${edition}, its run began on ${wanted.get(id)}`]
  })
}
