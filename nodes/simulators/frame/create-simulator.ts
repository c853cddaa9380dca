import type { IncomingMessage, Server } from 'node:http'
import { z } from 'zod'
import { answerControl } from './control.ts'
import { createFaults, faultDialSchema } from './faults.ts'
import { drawSeed, seededRandom } from './random.ts'
import { type CallRecord, openRecord, type RecordLine } from './record.ts'
import type { Reply } from './reply.ts'
import { createSimulatorServer } from './server.ts'
import {
  type ControlRoute,
  DEFAULT_SEED,
  type Simulator,
  type SimulatorOptions,
  type SimulatorParts,
  type SimulatorState,
  type SimulatorTools,
} from './simulator.ts'
import { statusPage } from './status-page.ts'
import { createTraffic, type Traffic } from './traffic.ts'

/** The simulator in its frame. */
export interface FramedSimulator extends Simulator {
  /** Starts (or with 0 stops) what the partner does by itself; a partner that never does anything stays still. */
  traffic(setting: { readonly perMinute: number }): Traffic
}

/**
 * Puts the parts of one simulator into the common frame: server, fault dial, record, controls, status page, traffic.
 * `build` makes the parts; `restore` gets the lines of an earlier process's record file, in order, before the first call.
 */
export function createSimulator<P extends SimulatorParts>(
  options: SimulatorOptions,
  build: (tools: SimulatorTools) => P,
  restore?: (parts: P, line: RecordLine) => void,
): { readonly simulator: FramedSimulator; readonly parts: P } {
  const clock = options.clock ?? (() => new Date())
  const random = options.random ?? seededRandom(DEFAULT_SEED)
  const [dataSeed, answerSeed] = [drawSeed(random), drawSeed(random)]
  const earlier: RecordLine[] = []
  const record = openRecord({ path: options.record, clock, restore: (line) => earlier.push(line) })
  const faults = createFaults(random)
  const traffic = createTraffic()
  let data = seededRandom(dataSeed)
  let answers = seededRandom(answerSeed)
  let calls = 0
  const parts = build({ clock, random: () => data(), record })
  for (const line of earlier) restore?.(parts, line)

  const shared: Shared = { parts, record, faults, traffic, calls: () => calls }
  const reset = (): void => {
    traffic.stop()
    faults.clear()
    data = seededRandom(dataSeed)
    answers = seededRandom(answerSeed)
    calls = 0
    record.reset()
    parts.reset()
  }
  const startTraffic = (setting: { readonly perMinute: number }): Traffic => {
    const tick = parts.tick?.bind(parts)
    if (tick) traffic.start(setting, tick)
    return traffic
  }
  const controls = controlsOf(shared, reset, startTraffic)
  const closing = new AbortController()
  const server = createSimulatorServer(
    {
      routes: parts.routes,
      dialect: parts.dialect,
      faults,
      random: () => answers(),
      record,
      closing: closing.signal,
      nextCall: () => ++calls,
      defect: (error) => process.emitWarning(error instanceof Error ? error : String(error)),
    },
    (incoming, url) => answerOwn(shared, controls, incoming, url),
  )
  const simulator: FramedSimulator = {
    name: parts.name,
    title: parts.title,
    listen: (port, host) => listen(server, port, host),
    close: closer(shared, server, closing),
    faults,
    state: () => stateOf(shared),
    recorded: (after) => record.entries(after, Number.POSITIVE_INFINITY),
    reset,
    traffic: startTraffic,
  }
  return { simulator, parts }
}

interface Shared {
  readonly parts: SimulatorParts
  readonly record: CallRecord
  readonly faults: Simulator['faults']
  readonly traffic: Traffic
  readonly calls: () => number
}

function stateOf({ parts, record, faults, traffic, calls }: Shared): SimulatorState {
  return {
    name: parts.name,
    title: parts.title,
    calls: calls(),
    counts: parts.counts(),
    countTitles: parts.countTitles,
    record: { lastSeq: record.lastSeq(), entries: record.count() },
    traffic: traffic.reading(),
    faults: faults.reading(),
  }
}

const recordQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(100_000).default(10_000),
})

const trafficSchema = z.strictObject({ perMinute: z.number().min(0).max(600_000) })

function controlsOf(shared: Shared, reset: () => void, start: FramedSimulator['traffic']): readonly ControlRoute[] {
  const { faults, parts, record, traffic } = shared
  const common: readonly ControlRoute[] = [
    { method: 'GET', path: 'faults', handle: () => faults.reading() },
    {
      method: 'PUT',
      path: 'faults',
      handle: (body) => {
        faults.set(faultDialSchema.parse(body))
        return faults.reading()
      },
    },
    { method: 'GET', path: 'state', handle: () => stateOf(shared) },
    {
      method: 'GET',
      path: 'record',
      handle: (_body, query) => {
        const { after, limit } = recordQuery.parse(Object.fromEntries(query))
        return { entries: record.entries(after, limit) }
      },
    },
    {
      method: 'POST',
      path: 'reset',
      handle: () => {
        reset()
        return stateOf(shared)
      },
    },
  ]
  const trafficRoute: ControlRoute = {
    method: 'PUT',
    path: 'traffic',
    handle: (body) => {
      start(trafficSchema.parse(body))
      return traffic.reading()
    },
  }
  return [...common, ...(parts.tick ? [trafficRoute] : []), ...(parts.controls ?? [])]
}

async function answerOwn(
  shared: Shared,
  controls: readonly ControlRoute[],
  incoming: IncomingMessage,
  url: URL,
): Promise<Reply | undefined> {
  if (url.pathname.startsWith('/_sim/')) return answerControl(incoming, url, controls)
  if (url.pathname !== '/' || incoming.method !== 'GET') return undefined
  const { parts, record } = shared
  const recent = record.entries(record.lastSeq() - 20).toReversed()
  return statusPage(parts, stateOf(shared), recent, url.searchParams.get('lang') === 'en' ? 'en' : 'vi')
}

function listen(server: Server, port: number, host = '127.0.0.1'): Promise<{ url: string; port: number }> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address = server.address()
      const actual = typeof address === 'object' && address !== null ? address.port : port
      const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
      resolve({ url: `http://${reachable}:${actual}`, port: actual })
    })
  })
}

function closer(shared: Shared, server: Server, closing: AbortController): () => Promise<void> {
  let closed: Promise<void> | undefined
  const close = async (): Promise<void> => {
    closing.abort()
    shared.traffic.stop()
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
    shared.parts.close?.()
    shared.record.close()
  }
  return () => {
    closed ??= close()
    return closed
  }
}
