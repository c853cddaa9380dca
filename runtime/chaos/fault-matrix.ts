import { seededRandom } from '#nodes/simulators/index.ts'
import { FAULT_ACTIONS, FAULT_POINTS, type FaultPoint } from '#runtime/faults.ts'
import type { Figure } from './harness/figures.ts'
import { type Case, type Strike, torment } from './harness/torment.ts'
import type { CaseOptions } from './harness/workplace.ts'

/** R2: every fault point with every action, under load. The short form takes each point once, with actions that the seed turns. */
export function faultMatrix({ seed, short, keep }: CaseOptions): Promise<readonly Figure[]> {
  const turn = Math.floor(seededRandom(`${seed}/actions`)() * FAULT_ACTIONS.length)
  const all = FAULT_ACTIONS.flatMap((action) => FAULT_POINTS.map((point): Case => [{ point, action }]))
  const some = FAULT_POINTS.map((point, i): Case => {
    const action = FAULT_ACTIONS[(i + turn) % FAULT_ACTIONS.length] ?? 'kill'
    return [{ point, action }]
  })
  return torment('R2', short ? some : all, { seed, keep })
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
    { seed, keep },
  )
}
