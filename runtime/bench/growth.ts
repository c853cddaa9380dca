import { join } from 'node:path'
import { type Figure, median, round, say } from '../chaos/harness/figures.ts'
import { publish } from '../chaos/harness/flows.ts'
import { installServer, pause, type Server } from '../chaos/harness/server.ts'
import { inWorkplace, type Workplace } from '../chaos/harness/workplace.ts'
import { createLoad, type Load } from './load.ts'
import { storeRuns } from './stored-runs.ts'
import { DOSSIER_JSON, replyFlow } from './workloads.ts'

const ROUNDS = 5
const SECONDS = 2
const CONNECTIONS = 10
/** Time a message may take of what it takes on the small installation. */
const GOAL = 1.2
const FLOW = 'do-luu'
const PATH = '/do/luu'

/** `growth.storedRuns`: time a message with many stored runs against few. Two installations take turns. */
export async function storedRunsFigure(full: boolean): Promise<readonly Figure[]> {
  const [few, many] = [1000, full ? 1_000_000 : 100_000]
  return inWorkplace('bench-growth-runs', false, async (place) => {
    const [small, large] = [await installation(place, 'few', 1), await installation(place, 'many', 1)]
    await storeRuns(small.data, FLOW, few, 'done')
    const seconds = await storeRuns(large.data, FLOW, many, 'done')
    say(`  ${many} runs stored in ${seconds.toFixed(0)} s`)
    return [await compare('growth.storedRuns', place, small, large, { few, many })]
  })
}

/** `growth.deployedFlows`: time a message with a thousand published flows against one. */
export async function deployedFlowsFigure(): Promise<readonly Figure[]> {
  const [few, many] = [1, 1000]
  return inWorkplace('bench-growth-flows', false, async (place) => {
    const [small, large] = [await installation(place, 'few', few), await installation(place, 'many', many)]
    return [await compare('growth.deployedFlows', place, small, large, { few, many })]
  })
}

/** One worker with so many published flows; one of them is called. */
async function installation(place: Workplace, name: string, flows: number): Promise<Server> {
  const server = await installServer({ folder: join(place.folder, name), workers: 1 })
  place.serves(server)
  await server.start()
  for (let i = 1; i < flows; i++) await publish(server, replyFlow(`do-them-${i}`, `/do/them/${i}`, 'stored'))
  await publish(server, replyFlow(FLOW, PATH, 'stored'))
  for (let tries = 0; tries < 100; tries++) {
    const { body, type } = DOSSIER_JSON
    const answer = await fetch(`${server.gateway}${PATH}`, { method: 'POST', headers: { 'content-type': type }, body })
    await answer.body?.cancel()
    if (answer.ok) return server
    await pause(100)
  }
  throw new Error(`${server.gateway}${PATH} does not answer`)
}

async function compare(
  figure: string,
  place: Workplace,
  small: Server,
  large: Server,
  size: Figure['detail'],
): Promise<Figure> {
  const load = createLoad(place.folder)
  const speed = (server: Server, seconds: number): Promise<number> => perSecond(load, server, seconds)
  for (const server of [small, large]) await speed(server, 4)
  const ratios: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    // Each comes first in turn.
    const first = await speed(i % 2 === 0 ? small : large, SECONDS)
    const second = await speed(i % 2 === 0 ? large : small, SECONDS)
    ratios.push(i % 2 === 0 ? first / second : second / first)
  }
  const value = round(median(ratios))
  const detail = {
    ...size,
    what: 'time a message with many divided by that with few; stored flow, one worker, 10 connections',
    min: round(Math.min(...ratios)),
    max: round(Math.max(...ratios)),
    load: load.by,
  }
  return { figure, value, unit: 'ratio', goal: GOAL, ok: value <= GOAL, detail }
}

function perSecond(load: Load, server: Server, seconds: number): Promise<number> {
  return load.run(`${server.gateway}${PATH}`, DOSSIER_JSON, CONNECTIONS, seconds)
}
