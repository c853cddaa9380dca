import { join } from 'node:path'
import { readLineFile } from './harness/acknowledged-file.ts'
import { type Figure, round, say, torture } from './harness/figures.ts'
import type { PlainFlow } from './harness/flows.ts'
import { pause } from './harness/server.ts'
import type { SinkLine } from './harness/sink.ts'
import { setStage } from './harness/stage.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'

const MESSAGES = 40
/** A timer that became due while the server was down fires at most so long after it is back. */
const LATE_MS = 5000

/** HTTP in, stored → sleep until the instant in the message → a call. */
const alarmFlow: PlainFlow = {
  format: 1,
  id: 'hen-gio-bao',
  title: 'Hẹn giờ báo cho đối tác',
  nodes: {
    nhan: { use: 'http-in@1', settings: { path: '/thu-nghiem/hen', answer: 'stored' }, to: { out: ['cho'] } },
    cho: { use: 'delay@1', settings: { mode: 'until', until: 'hen' }, to: { out: ['ghi'] } },
    ghi: { use: 'http-request@1', settings: { connection: 'doi-tac', method: 'PUT', path: '/ghi' } },
  },
}

/** Case 8: timers that become due before, during and after a time without the server fire once, and never early. */
export async function timerAcrossCrash({ seed, short, keep }: CaseOptions): Promise<readonly Figure[]> {
  return inWorkplace('timer-across-crash', keep, async (place) => {
    const { server, partners } = await setStage(place, seed, [alarmFlow])
    // The long form is the case as written: a delay of 60 s, down from second 10 to 90.
    const second = short ? 100 : 1000
    const began = Date.now()
    const due = new Map<string, number>()
    for (let i = 0; i < MESSAGES; i++) {
      const id = `hen-${i}`
      const at = began + ((i + 1) * 120 * second) / MESSAGES
      due.set(id, at)
      const answer = await fetch(`${server.gateway}/thu-nghiem/hen`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id, hen: new Date(at).toISOString() }),
      })
      if (answer.status !== 202) throw new Error(`the gateway answered ${answer.status}`)
    }
    await pause(began + 10 * second - Date.now())
    await server.kill()
    const down = Date.now()
    await pause(began + 90 * second - Date.now())
    await server.start()
    const up = Date.now()
    await pause(began + 120 * second + LATE_MS - Date.now())
    const calls = readLineFile<SinkLine>(join(partners.folder, 'sink.jsonl'))
    const faults: string[] = []
    let latestMs = 0
    for (const [id, at] of due) {
      const own = calls.filter((it) => it.id === id)
      const [first] = own
      if (own.length !== 1 || !first) faults.push(`${id} fired ${own.length} times`)
      else if (first.at < at) faults.push(`${id} fired ${at - first.at} ms early`)
      else {
        const late = first.at - (at > down && at < up ? up : at)
        latestMs = Math.max(latestMs, late)
        if (late > LATE_MS) faults.push(`${id} fired ${late} ms late`)
      }
    }
    for (const fault of faults) say(`  ${fault}`)
    const during = [...due.values()].filter((at) => at > down && at < up).length
    return [
      torture('timer-across-crash', faults.length, {
        timers: MESSAGES,
        dueWhileDown: during,
        downSeconds: round((up - down) / 1000, 1),
        latestMs,
        faults,
      }),
    ]
  })
}
