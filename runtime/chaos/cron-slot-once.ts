import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { seededRandom } from '#nodes/simulators/index.ts'
import { readLineFile } from './harness/acknowledged-file.ts'
import { CRON_FLOW, type Fired, MINUTE_MS, START } from './harness/cron.ts'
import { openEngineRecord } from './harness/engine-record.ts'
import { type Figure, say, torture } from './harness/figures.ts'
import { heard } from './harness/heard.ts'
import { pause } from './harness/server.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'

const HOUR = 60 * MINUTE_MS
/** Zones of the members' own clocks. The first two set theirs back an hour in the time that the case lives through. */
const ZONES = ['America/New_York', 'America/Havana', 'Asia/Ho_Chi_Minh']
const JUMPS = { short: 6, long: 60 }

/**
 * Case 9: three members call one timetable, each with a clock of its own that runs a thousand times too fast, through the end of summer
 * time, and is set on and back by an hour at moments of its own. Every slot fires once, none early.
 */
export async function cronSlotOnce({ seed, short, keep }: CaseOptions): Promise<readonly Figure[]> {
  return inWorkplace('cron-slot-once', keep, async ({ folder, ends }) => {
    const random = seededRandom(`${seed}/cron`)
    const members = ZONES.map((zone, i) => startMember(folder, `${i}`, zone))
    for (const member of members) ends(() => member.kill('SIGKILL'))
    const exits = members.map((member) => once(member, 'exit'))
    await Promise.all(members.map(heard))
    for (let i = 0; i < JUMPS[short ? 'short' : 'long']; i++) {
      await pause(300 + 400 * random())
      members[i % members.length]?.send(i % 2 === 0 ? HOUR : -HOUR)
    }
    await pause(1000)
    for (const member of members) member.send('stop')
    await Promise.all(exits)
    const fired = members.flatMap((_, i) => readLineFile<Fired>(join(folder, `${i}.jsonl`)))
    const engine = openEngineRecord(folder)
    const runs = new Set(engine.keyed(CRON_FLOW).map(({ key }) => Number(key)))
    const counted = Object.values(engine.counts(CRON_FLOW)).reduce((a, b) => a + b, 0)
    engine.close()
    const slots = new Set(fired.map(({ slot }) => slot))
    const span = (Math.max(...slots) - START) / MINUTE_MS
    const faults = [
      ...(fired.length === slots.size ? [] : [`${fired.length} firings of ${slots.size} slots`]),
      ...(slots.size === span && span > 60
        ? []
        : [`${slots.size} of ${span} slots fired, not ${missing(slots).join(', ')}`]),
      ...(counted === slots.size && [...slots].every((slot) => runs.has(slot))
        ? []
        : [`${counted} runs of ${slots.size} slots`]),
      ...fired.filter(({ slot, at }) => slot > at).map(({ slot }) => `slot ${slot} fired early`),
    ]
    for (const fault of faults.slice(0, 10)) say(`  ${fault}`)
    const byMember = members.map((_, i) => readLineFile(join(folder, `${i}.jsonl`)).length)
    return [
      torture('cron-slot-once', faults.length, { seed, slots: slots.size, byMember, faults: faults.slice(0, 10) }),
    ]
  })
}

function missing(slots: ReadonlySet<number>): readonly string[] {
  const missed: string[] = []
  for (let slot = START + MINUTE_MS; slot < Math.max(...slots); slot += MINUTE_MS)
    if (!slots.has(slot)) missed.push(new Date(slot).toISOString())
  return missed
}

function startMember(folder: string, name: string, zone: string): ChildProcess {
  return fork(join(import.meta.dirname, 'harness', 'cron-member-process.ts'), [folder, name], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { ...process.env, TZ: zone },
  })
}
