import type { z } from 'zod'
import { hostName } from '#nodes/connections/address.ts'
import { faultOfStatus, jsonOf } from '#nodes/connections/http-answer.ts'
import type { Message } from '#shared/message/message.ts'
import { type Dynamic, durationMs } from '#shared/node/fields.ts'
import type {
  ConnectionHandle,
  DescribeRequest,
  HttpAnswer,
  HttpRequest,
  Prepare,
  StepContext,
} from '#shared/node/run.ts'
import type { requestFields, requestLimits } from './request-fields.ts'
import { bodyToSend, checkedHeader, fillPath, textOfValue } from './request-parts.ts'
import { statusRanges } from './status-ranges.ts'

type Settings = z.output<z.ZodObject<typeof requestFields & typeof requestLimits>>
type Build = (message: Message, context: StepContext) => Promise<HttpRequest>

/**
 * Prepares one request: gives the message that its answer makes, with the status in its headers. A status that is not welcome is thrown by
 * its class.
 */
export function prepareRequest(
  settings: Settings,
  value: Prepare<never>['value'],
): (message: Message, context: StepContext) => Promise<Message> {
  const isOk = statusRanges(settings.okStatuses) ?? (() => false)
  const build = requestBuilder(settings, value)
  return async (message, context) => {
    const connection = await context.connection(settings.connection)
    const answer = await context.http(settings.connection, await build(message, context))
    if (!isOk(answer.status)) throw faultOfStatus(answer, hostName(connection), connection.secrets)
    return {
      ...message,
      body: bodyOf(answer, settings.answer, connection),
      headers: { ...message.headers, ...answerHeaders(answer) },
    }
  }
}

/** What such a request asks. */
export function describeRequest(settings: Settings, value: Prepare<never>['value']): DescribeRequest {
  const build = requestBuilder(settings, value)
  return async (message, context) => {
    const { timeoutMs: _, maxBytes: __, ...request } = await build(message, context)
    return { connection: settings.connection, ...request }
  }
}

function requestBuilder(settings: Settings, value: Prepare<never>['value']): Build {
  const { method } = settings
  const path = value(settings.path, 'path')
  const pathValues = pairsOf(settings.pathValues, value)
  const query = pairsOf(settings.query, value)
  const headers = pairsOf(settings.headers, value)
  const body = settings.body === undefined ? undefined : value(settings.body, 'body')
  const reads = method === 'GET' || method === 'HEAD'
  return async (message, context) => {
    const given = body ? await body(message, context) : message.body
    const sent = bodyToSend(given, reads ? 'none' : settings.send, message.headers['content-type'])
    const own = (await headers(message, context)).filter(([, it]) => it !== undefined && it !== null)
    const asked = (await query(message, context)).filter(([, it]) => it !== undefined && it !== null)
    return {
      method,
      path: fillPath(await path(message, context), new Map(await pathValues(message, context))),
      query: Object.fromEntries(asked.map(([name, it]) => [name, textOfValue(it)])),
      headers: {
        ...(sent.contentType === undefined ? {} : { 'content-type': sent.contentType }),
        ...(reads ? {} : { 'idempotency-key': context.idempotencyKey }),
        ...Object.fromEntries(own.map(([name, it]) => checkedHeader(name, it))),
      },
      ...(sent.body === undefined ? {} : { body: sent.body }),
      timeoutMs: durationMs(settings.timeout),
      maxBytes: settings.maxBytes,
    }
  }
}

function pairsOf(
  pairs: readonly { readonly name: string; readonly value: Dynamic }[],
  value: Prepare<never>['value'],
): (message: Message, context: StepContext) => Promise<readonly (readonly [string, unknown])[]> {
  const ready = pairs.map((pair) => ({ name: pair.name, get: value(pair.value, pair.name) }))
  return (message, context) => Promise.all(ready.map(async ({ name, get }) => [name, await get(message, context)]))
}

/** Partners often send JSON as text: with `auto` what is declared as JSON is JSON, the rest stays text. */
function bodyOf(answer: HttpAnswer, as: 'auto' | 'json' | 'text', connection: ConnectionHandle): unknown {
  if (as === 'text') return answer.text
  const declared = /\bjson\b/i.test(answer.headers['content-type'] ?? '')
  if (as === 'auto' && !declared) return answer.text
  if (as === 'auto' && answer.text.trim() === '') return null
  return jsonOf(answer, hostName(connection), connection.secrets)
}

function answerHeaders(answer: HttpAnswer): Readonly<Record<string, string>> {
  const type = answer.headers['content-type']
  return { status: String(answer.status), ...(type === undefined ? {} : { 'content-type': type }) }
}
