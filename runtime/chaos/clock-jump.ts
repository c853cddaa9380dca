import { join } from 'node:path'
import { readLineFile } from './harness/acknowledged-file.ts'
import { createFaults } from './harness/armed-faults.ts'
import { checkT1 } from './harness/checker.ts'
import { openEngineRecord } from './harness/engine-record.ts'
import { type Figure, say, torture } from './harness/figures.ts'
import { acceptFlow, type PlainFlow, T1, t1WithScript } from './harness/flows.ts'
import { post, until } from './harness/post.ts'
import { createProbe } from './harness/probe.ts'
import { pause } from './harness/server.ts'
import { settled } from './harness/settle.ts'
import type { SinkLine } from './harness/sink.ts'
import { type Stage, setStage } from './harness/stage.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'

const HOUR = 3_600_000
/** Takeovers would come at the next look into the queue, half a second after a jump. */
const AFTER_MS = 4000
/** A server in New York, whose own clock knows summer time. */
const ZONE = 'America/New_York'

/** HTTP in, stored → a call that must happen once and that nobody can ask about afterwards. */
const onceFlow: PlainFlow = {
  format: 1,
  id: 'goi-mot-lan',
  title: 'Gọi đối tác đúng một lần',
  nodes: {
    nhan: { use: 'http-in@1', settings: { path: '/thu-nghiem/mot-lan', answer: 'stored' }, to: { out: ['mot-lan'] } },
    'mot-lan': {
      use: 'http-request@1',
      settings: { connection: 'doi-tac', method: 'POST', path: '/mot-lan', timeout: 'PT2M' },
    },
  },
}

/** Every minute, and every minute that was missed → a call with the slot. */
const minuteFlow: PlainFlow = {
  format: 1,
  id: 'moi-phut',
  title: 'Báo mỗi phút',
  nodes: {
    lich: { use: 'schedule@1', settings: { cron: '* * * * *', misfire: 'all' }, to: { out: ['ghi'] } },
    ghi: {
      use: 'http-request@1',
      settings: { connection: 'doi-tac', method: 'PUT', path: '/ghi', body: { expr: '{ "id": slot }' } },
    },
  },
}

/**
 * The clock of the machine is set on and back by an hour while calls are under way: no run is taken from its worker, none is done twice
 * and none waits for a person; messages go on and rows of the outbox go on; every minute of
 * the timetable fires once.
 */
export async function clockJump({ seed, short, keep }: CaseOptions): Promise<readonly Figure[]> {
  return inWorkplace('clock-jump', keep, async (place) => {
    const clock = createFaults(join(place.folder, 'faults'))
    const stage = await setStage(place, seed, [acceptFlow, onceFlow, minuteFlow, t1WithScript()], {
      env: {
        ...clock.env,
        TZ: ZONE,
      },
    })
    const { server, partners } = stage
    const processes = [server.kernel, ...server.workers()].join()
    const sender = stage.send(20)
    const held = Array.from({ length: 8 }, (_, i) => `treo-${i}`)
    for (const id of held) await partners.api.hold(id)
    for (const id of held) await post(server, '/thu-nghiem/mot-lan', id, { id })
    await until('calls', async () => (await calls(stage, held)) === held.length)
    // What has just begun believes no clock for a while: the workers are to be older than that.
    await pause(16_000)
    const jumps = short ? [HOUR, 0] : [HOUR, 0, -HOUR, HOUR, 2 * HOUR, -HOUR, 0]
    for (const [i, offset] of jumps.entries()) {
      clock.setClock(offset)
      await partners.api.generate(3)
      await pause(AFTER_MS)
      await createProbe(server, partners)(`sau-${i}`)
    }
    const made = await calls(stage, held)
    for (const id of held) await partners.api.free(id)
    await until('the ends', () => partners.api.has({ kind: 'mot-lan', ids: held }))
    await sender.stop()
    const quiet = await settled(server.data, [onceFlow.id, minuteFlow.id, T1], partners.api.progress, 2500)
    const verdict = await stage.check()
    const engine = openEngineRecord(server.data)
    const t1 = checkT1(partners.folder, engine)
    const deaths = [acceptFlow.id, onceFlow.id, minuteFlow.id, T1]
      .map((id) => engine.deaths(id))
      .reduce((a, b) => a + b)
    const ends = engine.counts(onceFlow.id)
    engine.close()
    const inbox = { ...verdict.inbox, ...t1.inbox }
    const { slots, findings } = minutes(readLineFile<SinkLine>(join(partners.folder, 'sink.jsonl')), jumps)
    const faults = [
      ...(quiet ? [] : ['the runs came to no end']),
      ...(made === held.length ? [] : [`${held.length} calls that must happen once became ${made}`]),
      ...(ends.done === held.length ? [] : [`the held runs ended as ${JSON.stringify(ends)}`]),
      ...(deaths === 0 ? [] : [`${deaths} deaths were counted`]),
      ...([server.kernel, ...server.workers()].join() === processes ? [] : ['a process was replaced']),
      ...(Object.keys(inbox).length === 0 ? [] : [`in the inbox: ${JSON.stringify(inbox)}`]),
      ...findings,
      ...verdict.findings,
      ...t1.findings,
    ]
    for (const fault of faults) say(`  ${fault}`)
    const detail = { seed, jumps: jumps.length, messages: verdict.messages + t1.messages, slots, deaths, faults }
    return [torture('clock-jump', faults.length, detail)]
  })
}

async function calls({ partners }: Stage, ids: readonly string[]): Promise<number> {
  const counts = await Promise.all(ids.map((id) => partners.api.hold(id)))
  return counts.reduce((a, b) => a + b)
}

/** The minutes that fired: each under one key, and none missing between the first and the last. */
function minutes(
  lines: readonly SinkLine[],
  jumps: readonly number[],
): { readonly slots: number; readonly findings: readonly string[] } {
  const fired = Map.groupBy(
    lines.filter((it) => it.id.endsWith('+07:00')),
    (it) => it.id,
  )
  const at = [...fired.keys()].map((it) => Date.parse(it)).sort((a, b) => a - b)
  const span = ((at.at(-1) ?? 0) - (at[0] ?? 0)) / 60_000 + 1
  const least = Math.max(...jumps) / 60_000
  return {
    slots: fired.size,
    findings: [
      ...[...fired].flatMap(([slot, calls]) =>
        new Set(calls.map((it) => it.key)).size === 1 ? [] : [`${slot} fired ${calls.length} times`],
      ),
      ...(fired.size === span ? [] : [`${fired.size} of ${span} minutes fired`]),
      ...(fired.size >= least ? [] : [`only ${fired.size} minutes fired`]),
    ],
  }
}
