import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '#nodes/simulators/index.ts'
import { checkHttp, checkT1, type Verdict } from './harness/checker.ts'
import { openEngineRecord } from './harness/engine-record.ts'
import { type Figure, round, say, torture } from './harness/figures.ts'
import { acceptFlow, furnish, publish, sleepFlow, T1, t1WithScript } from './harness/flows.ts'
import { openMany } from './harness/open-runs.ts'
import { startPartners } from './harness/partners.ts'
import { createProbe } from './harness/probe.ts'
import { startSender } from './harness/sender.ts'
import { installServer, pause, type Server } from './harness/server.ts'
import { settled } from './harness/settle.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'

/** Who is killed, in turn. */
const VICTIMS = ['worker', 'sandbox', 'kernel'] as const
type Victim = (typeof VICTIMS)[number]

/** Reliability-anchors §6: the first step at most so long after a start. */
const RECOVERY_GOAL_MS = 5000
/** A partner that answers slowly keeps calls under way, so that kills hit them. */
const PARTNER_DELAY_MS = 40

interface Kill {
  readonly victim: Victim
  readonly afterMs: number
  readonly recoveryMs: number
}

/** R1 and R7: kill -9 of worker, sandbox and kernel while dossiers go to the portal and messages come in over HTTP. */
export async function killLoop(options: CaseOptions): Promise<readonly Figure[]> {
  return inWorkplace('kill-loop', options.keep, async (place) => {
    const { seed, short } = options
    const kills = options.kills ?? (short ? 9 : 30)
    const messages = options.messages ?? (short ? 600 : 2000)
    const open = short ? 2000 : 10_000
    const random = seededRandom(`${seed}/kills`)
    const partners = await startPartners(join(place.folder, 'partners'), seed)
    place.ends(partners.close)
    const server = await installServer({ folder: join(place.folder, 'server'), workers: 2 })
    place.serves(server)
    await server.start()
    await furnish(server, partners)
    for (const flow of [sleepFlow, acceptFlow, t1WithScript()]) await publish(server, flow)
    await server.allReady()
    await openMany(server, sleepFlow, open)
    say(`kill-loop: seed ${seed}, ${messages} messages of ${T1}, ${kills} kills, ${open} open runs`)
    await partners.api.slow(PARTNER_DELAY_MS)

    const acknowledged = join(place.folder, 'acknowledged.jsonl')
    const sender = startSender(`${server.gateway}/thu-nghiem/nhan`, acknowledged, 25)
    place.ends(sender.kill)
    const probe = createProbe(server, partners)
    const done: Kill[] = []
    for (let i = 0, rows = 0; i < kills; i++) {
      const wanted = Math.ceil((messages * (i + 1)) / kills) - rows
      if (wanted > 0) rows = await partners.api.generate(wanted)
      const afterMs = 20 + Math.floor(random() * 1480)
      await pause(afterMs)
      const kill = await strike(server, VICTIMS[i % VICTIMS.length] ?? 'kernel', random, async () => probe(`k-${i}`))
      done.push({ ...kill, afterMs })
      say(`  ${i + 1}/${kills} ${kill.victim} after ${afterMs} ms: goes on after ${Math.round(kill.recoveryMs)} ms`)
    }
    await partners.api.slow(0)
    const sent = await sender.stop()
    // Two polls of the outbox without a new run: there is none left.
    await settled(server.data, [T1, acceptFlow.id], partners.api.progress, 3000)
    const engine = openEngineRecord(server.data)
    const t1 = checkT1(partners.folder, engine)
    const http = checkHttp(acknowledged, join(partners.folder, 'sink.jsonl'), acceptFlow.id, engine)
    const asleep = engine.counts(sleepFlow.id).waiting ?? 0
    engine.close()
    for (const finding of [...t1.findings, ...http.findings]) say(`  ${finding}`)
    const lost = t1.lost + http.lost + (open - asleep)
    const duplicated = t1.duplicated + http.duplicated
    const by = (victim: Victim): number => done.filter((it) => it.victim === victim).length
    const counts = { kills, worker: by('worker'), sandbox: by('sandbox'), kernel: by('kernel') }
    return [
      torture('R1', lost + duplicated, {
        seed,
        ...counts,
        lost,
        duplicated,
        t1: plain(t1),
        http: { ...plain(http), ...sent },
      }),
      recovery(done, open, seed),
    ]
  })
}

function plain({ findings, ...counts }: Verdict): Omit<Verdict, 'findings'> & { findings?: readonly string[] } {
  return findings.length === 0 ? counts : { ...counts, findings }
}

function recovery(done: readonly Kill[], openRuns: number, seed: string): Figure {
  const goalMs = Math.round(RECOVERY_GOAL_MS * crowding())
  const late = done.filter((it) => it.recoveryMs > goalMs).length
  const worst = (victim: Victim): number =>
    round(Math.max(...done.filter((it) => it.victim === victim).map((it) => it.recoveryMs)), 0)
  return torture('R7', late, {
    seed,
    kills: done.length,
    openRuns,
    goalMs,
    worstMs: { worker: worst('worker'), sandbox: worst('sandbox'), kernel: worst('kernel') },
    what: 'from the kill (kernel: from its restart) until new messages have come through the sandbox to the partner',
  })
}

/** Kills one process and measures how long new messages then take to get all the way through. */
async function strike(
  server: Server,
  victim: Victim,
  random: () => number,
  probe: () => Promise<void>,
): Promise<Omit<Kill, 'afterMs'>> {
  if (victim === 'kernel') {
    server.workers()
    server.sandboxes()
    await server.kill()
    const began = performance.now()
    await Promise.all([server.start(), probe()])
    return { victim, recoveryMs: performance.now() - began }
  }
  const pids = await candidates(victim === 'worker' ? server.workers : server.sandboxes)
  const pid = pids[Math.floor(random() * pids.length)]
  if (pid === undefined) throw new Error(`there is no ${victim} to kill`)
  const began = performance.now()
  process.kill(pid, 'SIGKILL')
  await probe()
  return { victim, recoveryMs: performance.now() - began }
}

/** After a kill the next one of its kind may still be starting. */
async function candidates(find: () => readonly number[]): Promise<readonly number[]> {
  for (const until = performance.now() + 10_000; performance.now() < until; await pause(20)) {
    const pids = find()
    if (pids.length > 0) return pids
  }
  return []
}

/** How many times more work than processors this machine has just now: others' work is not our recovery. 1 on a quiet machine. */
function crowding(): number {
  return Math.max(1, (loadavg()[0] ?? 0) / availableParallelism())
}
