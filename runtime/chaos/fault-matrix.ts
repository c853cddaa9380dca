import { seededRandom } from '#nodes/simulators/index.ts'
import { FAULT_ACTIONS, FAULT_POINTS, type FaultPoint } from '#runtime/faults.ts'
import type { FaultAction } from './harness/armed-faults.ts'
import { type FaultStage, setFaultStage } from './harness/fault-stage.ts'
import { type Figure, round, say, torture } from './harness/figures.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'

/** Nobody crossed an armed point in this time: the case has proved nothing. */
const CROSSING_MS = 120_000

interface Strike {
  readonly point: FaultPoint
  readonly action: FaultAction
}

/** Strikes of one case, each armed as soon as the one before it has struck. */
type Case = readonly Strike[]

/** R2: every fault point with every action, under load. The short form takes each point once, with actions that the seed turns. */
export function faultMatrix({ seed, short, keep }: CaseOptions): Promise<readonly Figure[]> {
  const turn = Math.floor(seededRandom(`${seed}/actions`)() * FAULT_ACTIONS.length)
  const all = FAULT_ACTIONS.flatMap((action) => FAULT_POINTS.map((point): Case => [{ point, action }]))
  const some = FAULT_POINTS.map((point, i): Case => {
    const action = FAULT_ACTIONS[(i + turn) % FAULT_ACTIONS.length] ?? 'kill'
    return [{ point, action }]
  })
  return torment('R2', short ? some : all, seed, keep)
}

/** R3: a second kill while the first is being recovered from. The short form takes each point once as the first. */
export function faultPairs({ seed, short, keep }: CaseOptions): Promise<readonly Figure[]> {
  const random = seededRandom(`${seed}/pairs`)
  const kill = (point: FaultPoint): Strike => ({ point, action: 'kill' })
  const pairs = FAULT_POINTS.flatMap((first) => {
    const one = FAULT_POINTS[Math.floor(random() * FAULT_POINTS.length)]
    return FAULT_POINTS.filter((second) => !short || second === one).map((second) => ({
      order: random(),
      pair: [kill(first), kill(second)],
    }))
  })
  // Mixed: a worker that dies again and again is started later and later, until its kernel is new.
  pairs.sort((a, b) => a.order - b.order)
  return torment(
    'R3',
    pairs.map((it) => it.pair),
    seed,
    keep,
  )
}

function torment(figure: string, cases: readonly Case[], seed: string, keep: boolean): Promise<readonly Figure[]> {
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
