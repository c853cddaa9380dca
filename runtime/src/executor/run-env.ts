import type { Instant, JournalEntry, RequestPrint, RunId, StepPath } from '#runtime/engine/engine.ts'
import type { GroupName, OpenGroup, Part, PartOutcome } from '#runtime/engine/groups.ts'
import type { OpenWait } from '#runtime/engine/waits.ts'
import type { ErrorData } from '#shared/errors/flow-error.ts'
import type { CodeTables } from '#shared/expression/compile.ts'
import type { Message, Reply } from '#shared/message/message.ts'
import type { ConnectionHandle, HttpAnswer, HttpRequest, PersonLookup, StepContext } from '#shared/node/run.ts'
import type { CompiledFlow, CompiledNode } from './compile.ts'
import type { Memo } from './memo.ts'
import type { Outcome } from './step/outcome.ts'
import type { Token } from './walk/token.ts'

/** Leave to call a partner, or when to come back. */
export type Passage =
  /** `leave` must be called once, with the error that the call ended in if any; `cut` when nobody knows. */
  | { readonly go: true; leave(error?: ErrorData | 'cut'): void }
  | { readonly go: false; readonly until: Instant; readonly error: ErrorData }

/** What effect nodes reach the outside with; the worker's real one, or one that answers from stubs and simulators. */
export interface Tools {
  readonly tables: CodeTables
  http(
    connection: string,
    request: HttpRequest,
    call: { readonly signal: AbortSignal; readonly idempotencyKey: string },
  ): Promise<HttpAnswer>
  connection(id: string): Promise<ConnectionHandle>
  shared<T>(key: string, open: () => Promise<T>, close?: (it: T) => Promise<void> | void): Promise<T>
  drop(key: string, held: unknown): Promise<void>
  /** Asks for leave to call the partner behind a connection. Absent: nobody guards them. */
  enter?(connection: string, signal: AbortSignal): Passage | Promise<Passage>
  /** `fixed` is what the script sees as time and chance, so that a replay computes the same; flow and run are for the record only. */
  script(
    code: string,
    input: unknown,
    limits: { readonly ms: number; readonly mb: number },
    fixed: { readonly now: number; readonly seed: number; readonly flow?: string; readonly run?: string },
  ): Promise<unknown>
  /** Writes into the audit trail. Absent: no such look-up is made. */
  recordLookup?(lookup: PersonLookup & { readonly flow: string; readonly run: string }): Promise<void>
  log(level: 'info' | 'warn', message: string, details: Readonly<Record<string, unknown>>): void
}

/** Where a run's effects are written down. Rows keep the order in which they were given. */
export interface RunJournal {
  /** Resolves when the accepted message would survive power loss; no effect happens before. */
  readonly accepted: Promise<void>
  /** Queues a row; a lost lease or a full disk surfaces as an aborted `RunEnv.signal`. */
  write(entry: JournalEntry): void
  /** Resolves when the intent would survive power loss. */
  intend(entry: Extract<JournalEntry, { kind: 'intent' }>): Promise<void>
  /** Resolves when all rows so far (and the acceptance) would survive power loss. */
  flushed(): Promise<void>
  readonly groups: RunGroups
}

/** The groups as one run reaches them; rejects where nothing is stored. */
export interface RunGroups {
  /** Resolves when part and journal would survive power loss. */
  join(part: Part): Promise<PartOutcome | 'changed'>
  peek(group: GroupName): Promise<OpenGroup>
}

/** Starts a run of another flow, once for a step however often it is asked, and once more when a person has the step done again. */
export type CallFlow = (call: {
  readonly flow: string
  readonly message: Message
  readonly path: StepPath
  /** Row of the wish to have the step done again; −1 when there is none. */
  readonly since: number
  readonly wait: boolean
}) => Promise<RunId>

/** What passes between this run and those that wait. */
export interface Outside {
  /** Gives a callback to the run that waits for it; `source` is the delivering step. */
  deliver(callback: Parameters<StepContext['deliver']>[0], source: string): ReturnType<StepContext['deliver']>
  /** The time of a wait is up; absent where nothing is stored, so that nothing can be waited for. */
  readonly expire?: (path: StepPath, at: Instant) => Promise<'expired' | 'answered'>
}

/** What one step did, for those who watch (trace, test run). */
export interface StepRecord {
  readonly node: string
  readonly path: StepPath
  readonly from: StepPath | undefined
  readonly status: 'done' | 'dropped' | 'failed' | 'retrying' | 'waiting' | 'in-doubt' | 'running'
  readonly attempts: number
  readonly startedAt: Instant
  readonly durationMs: number
  readonly input: Message
  readonly output?: Message | readonly Message[]
  readonly port?: string
  readonly error?: ErrorData
  readonly effect: boolean
  /** All ports, when messages left through several. */
  readonly ports?: readonly string[]
  readonly replies?: true
  readonly childRun?: RunId
  readonly wait?: OpenWait
  /** Path of the step that this one helps to undo. */
  readonly undoes?: StepPath
  /** What the ledger says of an effect that was begun. */
  readonly call?: StepCall
}

/** One effect in the ledger of calls. */
export interface StepCall {
  /** The key against repetition that is in force. */
  readonly key: string
  /** Fingerprint of what was asked last under it; absent where it was begun before there were any. */
  readonly request?: RequestPrint
  readonly state: 'begun' | 'answered' | 'failed' | 'in-doubt'
  /** Keys that were given up because something else was to be asked, oldest first. */
  readonly before: readonly { readonly key: string; readonly request: RequestPrint; readonly until: Instant }[]
}

/** Everything that one walk through a flow needs. */
export interface RunEnv {
  readonly compiled: CompiledFlow
  readonly run: { readonly id: RunId; readonly at: Instant; readonly trigger: string; readonly message: Message }
  readonly memo: Memo
  /** `replay`: nothing happens outside; steps that the journal does not know stay open. */
  readonly mode: 'live' | 'replay'
  readonly test: boolean
  readonly journal: RunJournal
  readonly tools: Tools
  readonly call: CallFlow
  /** Undefined in a trace and in a test run. */
  readonly outside: Outside | undefined
  readonly clock: () => Instant
  /** Aborted when the lease is lost, the journal cannot be written, or the process drains. */
  readonly signal: AbortSignal
  /** Test runs only: the message that a step shall get, or undefined to stand still in front of it. */
  readonly arrive?: (node: string, from: StepPath | undefined, path: StepPath, message: Message) => Message | undefined
  onReply(reply: Reply): void
  onStep?(record: StepRecord): void
  /** Told of every step that has an effect to undo, when it has come to its end. */
  onEffect?(node: CompiledNode, token: Token, path: StepPath, outcome: Outcome): void
}
