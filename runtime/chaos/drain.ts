import { type Figure, say, torture } from './harness/figures.ts'
import { acceptFlow } from './harness/flows.ts'
import { pause } from './harness/server.ts'
import { setStage } from './harness/stage.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'

/** Running steps end or are handed back within this time. */
const GOAL_MS = 10_000
/** Slow enough that calls are under way at any moment, fast enough that each can end before the goal. */
const PARTNER_DELAY_MS = 150

/** Case 18: SIGTERM under load ends what runs, loses nothing, repeats nothing and leaves nothing in doubt. */
export async function drain({ seed, short, keep }: CaseOptions): Promise<readonly Figure[]> {
  return inWorkplace('drain', keep, async (place) => {
    const stage = await setStage(place, seed, [acceptFlow])
    const { server, partners } = stage
    await partners.api.slow(PARTNER_DELAY_MS)
    const sender = stage.send(50)
    const rounds = short ? 2 : 10
    const faults: string[] = []
    let slowestMs = 0
    for (let i = 0; i < rounds; i++) {
      await pause(1500)
      const began = performance.now()
      const code = await server.stop()
      const ms = Math.round(performance.now() - began)
      slowestMs = Math.max(slowestMs, ms)
      if (code !== 0) faults.push(`stop ${i + 1} ended with ${code}`)
      if (ms > GOAL_MS) faults.push(`stop ${i + 1} took ${ms} ms`)
      await server.start()
    }
    const sent = await sender.stop()
    const verdict = await stage.check()
    faults.push(...verdict.findings)
    for (const [what, n] of Object.entries(verdict.inbox)) faults.push(`${n} runs are ${what}`)
    for (const fault of faults) say(`  ${fault}`)
    return [torture('drain', faults.length, { seed, stops: rounds, slowestMs, ...sent, faults })]
  })
}
