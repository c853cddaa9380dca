import type { ErrorData } from '../errors/flow-error.ts'
import type { CompiledExpression, ExpressionScope } from '../expression/scope.ts'
import type { Mapping } from '../mapping/mapping.ts'
import type { Message, Reply } from '../message/message.ts'
import type { NodeDefinition, SettingsOf } from './define.ts'
import type { Dynamic } from './fields.ts'
import type { DeliveryOutcome, WaitFor } from './wait.ts'

/** What a step hands back to the executor. */
export type Emission =
  /** One message leaves through a port. */
  | { readonly kind: 'emit'; readonly port: string; readonly message: Message }
  /** Several messages leave, each through its own port, in this order (a wire tap). */
  | { readonly kind: 'fan'; readonly outputs: readonly { readonly port: string; readonly message: Message }[] }
  /** A splitter: each message leaves through `port` in its own frame, in this order; an aggregator downstream closes the frame. */
  | { readonly kind: 'each'; readonly port: string; readonly messages: readonly Message[]; readonly inOrder: boolean }
  /** The message ends here on purpose (a filter). */
  | { readonly kind: 'drop' }
  /** Answers the waiting caller, then goes on through `port`. */
  | { readonly kind: 'reply'; readonly reply: Reply; readonly port: string; readonly message: Message }
  /** Sleeps durably until the instant (ms since the epoch), then goes on. */
  | { readonly kind: 'wait'; readonly until: number; readonly port: string; readonly message: Message }
  /**
   * Waits durably for something from outside, at most until the instant (ms since the epoch). A callback leaves through `port`, a decision
   * through the port of its choice; when the time is up, `message` leaves through `late`.
   */
  | {
      readonly kind: 'await'
      readonly waits: WaitFor
      readonly until: number
      readonly port: string
      readonly late: string
      readonly message: Message
    }
  /** Effect nodes only: there is no answer yet, the step is run again at `at`. It stops asking at `until`, which is only shown. */
  | { readonly kind: 'again'; readonly at: number; readonly until: number; readonly error?: ErrorData }
  /** Runs another flow. With `wait`, its reply becomes the body that leaves through `port`. */
  | {
      readonly kind: 'call'
      readonly flow: string
      readonly message: Message
      readonly wait: boolean
      readonly port: string
    }
  | JoinEmission

/**
 * Hands the message over to the group of its key and ends the branch; when the group closes, a run of its own begins at this node with
 * `context.parts` (EIP: Aggregator over messages of several runs). Times in milliseconds.
 */
export interface JoinEmission {
  readonly kind: 'join'
  readonly key: string
  readonly message: Message
  /** Closes the group when it has so many parts. */
  readonly count?: number
  /** Closes the group when it holds for the parts so far, this one last. */
  readonly when?: (parts: readonly Message[]) => boolean | Promise<boolean>
  /** Closes the group so long after its first or its newest part. */
  readonly timeout: { readonly ms: number; readonly from: 'first' | 'last' }
  /** What becomes of a part that comes after its group was closed, as long as that is remembered: an error, or out through `late`. */
  readonly late: 'error' | 'port'
  /** 0: a later part begins a new group. */
  readonly rememberMs: number
  readonly most: { readonly parts: number; readonly bytes: number }
}

/** Shorthands for emissions. */
export const emit = (port: string, message: Message): Emission => ({ kind: 'emit', port, message })
/** The message ends here on purpose. */
export const drop = (): Emission => ({ kind: 'drop' })

/** Parameters behind the `?` of an address; a list is its name several times. */
export type QueryParameters = Readonly<Record<string, string | readonly string[]>>

/** A request of an effect node over HTTP, through the egress policy; the credential comes from the connection and is never seen by the node. */
export interface HttpRequest {
  readonly method: string
  /** Joined to the connection's base address. */
  readonly path: string
  readonly query?: QueryParameters
  readonly headers?: Readonly<Record<string, string>>
  /** Text or bytes as they are; anything else is sent as JSON. */
  readonly body?: unknown
  /** A body that is never whole in memory, in the place of `body`; opened again when the request is sent a second time. */
  readonly stream?: { readonly size: number; open(): AsyncIterable<Uint8Array> }
  readonly timeoutMs?: number
  /** Largest answer in bytes; default 10 MB. */
  readonly maxBytes?: number
  /** Takes the body of an answer with such a status piece by piece, decoded; the answer then has no text. Other answers are held in memory. */
  readonly take?: {
    readonly maxBytes: number
    when(status: number): boolean
    body(pieces: AsyncIterable<Uint8Array>): Promise<void>
  }
}

/** The answer, whatever its status; a network fault or a time-out is thrown as a transient `FlowError`. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Decoded by the declared charset. */
  readonly text: string
  /** As it came, for protocols whose charset or parts are named inside; answers that a test makes up have only text. */
  readonly bytes?: Uint8Array
  /** Parsed when the answer declares JSON (throws `http.bad-answer` on malformed JSON); else the text. */
  json(): unknown
}

/** What the egress policy lets one connection reach, for drivers that open their own sockets and files. */
export interface Reach {
  /** The address to connect to, resolved once and checked; throws `connect.host-not-allowed` or `connect.unreachable`. */
  host(host: string, port: number): Promise<string>
  /** The real path of a folder of this server that its administrator granted; throws `file.not-granted`. */
  folder(path: string): Promise<string>
}

