import type { FlowShare, Instant, Sharing } from '#runtime/engine/engine.ts'
import { createTokenBucket, type TokenBucket } from '#runtime/engine/token-bucket.ts'
import { PERIOD_MS, type Priority } from '#shared/flow/limits.ts'
import type { CompiledFlow } from '../compile.ts'
import type { Flows } from '../flows.ts'

/** Decides which runs may begin on this worker now. The others wait in the engine's queue, where they hold nothing. */
export interface Admission {
  /** Whether one more run of the flow may begin here; if so its place in the rate is taken, and `began` follows. */
  admits(flow: string): boolean
  /** The same for a run that comes from the queue: it has waited, so nobody is before it. */
  takes(flow: string): boolean
  began(flow: string): void
  /** True when others of the flow may be waiting for the place. */
  ended(flow: string): boolean
  /** How the next claim is shared out; undefined when no flow is limited or preferred, and then claims cost nothing more. */
  sharing(): Sharing | undefined
  /** What the claim that was made with this sharing has brought: a flow that did not fill its room has nobody waiting. */
  claimed(sharing: Sharing, flows: readonly string[]): void
}

/** What admission works with. */
export interface AdmissionParts {
  readonly flows: Pick<Flows, 'current' | 'all'>
  /** Which of how many workers this is: limits of an installation are divided between its workers. */
  readonly slot: WorkerSlot
  /** Most runs that any one flow may have under way on this worker, so that a slow one leaves room for the others. */
  readonly mostOfOneFlow: number
  clock(): Instant
}

/** The place of a worker among all workers of the installation. */
export interface WorkerSlot {
  readonly index: number
  readonly count: number
}

/** Shares in the claims while more is waiting than can run. */
const WEIGHTS: Readonly<Record<Priority, number>> = { high: 16, normal: 4, low: 1 }

interface Gate {
  /** The deployment that it was made for. */
  readonly compiled: CompiledFlow
  readonly most: number
  readonly bucket: TokenBucket | undefined
  readonly weight: number
  readonly limited: boolean
  /** Runs of it wait in the queue: newcomers go behind them. */
  line: boolean
}

/** Makes the admission of one worker. */
export function createAdmission(parts: AdmissionParts): Admission {
  const { flows, clock, mostOfOneFlow } = parts
  const running = new Map<string, number>()
  const gates = new Map<string, Gate>()

  function gateOf(flow: string): Gate | undefined {
    const compiled = flows.current(flow)?.compiled
    const known = gates.get(flow)
    if (!compiled || known?.compiled === compiled) return known
    const made = makeGate(compiled, parts, known)
    gates.set(flow, made)
    return made
  }

  const countOf = (flow: string): number => running.get(flow) ?? 0
  const mostOf = (gate: Gate | undefined): number => gate?.most ?? mostOfOneFlow

  function roomOf(flow: string, gate: Gate | undefined): number {
    const places = mostOf(gate) - countOf(flow)
    return Math.max(0, Math.min(places, gate?.bucket?.available(clock()) ?? Number.POSITIVE_INFINITY))
  }

  return {
    admits(flow) {
      const gate = gateOf(flow)
      const free = countOf(flow) < mostOf(gate)
      if (!gate) return free
      if (free && !gate.line && (gate.bucket?.take(clock()) ?? true)) return true
      // What is not stored cannot stand in line.
      gate.line = gate.compiled.stored
      return false
    },
    takes(flow) {
      const gate = gateOf(flow)
      return countOf(flow) < mostOf(gate) && (gate?.bucket?.take(clock()) ?? true)
    },
    began: (flow) => void running.set(flow, countOf(flow) + 1),
    ended(flow) {
      const left = countOf(flow) - 1
      if (left > 0) running.set(flow, left)
      else running.delete(flow)
      return gates.get(flow)?.line ?? false
    },
    sharing() {
      const shares = new Map<string, FlowShare>()
      for (const { compiled } of flows.all()) {
        const flow = compiled.flow.id
        const gate = gateOf(flow)
        if (gate && (gate.limited || gate.line || gate.weight !== WEIGHTS.normal))
          shares.set(flow, { weight: gate.weight, room: roomOf(flow, gate) })
      }
      return shares.size > 0 ? { flows: shares, others: { weight: WEIGHTS.normal } } : undefined
    },
    claimed(sharing, claims) {
      for (const [flow, { room }] of sharing.flows) {
        const gate = gates.get(flow)
        if (gate && room >= 1) gate.line = claims.filter((it) => it === flow).length >= room
      }
    },
  }
}

function makeGate(
  compiled: CompiledFlow,
  { slot, mostOfOneFlow, clock }: AdmissionParts,
  before: Gate | undefined,
): Gate {
  const { limits, priority } = compiled
  const { running, rate, per = 'second' } = limits
  const most = running === undefined ? mostOfOneFlow : Math.min(mostOfOneFlow, partOf(running, compiled.flow.id, slot))
  const same = before && before.compiled.limits.rate === rate && (before.compiled.limits.per ?? 'second') === per
  return {
    compiled,
    most,
    bucket: same ? before.bucket : rate === undefined ? undefined : bucketOf(rate, PERIOD_MS[per], slot, clock()),
    weight: WEIGHTS[priority],
    limited: running !== undefined || rate !== undefined,
    line: before?.line ?? false,
  }
}

/** This worker's part of a whole number. What does not divide goes to other workers for other flows. */
function partOf(whole: number, flow: string, { index, count }: WorkerSlot): number {
  let turn = index
  for (let i = 0; i < flow.length; i++) turn += flow.charCodeAt(i)
  return Math.floor(whole / count) + (turn % count < whole % count ? 1 : 0)
}

/** Holds the tokens of one second: more would let a minute's worth go at once. */
function bucketOf(rate: number, periodMs: number, { count }: WorkerSlot, at: Instant): TokenBucket {
  const perSecond = (rate * 1000) / periodMs / count
  return createTokenBucket(perSecond, Math.max(1, perSecond), perSecond, at)
}
