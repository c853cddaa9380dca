import { seededRandom } from '#nodes/simulators/index.ts'
import { type Figure, say, torture } from './harness/figures.ts'
import { acceptFlow } from './harness/flows.ts'
import { type PostgresPair, postgresPrograms, startPostgresPair, withoutPostgres } from './harness/postgres-pair.ts'
import { pause, type Server } from './harness/server.ts'
import { setStage } from './harness/stage.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'

/** What is done in turn while messages come in; the last fault of all is that the primary goes for good. */
const FAULTS = ['server', 'worker', 'connections', 'stop', 'kernel'] as const
type Fault = (typeof FAULTS)[number]

const MEMBERS = 3
/** Longer than a lease. */
const STANDSTILL_MS = 17_000

/**
 * R6 and case 15: the engine on PostgreSQL with a synchronous standby and three members. The server crashes and comes back, members are
 * killed or stand still for longer than their leases, connections are cut, and at the end the standby takes over.
 */
export async function postgresFailover(options: CaseOptions): Promise<readonly Figure[]> {
  const programs = postgresPrograms()
  if (programs === undefined) return withoutPostgres('postgres-failover')
  return inWorkplace('postgres-failover', options.keep, async (place) => {
    const { seed, short } = options
    const random = seededRandom(`${seed}/postgres`)
    const faults = options.kills ?? (short ? 10 : 200)
    const perSecond = short ? 25 : 40
    const pair = await startPostgresPair(programs)
    place.ends(pair.close)
    const env = { LIENTHONG_ENGINE: pair.url }
    const stage = await setStage(place, seed, [acceptFlow], { workers: MEMBERS, env })
    const { server } = stage
    say(`postgres-failover: seed ${seed}, ${faults} faults and a failover, ${MEMBERS} members, ${perSecond} messages/s`)
    const sender = stage.send(perSecond)
    const done: string[] = []
    for (let i = 0; i < faults; i++) {
      const fault = FAULTS[i % FAULTS.length] ?? 'server'
      await pause(500 + Math.floor(random() * 2500))
      await strike(fault, server, pair, random)
      done.push(fault)
      say(`  ${i + 1}/${faults} ${fault}`)
    }
    await pause(2000)
    pair.failOver()
    say('  the standby has taken over')
    await pause(5000)
    const sent = await sender.stop()
    const { findings, ...counts } = await stage.check()
    for (const finding of findings) say(`  ${finding}`)
    const by = (fault: Fault): number => done.filter((it) => it === fault).length
    const detail = { seed, members: MEMBERS, ...Object.fromEntries(FAULTS.map((it) => [it, by(it)])), failovers: 1 }
    return [torture('R6', counts.lost + counts.duplicated, { ...detail, ...counts, ...sent, findings })]
  })
}

async function strike(fault: Fault, server: Server, pair: PostgresPair, random: () => number): Promise<void> {
  if (fault === 'server') return pair.restart()
  if (fault === 'connections') return pair.cutConnections()
  if (fault === 'kernel') {
    server.workers()
    await server.kill()
    await server.start()
    return
  }
  const pids = server.workers()
  const pid = pids[Math.floor(random() * pids.length)]
  if (pid === undefined) return
  if (fault === 'worker') return void process.kill(pid, 'SIGKILL')
  process.kill(pid, 'SIGSTOP')
  await pause(STANDSTILL_MS)
  try {
    process.kill(pid, 'SIGCONT')
  } catch {
    // Its kernel has given it up and replaced it.
  }
}
