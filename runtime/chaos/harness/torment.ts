import type { FaultPoint } from '#runtime/faults.ts'
import type { FaultAction } from './armed-faults.ts'
import { type FaultStage, setFaultStage } from './fault-stage.ts'
import { type Figure, round, say, torture } from './figures.ts'
import { type CaseOptions, inWorkplace } from './workplace.ts'

/** Nobody crossed an armed point in this time: the case has proved nothing. */
const CROSSING_MS = 120_000

/** A fault at a point. */
export interface Strike {
  readonly point: FaultPoint
  readonly action: FaultAction
}

/** Strikes of one case, each armed as soon as the one before it has struck. */
export type Case = readonly Strike[]

/** Strikes an installation under load, one case after the other, each recovered from; at the end the histories of all parties are compared. */
export function torment(
  figure: string,
  cases: readonly Case[],
  { seed, keep }: Pick<CaseOptions, 'seed' | 'keep'>,
): Promise<readonly Figure[]> {
  return inWorkplace(figure.toLowerCase(), keep, async (place) => {
    const stage = await setFaultStage(place, seed)
    const faults: string[] = []
    let slowestMs = 0
    for (const [i, one] of cases.entries()) {
      const name = one.map(({ point, action }) => `${action} at ${point}`).join(', then ')
      const began = performance.now()
      try {
        for (const strike of one) await hit(stage, strike)
        await stage.recovered(`${figure.toLowerCase()}-${i}`)
      } catch (error) {
        faults.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
      }
      const ms = performance.now() - began
      slowestMs = Math.max(slowestMs, ms)
      say(`  ${i + 1}/${cases.length} ${name}: ${Math.round(ms)} ms`)
    }
    const { accept, alarm, t1, other } = await stage.check()
    const findings = [...faults, ...other, ...[accept, alarm, t1].flatMap((it) => it.findings)]
    for (const finding of findings) say(`  ${finding}`)
    const sum = (what: 'messages' | 'lost' | 'duplicated'): number => accept[what] + alarm[what] + t1[what]
    const detail = {
      seed,
      cases: cases.length,
      messages: sum('messages'),
      lost: sum('lost'),
      duplicated: sum('duplicated'),
      inbox: { ...t1.inbox, ...alarm.inbox, ...accept.inbox },
      kernelRestarts: stage.service.restarts,
      slowestCaseMs: round(slowestMs, 0),
      ...(findings.length > 0 ? { findings } : {}),
    }
    return [torture(figure, sum('lost') + sum('duplicated') + faults.length + other.length, detail)]
  })
}

async function hit(stage: FaultStage, { point, action }: Strike): Promise<void> {
  stage.faults.arm(point, action)
  const until = performance.now() + CROSSING_MS
  const struck = stage.faults.struck(point, CROSSING_MS)
  do await stage.cross(point)
  while (!(await Promise.race([struck, soon()])) && performance.now() < until)
  if (await struck) return
  stage.faults.disarm()
  throw new Error(`nobody crossed ${point} in ${CROSSING_MS / 1000} s`)
}

/** Long enough for what was set off to get to the point. */
const soon = (): Promise<false> => new Promise((resolve) => setTimeout(resolve, 1500, false))
