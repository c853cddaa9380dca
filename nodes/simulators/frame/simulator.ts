import type { Text } from '#shared/text/text.ts'
import type { FaultReading, Faults } from './faults.ts'
import type { Random } from './random.ts'
import type { CallRecord, RecordEntry } from './record.ts'
import type { Reply } from './reply.ts'
import type { SimRequest } from './request.ts'

/** What every simulator can be given. */
export interface SimulatorOptions {
  /** The time of the simulated system; the machine's clock by default. */
  readonly clock?: () => Date
  /** Where every generated value comes from; `seededRandom('lien-thong')` by default. */
  readonly random?: Random
  /** A JSONL file that gets each entry of the record, synced before the answer; also restores the state at start. */
  readonly record?: string
  /** Folder for files that a simulator keeps; `data/simulators` by default. */
  readonly folder?: string
  /** Begin with a believable stock of data when there is none yet. */
  readonly demo?: boolean
}

/** The seed used when no `random` is given. */
export const DEFAULT_SEED = 'lien-thong'

/** What a simulator tells about itself; the body of `GET /_sim/state`. */
export interface SimulatorState {
  readonly name: string
  readonly title: Text
  /** Calls to the partner's own addresses since start. */
  readonly calls: number
  readonly counts: Readonly<Record<string, number>>
  /** What each count is called on screens. */
  readonly countTitles: Readonly<Record<string, Text>>
  readonly record: { readonly lastSeq: number; readonly entries: number }
  readonly traffic: {
    readonly running: boolean
    readonly perMinute: number
    readonly done: number
    readonly failed: number
  }
  readonly faults: FaultReading
}

/** A partner system that plays itself on a port of ours. */
export interface Simulator {
  readonly name: string
  readonly title: Text
  /** Starts answering; port 0 takes a free one. Host 127.0.0.1 by default. */
  listen(port: number, host?: string): Promise<{ readonly url: string; readonly port: number }>
  /** Cuts every connection and releases port, files and timers; safe to call twice. */
  close(): Promise<void>
  readonly faults: Faults
  state(): SimulatorState
  /** Entries of the record with `seq` greater than `after`, since the last reset. */
  recorded(after?: number): readonly RecordEntry[]
  /** Back to the state at creation: same seed, no faults, no traffic, an empty record that goes on counting. */
  reset(): void
}

/** One address of the partner. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT'
  /** Path with `{names}`, each standing for one segment. */
  readonly path: string
  /** The name in records and in the dial's `only`; a function where the body decides. */
  readonly operation: string | ((request: SimRequest) => string)
  /** Needs a session or token that can expire. */
  readonly session?: boolean
  /** Operations that create something, which `duplicateRate` can call a duplicate. */
  readonly creates?: boolean | ((operation: string) => boolean)
  /** Resolves when the answer of another system has to be awaited. */
  handle(request: SimRequest): Reply | Promise<Reply>
}

/** One address under `/_sim/` besides the common ones; loopback only. */
export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  /** Gets the parsed JSON body (undefined for GET) and the query; what it returns (or resolves to) is the answer. May throw a zod error. */
  handle(body: unknown, query: URLSearchParams): unknown
}

/** How this partner words what went wrong. */
export interface Dialect {
  /** An answer for a broken request (4xx) or a server error (5xx). */
  failure(status: number, message: Text, request?: SimRequest): Reply
  /** The session of this call is over (and really is, from now on). */
  sessionExpired(request: SimRequest): Reply
  /** The answer that says “đã tồn tại” although the work of this call was done. */
  duplicate(request: SimRequest, reply: Reply): Reply
}

/** What one simulator adds to the common frame. */
export interface SimulatorParts {
  readonly name: string
  readonly title: Text
  readonly summary: Text
  readonly routes: readonly Route[]
  readonly controls?: readonly ControlRoute[]
  readonly dialect: Dialect
  counts(): Readonly<Record<string, number>>
  readonly countTitles: Readonly<Record<string, Text>>
  /** Makes one piece of traffic; absent when this partner never acts by itself. */
  tick?(): void | Promise<void>
  reset(): void
  close?(): void
}

/** What the common frame gives to a simulator. */
export interface SimulatorTools {
  readonly clock: () => Date
  readonly random: Random
  readonly record: CallRecord
}
