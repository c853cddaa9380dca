import type { CodeTable, ConnectionTestResult } from '#shared/api/platform.ts'
import type { Run, RunSummary } from '#shared/api/runs.ts'
import type { ShadowDetail, ShadowRow } from '#shared/api/shadow.ts'
import type { CapturedCase, CaseResult, TestCase } from '#shared/api/test-cases.ts'
import type { TestRequest } from '#shared/api/test-runs.ts'
import type { CalendarVersion } from '#shared/calendar/versions.ts'
import type { ErrorData } from '#shared/errors/flow-error.ts'
import type { Flow } from '#shared/flow/flow.ts'
import type { Message } from '#shared/message/message.ts'
import type { ConnectionLimits } from '#shared/node/connection-limits.ts'
import type { PersonLookup } from '#shared/node/run.ts'
import type { Text } from '#shared/text/text.ts'

/** A flow version that receives new messages, or (paused) refuses them with 503. */
export interface DeployedFlow {
  readonly unit: string
  /** SHA-256 of the canonical flow, 64 hex characters. */
  readonly version: string
  readonly flow: Flow
  readonly paused: boolean
}

/** The non-secret part of a connection; secrets are asked for when a step needs them. */
export interface ConnectionConfig {
  readonly id: string
  readonly kind: string
  readonly values: Readonly<Record<string, unknown>>
  readonly simulator: boolean
  readonly limits: ConnectionLimits
}

/** A circuit that is not closed: open until then, and afterwards half open. */
export interface CircuitState {
  readonly connection: string
  readonly until: number
}

/** Whether a call may go; if not, why and when to ask again. */
export type Turn =
  | { readonly go: true }
  | { readonly go: false; readonly until: number; readonly why?: 'circuit' | 'limit' }

/** How a call went, as far as the health of the partner is concerned. */
export interface Leave {
  readonly how: 'ok' | 'fault' | 'unknown'
  readonly reason?: Text
}

/** What a worker needs before it can begin. */
export interface WorkerConfig {
  readonly member: string
  /** Which of how many workers it is: limits of the installation are divided between them. */
  readonly slot: { readonly index: number; readonly count: number }
  /** Port 0 in tests: the worker answers with the port it got. */
  readonly gateway: { readonly host: string; readonly port: number }
  /** `sqlite:/path/engine.db`. */
  readonly engine: string
  /** Folder for large payloads. */
  readonly data: string
  /** Folders of this server that connections to folders may name. */
  readonly folders: readonly string[]
  /** Addresses of our own admin and gateway listeners, which no flow may call. */
  readonly own: readonly string[]
}

/** A message that a person sends in again. */
export interface Resubmission {
  readonly run: string
  /** Same request, same new run, however often it is asked. */
  readonly request: string
  /** What the person made of the message; absent = as it was. */
  readonly message?: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> | undefined }
  /** Default: the version that receives new messages. */
  readonly version?: string
}

/** How a listening trigger stands on one worker, since an instant (ms since the epoch). `full`: the engine takes nothing at the moment. */
export interface ListenerState {
  readonly flow: string
  readonly node: string
  readonly state: 'connecting' | 'listening' | 'full' | 'lost'
  readonly since: number
  readonly error?: ErrorData
}

/** Why a sandbox process ended that should not have: it forged an answer, it had to be killed for a script that did not end, or it died. */
export interface SandboxEnd {
  readonly why: 'forged' | 'time' | 'died'
  /** Of the script under way. */
  readonly flow?: string
  readonly run?: string
}

