import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { openEngineRecord } from '../chaos/harness/engine-record.ts'
import { type Figure, round, say } from '../chaos/harness/figures.ts'
import { type PlainFlow, publish } from '../chaos/harness/flows.ts'
import { memoryMb } from '../chaos/harness/process-tree.ts'
import { installServer, pause, type Server } from '../chaos/harness/server.ts'
import { inWorkplace, type Workplace } from '../chaos/harness/workplace.ts'
import { BODY } from './dossier.ts'
import { storeRuns } from './stored-runs.ts'

const SHORT = 10_000
const FULL = 100_000
/** 4.2 million messages in an hour. */
const GOAL_PER_SECOND = 1167
/** Speed of the last third against the first. */
const GOAL_SLOPE = 0.8
/** Without progress for so long the measurement is given up. */
const STUCK_MS = 60_000

const flow: PlainFlow = {
  format: 1,
  id: 'do-ton-dong',
  title: 'Đo tốc độ: tồn đọng',
  nodes: {
    nhan: { use: 'http-in@1', settings: { path: '/do/ton-dong', answer: 'stored' }, to: { out: ['mot'] } },
    mot: call('/mot', ['hai']),
    hai: call('/hai', ['ba']),
    ba: call('/ba', []),
  },
}

function call(path: string, next: readonly string[]): PlainFlow['nodes'][string] {
  const settings = { connection: 'doi-tac', method: 'PUT', path, body: { field: '$steps.nhan' } }
  return { use: 'http-request@1', settings, ...(next.length > 0 ? { to: { out: next } } : {}) }
}

interface Sample {
  readonly seconds: number
  readonly done: number
  /** PSS of all workers. */
  readonly mb: number
}

/** `backlog.perSecond` and `backlog.slope`: accepted messages wait, the server starts, and each makes three calls of a partner, each journalled. */
export async function backlogFigures(wanted: readonly string[], full: boolean): Promise<readonly Figure[]> {
  return inWorkplace('bench-backlog', false, async (place) => {
    const count = full ? FULL : SHORT
    const sink = await startSink(place)
    const server = await installServer({ folder: join(place.folder, 'server'), workers: availableParallelism() })
    place.serves(server)
    await server.start()
    const values = { baseUrl: `http://127.0.0.1:${sink.port}` }
    await server.api('PUT', '/connections/doi-tac', { kind: 'http', title: 'Đối tác', values })
    await publish(server, flow)
    await first(server)
    await server.stop()
    const storing = await storeRuns(server.data, flow.id, count, 'open')
    say(`  ${count} messages accepted in ${storing.toFixed(0)} s`)
    await server.start()
    const samples = await drain(server, count + 1)
    const calls = await sink.calls()
    const last = samples.at(-1)
    if (calls < (count + 1) * 3) throw new Error(`the partner had ${calls} calls for ${count + 1} messages`)
    const detail = {
      messages: count,
      effectsEach: 3,
      calls,
      seconds: round(last?.seconds ?? 0, 1),
      acceptedPerSecond: round(count / storing, 0),
      extrapolatedHours: round(4_200_000 / perSecond(samples, 0, 1) / 3600),
      workersMb: { first: round(samples[0]?.mb ?? 0, 0), last: round(last?.mb ?? 0, 0) },
    }
    const rate = round(perSecond(samples, 0, 1), 0)
    const slope = round(perSecond(samples, 2 / 3, 1) / perSecond(samples, 0, 1 / 3))
    const figures: readonly Figure[] = [
      {
        figure: 'backlog.perSecond',
        value: rate,
        unit: '1/s',
        goal: GOAL_PER_SECOND,
        ok: rate >= GOAL_PER_SECOND,
        detail,
      },
      {
        figure: 'backlog.slope',
        value: slope,
        unit: 'ratio',
        goal: GOAL_SLOPE,
        ok: slope >= GOAL_SLOPE,
        detail: {
          what: 'speed of the last third of the messages divided by that of the first third',
          samples: samples.map((it) => [round(it.seconds, 1), it.done, round(it.mb, 0)]),
        },
      },
    ]
    return figures.filter((it) => wanted.includes(it.figure))
  })
}

/** Messages a second between two parts of the whole. */
function perSecond(samples: readonly Sample[], from: number, to: number): number {
  const all = samples.at(-1)?.done ?? 0
  const at = (share: number): Sample | undefined => samples.find((it) => it.done >= all * share)
  const [begin, end] = [at(from), at(to)]
  return begin && end ? (end.done - begin.done) / (end.seconds - begin.seconds) : Number.NaN
}

async function drain(server: Server, count: number): Promise<readonly Sample[]> {
  const record = openEngineRecord(server.data)
  const began = performance.now()
  const samples: Sample[] = []
  let moved = began
  try {
    for (;;) {
      const done = record.counts(flow.id).done ?? 0
      const now = performance.now()
      if (done > (samples.at(-1)?.done ?? -1)) moved = now
      const mb = server.workers().reduce((sum, pid) => sum + memoryMb(pid).pss, 0)
      samples.push({ seconds: (now - began) / 1000, done, mb })
      if (done >= count) return samples
      if (now - moved > STUCK_MS) throw new Error(`${done} of ${count} are done and nothing moves`)
      await pause(500)
    }
  } finally {
    record.close()
  }
}

async function first(server: Server): Promise<void> {
  for (let tries = 0; ; tries++) {
    const answer = await fetch(`${server.gateway}/do/ton-dong`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: BODY,
    })
    await answer.body?.cancel()
    if (answer.status === 202) return
    if (tries > 50) throw new Error(`the flow answers ${answer.status}`)
    await pause(100)
  }
}

async function startSink(place: Workplace): Promise<{ readonly port: number; calls(): Promise<number> }> {
  const child = fork(join(import.meta.dirname, 'sink-process.ts'), [], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  place.ends(() => child.kill('SIGKILL'))
  const told = (): Promise<number> => new Promise((resolve) => child.once('message', (it) => resolve(Number(it))))
  const port = await told()
  return {
    port,
    calls() {
      const answer = told()
      child.send('calls')
      return answer
    },
  }
}
