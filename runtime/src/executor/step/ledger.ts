import { createHash } from 'node:crypto'
import type { RequestPrint, StepPath } from '#runtime/engine/engine.ts'
import { canonicalJson } from '#shared/text/canonical-json.ts'
import { memoSince, type StepMemo } from '../memo.ts'
import type { RunEnv, StepCall } from '../run-env.ts'
import type { Attempt } from './attempt.ts'
import { firstKey, stepContext } from './step-context.ts'

/** One call of an effect in the ledger: what it asks, and under which key. */
export interface Call {
  readonly key: string
  readonly request: RequestPrint
}

/** Headers that say who asks or when, and not what is asked. */
const NOT_ASKED: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'date',
  'idempotency-key',
  'proxy-authorization',
  'signature',
  'x-api-key',
])

/**
 * What this attempt asks, under the key that is in force. Computed from settings and message alone, so it is the same on every try unless
 * what is asked has really changed. Undefined where no journal is kept. Throws what the step itself would throw.
 */
export async function callOf(attempt: Attempt): Promise<Call | undefined> {
  const { token, path, memo, env } = attempt
  if (env.test || !env.compiled.stored) return undefined
  const key = memo?.key?.key ?? firstKey(env.run.id, path, token.since)
  return { key, request: printOf(await askedBy(attempt, key)) }
}

async function askedBy({ node, token, path, number, env }: Attempt, key: string): Promise<unknown> {
  const { message, parts } = token
  if (!node.request) return { use: node.type, settings: node.settings, message, parts }
  const context = stepContext(token, env, { path, attempt: number, now: env.run.at, key })
  const facts = await node.request(message, context)
  const headers = Object.entries(facts.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const)
  return { ...facts, headers: Object.fromEntries(headers.filter(([name]) => !NOT_ASKED.has(name))) }
}

function printOf(asked: unknown): RequestPrint {
  return createHash('sha256').update(canonicalJson(asked)).digest('base64url')
}

/** Whether the same key stood for another request before. Of a try from before there were fingerprints nobody knows. */
export function isChanged(memo: StepMemo | undefined, call: Call): boolean {
  return memo?.request !== undefined && memo.request.print !== call.request
}

/**
 * Whether a `once` effect may ask something else than before: a person wants it tried again, and the last try surely did nothing.
 */
export function mayAskElse(memo: StepMemo | undefined): boolean {
  const { failure, intent } = memo ?? {}
  return failure?.cleared === true && !failure.doubt && failure.seq > (intent?.seq ?? -1)
}

/** What the ledger says of a step; undefined when nothing was begun. */
export function callInLedger(env: RunEnv, path: StepPath, since: number): StepCall | undefined {
  const memo = memoSince(env.memo, path, since)
  if (!memo?.intent && !memo?.failure && !memo?.answer && !memo?.poll) return undefined
  return {
    key: memo.key?.key ?? firstKey(env.run.id, path, since),
    ...(memo.request ? { request: memo.request.print } : {}),
    state: stateOf(memo),
    before: memo.key?.before ?? [],
  }
}

function stateOf(memo: StepMemo): StepCall['state'] {
  const { answer, failure, intent } = memo
  if (answer) return 'answered'
  if (!failure || failure.seq < (intent?.seq ?? -1)) return 'begun'
  return failure.doubt ? 'in-doubt' : 'failed'
}

/** Gives the changed request a key of its own, with a note of both. The same key comes out when the note is lost in a crash. */
export function rekey({ node, token, path, memo, env }: Attempt, call: Call): Call {
  const key = `${firstKey(env.run.id, path, token.since)}~${(memo?.key?.before.length ?? 0) + 2}`
  const was = { key: call.key, request: memo?.request?.print ?? call.request }
  env.journal.write({ kind: 'rekey', path, node: node.id, at: env.clock(), was, key, request: call.request })
  return { key, request: call.request }
}
