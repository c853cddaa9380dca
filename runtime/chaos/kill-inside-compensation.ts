import { join } from 'node:path'
import { seededRandom } from '#nodes/simulators/index.ts'
import { readLineFile } from './harness/acknowledged-file.ts'
import { openEngineRecord } from './harness/engine-record.ts'
import { type Figure, say, torture } from './harness/figures.ts'
import type { PlainFlow } from './harness/flows.ts'
import { pause } from './harness/server.ts'
import { settled } from './harness/settle.ts'
import type { SinkLine } from './harness/sink.ts'
import { type Stage, setStage } from './harness/stage.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'

/** Calls that take a while, so that kills hit them. */
const PARTNER_DELAY_MS = 30

const call = (method: string, path: string, expr: string) => ({
  use: 'http-request@1',
  settings: { connection: 'doi-tac', method, path, body: { expr } },
})

/** HTTP in, stored → a repeatable call → a call that must happen once → an error; both calls are undone by calls of their kind. */
const undoingFlow: PlainFlow = {
  format: 1,
  id: 'bu-tru',
  title: 'Ghi rồi hỏng, phải bù trừ',
  nodes: {
    nhan: { use: 'http-in@1', settings: { path: '/thu-nghiem/bu-tru', answer: 'stored' }, to: { out: ['ghi'] } },
    ghi: { ...call('PUT', '/ghi', '$'), compensate: 'huy-ghi', to: { out: ['mot-lan'] } },
    'mot-lan': { ...call('POST', '/mot-lan', '$'), compensate: 'huy-mot-lan', to: { out: ['hong'] } },
    hong: { use: 'stop-with-error@1', settings: { code: 'HONG', message: 'Hồ sơ không hợp lệ' } },
    'huy-ghi': call('PUT', '/huy-ghi', 'input'),
    'huy-mot-lan': call('POST', '/huy-mot-lan', 'input'),
  },
}

/** Workers are killed while runs undo what they did: nothing is left undone unsaid, nothing is undone twice, nothing goes forward again. */
export async function killInsideCompensation(options: CaseOptions): Promise<readonly Figure[]> {
  return inWorkplace('kill-inside-compensation', options.keep, async (place) => {
    const { seed, short } = options
    const kills = options.kills ?? (short ? 6 : 30)
    const messages = options.messages ?? (short ? 120 : 600)
    const stage = await setStage(place, seed, [undoingFlow])
    await stage.partners.api.slow(PARTNER_DELAY_MS)
    const sent = sendAll(stage, messages)
    const killed = await killWhileUndoing(stage, kills, seed)
    await sent
    await stage.partners.api.slow(0)
    await settled(stage.server.data, [undoingFlow.id], stage.partners.api.progress, 1000)
    const { faults, done, doubtful, setAside } = checked(stage)
    const missing = messages - done - doubtful - setAside
    if (missing !== 0) faults.push(`${missing} of ${messages} messages are missing`)
    for (const fault of faults) say(`  ${fault}`)
    return [
      torture('kill-inside-compensation', faults.length, {
        seed,
        messages,
        ...killed,
        undone: done,
        inDoubt: doubtful,
        setAside,
        faults,
      }),
    ]
  })
}

async function sendAll({ server }: Stage, messages: number): Promise<void> {
  for (let i = 0; i < messages; i++) {
    const id = `bt-${i}`
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': id },
      body: JSON.stringify({ id }),
    }
    for (;;) {
      const answer = await fetch(`${server.gateway}/thu-nghiem/bu-tru`, request).catch(() => undefined)
      if (answer?.status === 202) break
      await pause(50)
    }
    await pause(15)
  }
}

const callsOf = ({ partners }: Stage): readonly SinkLine[] =>
  readLineFile<SinkLine>(join(partners.folder, 'sink.jsonl'))
const undoes = ({ kind }: SinkLine): boolean => kind.startsWith('huy-')

/** Each kill waits for a new call that undoes something, so that it falls into a compensation. */
async function killWhileUndoing(
  stage: Stage,
  kills: number,
  seed: string,
): Promise<{ readonly kills: number; readonly insideCompensation: number }> {
  const random = seededRandom(`${seed}/kills`)
  let inside = 0
  for (let i = 0; i < kills; i++) {
    const before = callsOf(stage).filter(undoes).length
    const until = performance.now() + 10_000
    let seen = before
    while (seen === before && performance.now() < until) {
      await pause(10)
      seen = callsOf(stage).filter(undoes).length
    }
    if (seen > before) inside++
    await pause(Math.floor(random() * PARTNER_DELAY_MS))
    const pids = stage.server.workers()
    const pid = pids[Math.floor(random() * pids.length)]
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
  }
  return { kills, insideCompensation: inside }
}

function checked(stage: Stage): {
  readonly faults: string[]
  readonly done: number
  readonly doubtful: number
  readonly setAside: number
} {
  const calls = Map.groupBy(callsOf(stage), ({ id }) => id)
  const engine = openEngineRecord(stage.server.data)
  const runs = engine.keyed(undoingFlow.id)
  engine.close()
  const faults: string[] = []
  let [done, doubtful, setAside] = [0, 0, 0]
  for (const { key, status, compensation, error } of runs) {
    const own = calls.get(key) ?? []
    const of = (kind: string): readonly SinkLine[] => own.filter((it) => it.kind === kind)
    const say = (what: string): void => void faults.push(`${key}: ${what}`)
    for (const kind of ['mot-lan', 'huy-mot-lan']) if (of(kind).length > 1) say(`${of(kind).length} calls of ${kind}`)
    for (const kind of ['ghi', 'huy-ghi'])
      if (new Set(of(kind).map((it) => it.key)).size > 1) say(`several keys of ${kind}`)
    const undone = own.filter(undoes)
    const firstUndo = Math.min(...undone.map(({ at }) => at))
    if (own.some((it) => !undoes(it) && it.at > firstUndo)) say('went forward after it had begun to undo')
    if (status === 'in-doubt') {
      doubtful++
      if (of('huy-ghi').length > 0 && of('huy-mot-lan').length === 0) say('undone out of order')
    } else if (status === 'failed' && compensation === 'done') {
      done++
      if (of('huy-mot-lan').length !== 1 || of('huy-ghi').length === 0) say('says that it is undone and is not')
      else if (Math.min(...of('huy-ghi').map(({ at }) => at)) < (of('huy-mot-lan')[0]?.at ?? 0))
        say('undone out of order')
    } else if (status === 'failed' && error?.includes('run.poison')) {
      // Under way when two workers died: it says whether it had begun to undo.
      setAside++
      if (undone.length > 0 && compensation !== 'partial') say('hides that it is half undone')
    } else say(`is ${status} ${compensation}`)
  }
  return { faults, done, doubtful, setAside }
}