/** A connection as an effect node sees it: non-secret values and, for drivers that must sign in themselves, the secrets. */
export interface ConnectionHandle {
  readonly id: string
  readonly kind: string
  readonly values: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, string>>
  /** True when it points at one of our simulators: test runs may really call it. */
  readonly simulator: boolean
  readonly reach: Reach
}

/** A look-up of a person's data as the audit trail keeps it: who, for what, never whose or what came back. */
export interface PersonLookup {
  readonly connection: string
  readonly officer: string
  readonly procedure: string
  readonly dossier: string
  readonly purpose: string
}

/** What a step may use while it runs. */
export interface StepContext {
  /** Names for expressions: headers, keys, earlier steps, run, vars (see `ExpressionScope`). */
  readonly scope: ExpressionScope
  readonly run: { readonly id: string; readonly flow: string; readonly at: string; readonly test: boolean }
  /** Identity of this step inside the run; equal on every replay. */
  readonly path: string
  /** 1 for the first try. */
  readonly attempt: number
  /** Equal on every try of this step, so a partner that honours it acts once. */
  readonly idempotencyKey: string
  readonly signal: AbortSignal
  /** Only at an aggregator: the messages of the closed frame in split order, or of the closed group in order of arrival. */
  readonly parts?: readonly Message[]
  /** Only in an error branch: what happened. */
  readonly error?: ErrorData
  /** Only at a step that asked before and had no answer yet (`again`): how often, and since when (ms since the epoch). */
  readonly asked?: { readonly tries: number; readonly since: number } | undefined
  /** The instant that this run sees, ms since the epoch; pure nodes get the same on every replay. */
  now(): number
  log(level: 'info' | 'warn', message: string, details?: Readonly<Record<string, unknown>>): void
  /** Effect nodes only (`needs: ['http']`). */
  http(connection: string, request: HttpRequest): Promise<HttpAnswer>
  /** Effect nodes only: opens the named connection. */
  connection(id: string): Promise<ConnectionHandle>
  /** Effect nodes only: one shared resource a connection and worker (pool, session, token); single-flight. */
  shared<T>(key: string, open: () => Promise<T>, close?: (it: T) => Promise<void> | void): Promise<T>
  /** Forgets and closes it; where `held` is no more what is kept, another step has replaced it already, and nothing happens. */
  drop(key: string, held: unknown): Promise<void>
  /** Effect nodes only: writes a look-up into the audit trail; resolves when it is there, and nobody is looked up before. */
  recordLookup(lookup: PersonLookup): Promise<void>
  /** Effect nodes only: gives a message to the run that waits for it. `digest` tells a repetition from a new message with the same key. */
  deliver(callback: {
    readonly topic: string
    readonly key: string
    readonly message: Message
    readonly digest: string
    readonly parkMs: number
  }): Promise<{ readonly outcome: DeliveryOutcome; readonly run?: string }>
  /** `needs: ['script']`: runs JavaScript in the sandbox process; JSON in, JSON out. */
  script(code: string, input: unknown, limits: { readonly ms: number; readonly mb: number }): Promise<unknown>
}

/** Runs one message through one node. Throw `retryable(…)` or `permanent(…)`; the executor decides what follows. */
export type Step = (message: Message, context: StepContext) => Emission | Promise<Emission>

/** Gives the settings and compiles expressions once, at deploy, so that a message pays no parsing. */
export interface Prepare<S> {
  readonly settings: S
  expression(text: string): CompiledExpression
  /** True or false by JSONata's own rule ($boolean). */
  condition(text: string): (message: Message, context: StepContext) => boolean | Promise<boolean>
  /** A literal, a field (missing → `mapping.missing`) or an expression. */
  value(value: Dynamic, label?: string): (message: Message, context: StepContext) => unknown
  mapping(mapping: Mapping): (message: Message, context: StepContext) => unknown
}

/** Asks the partner whether an interrupted `once` step happened: its emission, or that it did not happen, or that nobody knows. */
export type Probe = (message: Message, context: StepContext) => Promise<Emission | 'not-done' | 'unknown'>

/**
 * What a step asks of its partner, as far as it says what is asked: no time stamp, signature, session, credential or address of the
 * partner, which may change without the request becoming another one. What is no HTTP call names its own method and path.
 */
export interface RequestFacts {
  readonly method: string
  readonly connection: string
  readonly path: string
  readonly query?: QueryParameters
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** What a message would have the step ask; pure: it computes the same as the step and touches nothing. */
export type DescribeRequest = (message: Message, context: StepContext) => RequestFacts | Promise<RequestFacts>

/** The behaviour of a node: prepared once a deployment, then run for each message. */
export interface NodeRun<S = never> {
  readonly definition: NodeDefinition
  prepare(tools: Prepare<S>): Step
  probe?(tools: Prepare<S>): Probe
  /** Absent: its settings and the whole message stand for the request. */
  request?(tools: Prepare<S>): DescribeRequest
}

/** Declares the behaviour that belongs to a definition; the settings arrive typed and validated. */
export function defineRun<D extends NodeDefinition>(
  definition: D,
  prepare: (tools: Prepare<SettingsOf<D>>) => Step,
  more: Omit<NodeRun<SettingsOf<D>>, 'definition' | 'prepare'> = {},
): NodeRun<SettingsOf<D>> {
  return { definition, prepare, ...more }
}
