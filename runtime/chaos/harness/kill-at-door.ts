import { join } from 'node:path'
import type { FaultPoint } from '#runtime/faults.ts'
import { openLineFile } from './acknowledged-file.ts'
import { createFaults } from './armed-faults.ts'
import { type Figure, say, torture } from './figures.ts'
import { acceptFlow } from './flows.ts'
import { pause, type Server } from './server.ts'
import { setStage } from './stage.ts'
import { type CaseOptions, inWorkplace } from './workplace.ts'

const TRIES = { short: 2, long: 20 }
const LIMIT_MS = 60_000

interface Acknowledged {
  readonly run: string
  readonly duplicate: boolean
}

/**
 * Sends messages whose worker is killed at one of these points while it accepts them, and sends each again under its key. The first try must
 * end in a broken connection, the second in an acknowledgement that says whether the first one had been stored.
 */
export function killAtDoor(
  figure: string,
  points: readonly FaultPoint[],
  stored: boolean,
  { seed, short, keep }: CaseOptions,
): Promise<readonly Figure[]> {
  return inWorkplace(figure, keep, async (place) => {
    const faults = createFaults(join(place.folder, 'faults'))
    const stage = await setStage(place, seed, [acceptFlow], { env: faults.env })
    const { server } = stage
    const kernel = server.kernel
    const acknowledged = openLineFile(stage.acknowledged)
    const found: string[] = []
    const times = short ? TRIES.short : TRIES.long
    const tries = points.flatMap((point) => Array.from({ length: times }, (_, i) => ({ point, id: `${point}-${i}` })))
    for (const { point, id } of tries) {
      await server.allReady()
      faults.arm(point, 'kill')
      const first = await send(server, id)
      if (first !== undefined) found.push(`${id}: the first try was answered: ${JSON.stringify(first)}`)
      const second = await sendUntilStored(server, id)
      if (second.duplicate !== stored) found.push(`${id}: the second try was told duplicate: ${second.duplicate}`)
      acknowledged.write({ id, ...second })
    }
    acknowledged.close()
    if (server.kernel !== kernel) found.push('the kernel is another process')
    const { findings, ...counts } = await stage.check()
    const all = [...found, ...findings]
    for (const finding of all) say(`  ${finding}`)
    return [
      torture(figure, counts.lost + counts.duplicated + found.length, {
        seed,
        kills: tries.length,
        ...counts,
        findings: all,
      }),
    ]
  })
}

/** The acknowledgement of one try; undefined when the connection broke. */
async function send(server: Server, id: string): Promise<Acknowledged | { readonly status: number } | undefined> {
  try {
    const answer = await fetch(`${server.gateway}/thu-nghiem/nhan`, {
      method: 'POST',
      // No kept connection: a new one may come to any worker.
      headers: { 'content-type': 'application/json', 'idempotency-key': id, connection: 'close' },
      body: JSON.stringify({ id, so: 1 }),
      signal: AbortSignal.timeout(10_000),
    })
    const text = await answer.text()
    return answer.status === 202 ? (JSON.parse(text) as Acknowledged) : { status: answer.status }
  } catch {
    return undefined
  }
}

async function sendUntilStored(server: Server, id: string): Promise<Acknowledged> {
  for (const until = performance.now() + LIMIT_MS; performance.now() < until; await pause(20)) {
    const answer = await send(server, id)
    if (answer && 'run' in answer) return answer
  }
  throw new Error(`${id} was not taken in ${LIMIT_MS / 1000} s`)
}