/** What the kernel asks of a worker. Requests are answered; every one may be sent again safely. */
export interface WorkerApi {
  configure(config: WorkerConfig): Promise<{ readonly port: number }>
  /** The whole set of deployments; runs in progress stay on the version they began with. */
  deploy(flows: readonly DeployedFlow[]): Promise<void>
  connections(connections: readonly ConnectionConfig[]): Promise<void>
  /** All circuits that are not closed. */
  circuits(states: readonly CircuitState[]): Promise<void>
  tables(tables: readonly CodeTable[]): Promise<void>
  /** All versions of the working calendar that runs may still count by. */
  calendars(versions: readonly CalendarVersion[]): Promise<void>
  /** Calls a scheduled or polling trigger for one slot; answers how many messages were accepted. */
  fire(trigger: { readonly flow: string; readonly node: string; readonly slot: number }): Promise<number>
  /** What a polling trigger of a draft would take next from a simulator, without taking it. */
  peek(input: { readonly flow: Flow; readonly trigger?: string | undefined }): Promise<readonly Message[]>
  /** Runs a draft on a sample in memory; effects only reach stubs and simulators. */
  test(input: { readonly flow: Flow; readonly request: TestRequest }): Promise<Run>
  /** Recomputes a run step by step from its journal. */
  trace(input: { readonly run: string }): Promise<Run | undefined>
  /** Runs the message of an earlier run as a new run; the same `request` never makes two. */
  resubmit(input: Resubmission): Promise<{ readonly run: string }>
  /** Makes a test case of a run, with stubs from its journal; nothing leaves. */
  captureCase(input: { readonly run: string; readonly mask: boolean }): Promise<CapturedCase | undefined>
  /** Runs a draft on test cases; nothing leaves, not even to simulators. */
  runCases(input: {
    readonly flow: Flow
    readonly cases: readonly { readonly name: string; readonly case: TestCase }[]
  }): Promise<readonly CaseResult[]>
  /** Runs past messages through a draft; effects are answered by their journals and nothing leaves. */
  shadow(input: { readonly flow: Flow; readonly runs: readonly string[] }): Promise<readonly ShadowRow[]>
  shadowDetail(input: { readonly flow: Flow; readonly run: string }): Promise<ShadowDetail | undefined>
  preview(input: {
    readonly expression?: string
    readonly mapping?: readonly unknown[]
    readonly input: unknown
    readonly steps?: Readonly<Record<string, unknown>>
  }): Promise<{ readonly result?: unknown; readonly error?: ErrorData }>
  testConnection(
    input: ConnectionConfig & { readonly secrets: Readonly<Record<string, string>> },
  ): Promise<ConnectionTestResult>
  /** A hint that a run became runnable. */
  wake(): Promise<void>
  /** Takes no new work, ends or hands back what runs, then answers. */
  drain(): Promise<void>
  /** Prometheus text of this process. */
  metrics(): Promise<string>
}

/** What a worker asks of the kernel. */
export interface KernelApi {
  secrets(input: { readonly connection: string }): Promise<Readonly<Record<string, string>>>
  /** A version that is not deployed any more, for runs that began on it. */
  version(input: { readonly flow: string; readonly version: string }): Promise<Flow | undefined>
  /** Asks for leave to call a connection that is limited or whose circuit is not closed; waits for its turn. */
  pass(call: {
    readonly connection: string
    readonly member: string
    readonly ticket: string
    readonly waitMs: number
  }): Promise<Turn>
  /** The call with this ticket is over, or is not wanted any more. */
  passed(call: { readonly connection: string; readonly ticket: string } & Leave): Promise<void>
  /** As many consecutive failures as the connection allows. */
  tripped(circuit: { readonly connection: string; readonly reason: Text }): Promise<void>
  /** A sandbox process of this worker was killed, or died of a script. */
  sandboxEnded(end: SandboxEnd): Promise<void>
  /** How all listening triggers of a worker stand, after each change. */
  listening(told: { readonly member: string; readonly states: readonly ListenerState[] }): Promise<void>
  /** A flow is about to look up a person; the worker waits until the audit trail has it. */
  recordLookup(lookup: PersonLookup & { readonly flow: string; readonly run: string }): Promise<void>
  /** Newest state of runs that moved, batched by the worker; no answer needed. */
  moved(runs: readonly RunSummary[]): Promise<void>
}
