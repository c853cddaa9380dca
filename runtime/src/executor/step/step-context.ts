import type { Instant, RunId, StepPath } from '#runtime/engine/engine.ts'
import { type ErrorData, permanent } from '#shared/errors/flow-error.ts'
import type { ExpressionScope } from '#shared/expression/compile.ts'
import type { Message } from '#shared/message/message.ts'
import type { ConnectionHandle, HttpAnswer, HttpRequest, PersonLookup, StepContext } from '#shared/node/run.ts'
import type { RunEnv } from '../run-env.ts'
import type { Token } from '../walk/token.ts'
import { drawFrom } from './retry.ts'

/** Names for expressions at one token. A class, because one is made for every step: methods on a prototype cost nothing to create. */
class TokenScope implements ExpressionScope {
  private readonly token: Token
  private readonly env: RunEnv

  constructor(token: Token, env: RunEnv) {
    this.token = token
    this.env = env
  }
  get run(): StepContext['run'] {
    return runOf(this.env)
  }
  get body(): unknown {
    return this.token.message.body
  }
  get headers(): Readonly<Record<string, unknown>> {
    return this.token.message.headers
  }
  get keys(): Readonly<Record<string, string>> {
    return this.token.message.keys
  }
  get tables(): NonNullable<ExpressionScope['tables']> {
    return this.env.tools.tables
  }
  /** Built only for expressions that ask for it. */
  get steps(): Readonly<Record<string, unknown>> {
    const steps: Record<string, unknown> = Object.create(null)
    for (let at = this.token.outputs; at; at = at.before) {
      if (!(at.node in steps)) steps[at.node] = at.body
    }
    return steps
  }
  get vars(): Readonly<Record<string, unknown>> {
    const { error, parts } = this.token
    return { ...(error ? { error } : {}), ...(parts ? { parts: parts.map((part) => part.body) } : {}) }
  }
}

/** Made when it is asked for: most steps never look at it, and the text of an instant costs as much as a mapped field. */
function runOf({ run, compiled, test }: RunEnv): StepContext['run'] {
  return { id: run.id, flow: compiled.flow.id, at: new Date(run.at).toISOString(), test }
}

/** One step's view of the runtime. */
class RunningStep implements StepContext {
  readonly scope: ExpressionScope
  readonly path: StepPath
  readonly attempt: number
  readonly asked: StepContext['asked']
  private readonly token: Token
  private readonly env: RunEnv
  private readonly instant: Instant
  private readonly own: AbortSignal | undefined
  private readonly ownKey: string | undefined

  constructor(token: Token, env: RunEnv, step: StepFacts) {
    this.token = token
    this.env = env
    this.path = step.path
    this.attempt = step.attempt
    this.own = step.signal
    this.ownKey = step.key
    this.asked = step.asked
    this.instant = step.now
    this.scope = new TokenScope(token, env)
  }
  get run(): StepContext['run'] {
    return runOf(this.env)
  }
  get signal(): AbortSignal {
    return this.own ?? this.env.signal
  }
  get idempotencyKey(): string {
    return this.ownKey ?? firstKey(this.env.run.id, this.path, this.token.since)
  }
  get parts(): readonly Message[] {
    return this.token.parts ?? []
  }
  get error(): ErrorData {
    return this.token.error as ErrorData
  }
  now(): Instant {
    return this.instant
  }
  log(level: 'info' | 'warn', message: string, details: Readonly<Record<string, unknown>> = {}): void {
    this.env.tools.log(level, message, { ...details, run: this.env.run.id, step: this.path })
  }
  http(connection: string, request: HttpRequest): Promise<HttpAnswer> {
    return this.env.tools.http(connection, request, { signal: this.signal, idempotencyKey: this.idempotencyKey })
  }
  connection(id: string): Promise<ConnectionHandle> {
    return this.env.tools.connection(id)
  }
  shared<T>(key: string, open: () => Promise<T>, close?: (it: T) => Promise<void> | void): Promise<T> {
    return this.env.tools.shared(key, open, close)
  }
  drop(key: string, held: unknown): Promise<void> {
    return this.env.tools.drop(key, held)
  }
  deliver(callback: Parameters<StepContext['deliver']>[0]): ReturnType<StepContext['deliver']> {
    if (!this.env.outside) return Promise.reject(permanent('test.no-answer'))
    return this.env.outside.deliver(callback, this.idempotencyKey)
  }
  recordLookup(lookup: PersonLookup): Promise<void> {
    const { run, compiled, tools } = this.env
    if (!tools.recordLookup) return Promise.reject(permanent('test.no-answer'))
    return tools.recordLookup({ ...lookup, flow: compiled.flow.id, run: run.id })
  }
  script(code: string, input: unknown, limits: { readonly ms: number; readonly mb: number }): Promise<unknown> {
    const seed = Math.floor(drawFrom(this.idempotencyKey) * 0x1_0000_0000)
    const { run, compiled } = this.env
    return this.env.tools.script(code, input, limits, { now: this.instant, seed, flow: compiled.flow.id, run: run.id })
  }
}

/** What distinguishes one try of one step. */
export interface StepFacts {
  readonly path: StepPath
  readonly attempt: number
  /** Unless the step has a deadline of its own, that of the run. */
  readonly signal?: AbortSignal
  /** The instant that the step sees. */
  readonly now: Instant
  readonly asked?: StepContext['asked']
  /** The key against repetition, where it is not the step's first one. */
  readonly key?: string | undefined
}

/** The key against repetition that a step begins with; `since`: row of the wish to have it done again, −1 when there is none. */
export function firstKey(run: RunId, path: StepPath, since: number): string {
  return `${run}:${path}${since < 0 ? '' : `:${since}`}`
}

/** Makes the context of one try. */
export function stepContext(token: Token, env: RunEnv, step: StepFacts): StepContext {
  return new RunningStep(token, env, step)
}
