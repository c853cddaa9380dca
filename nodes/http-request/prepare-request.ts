import type { z } from 'zod'
import { hostName } from '#nodes/connections/address.ts'
import { faultOfStatus, jsonOf, type StatusClass, textOf } from '#nodes/connections/http-answer.ts'
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
import type { Text } from '#shared/text/text.ts'
import type { FileBodies, FiledAnswer } from './file-bodies.ts'
import type { PagesOf } from './read-pages.ts'
import type { requestFields, requestLimits } from './request-fields.ts'
import { bodyToSend, checkedHeader, fillPath, queryOf } from './request-parts.ts'
import { statusRanges } from './status-ranges.ts'

type Common = z.output<z.ZodObject<typeof requestFields & typeof requestLimits>>
type Settings = Omit<Common, 'send' | 'answer'> & {
  readonly send: Common['send'] | 'file'
  readonly answer: Common['answer'] | 'file'
}
type Build = (message: Message, context: StepContext) => Promise<HttpRequest>

/** Makes the body that is sent, in the place of the setting for it. */
export type MakeBody = (message: Message, context: StepContext) => unknown

/** What a protocol on top of HTTP adds to each request and reads from each answer. */
export interface Protocol {
  /** Completes the request as it goes out; throws what is wrong with it. */
  sent(request: HttpRequest, message: Message, context: StepContext, connection: ConnectionHandle): Promise<HttpRequest>
  /** Throws the faults of the protocol itself; gives the headers that the message is to have. */
  answered(answer: HttpAnswer, connection: ConnectionHandle): Readonly<Record<string, string>>
}

/** What the officer says of answers: the class of a status, and how a body in HTTP 200 is read. */
export interface Judging {
  classOf(status: number): StatusClass | undefined
  readonly read: ((body: unknown, host: string) => unknown) | undefined
}

/** What a node adds to a plain request. */
export interface RequestParts {
  readonly protocol?: Protocol | undefined
  readonly judging?: Judging | undefined
  readonly made?: MakeBody | undefined
  readonly files?: FileBodies | undefined
}

/**
 * Prepares one request: gives the message that its answer makes, with the status in its headers. A status that is not welcome is thrown by
 * its class.
 */
export function prepareRequest(
  settings: Settings,
  value: Prepare<never>['value'],
  { protocol, judging, made, files }: RequestParts = {},
): (message: Message, context: StepContext) => Promise<Message> {
  const isOk = statusRanges(settings.okStatuses) ?? (() => false)
  const build = requestBuilder(settings, value, made)
  return async (message, context) => {
    const connection = await context.connection(settings.connection)
    const plain = await build(message, context)
    const request = protocol ? await protocol.sent(plain, message, context, connection) : plain
    const { answer, file }: FiledAnswer = files
      ? await files.send(request, { message, context, isOk })
      : { answer: await context.http(settings.connection, request) }
    const told = protocol?.answered(answer, connection)
    if (!isOk(answer.status))
      throw faultOfStatus(answer, hostName(connection), connection.secrets, judging?.classOf(answer.status))
    const body = file ?? bodyOf(answer, settings.answer, connection)
    return {
      ...message,
      body: judging?.read ? judging.read(body, hostName(connection)) : body,
      headers: { ...message.headers, ...answerHeaders(answer), ...told },
    }
  }
}

/** The parts that reading page by page shares with one request. */
export function partsForPages(
  settings: Settings,
  value: Prepare<never>['value'],
  made?: MakeBody,
): Pick<PagesOf, 'build' | 'isOk' | 'headersOf'> {
  const isOk = statusRanges(settings.okStatuses) ?? (() => false)
  return { build: requestBuilder(settings, value, made), isOk, headersOf: answerHeaders }
}

/** What such a request asks. */
export function describeRequest(
  settings: Settings,
  value: Prepare<never>['value'],
  { made, files }: Pick<RequestParts, 'made' | 'files'> = {},
): DescribeRequest {
  const build = requestBuilder(settings, value, made)
  return async (message, context) => {
    const { timeoutMs: _, maxBytes: __, ...request } = await build(message, context)
    const sent = await files?.described(message, context)
    return { connection: settings.connection, ...request, ...(sent === undefined ? {} : { body: sent }) }
  }
}

function requestBuilder(settings: Settings, value: Prepare<never>['value'], made: MakeBody | undefined): Build {
  const { method } = settings
  const path = value(settings.path, 'path')
  const pathValues = pairsOf(settings.pathValues, value)
  const query = pairsOf(settings.query, value)
  const headers = pairsOf(settings.headers, value)
  const body = made ?? (settings.body === undefined ? undefined : value(settings.body, 'body'))
  const reads = method === 'GET' || method === 'HEAD'
  return async (message, context) => {
    const given = reads || settings.send === 'file' ? undefined : body ? await body(message, context) : message.body
    const sent = bodyToSend(given, reads ? 'none' : settings.send, message.headers['content-type'])
    const own = (await headers(message, context)).filter(([, it]) => it !== undefined && it !== null)
    return {
      method,
      path: fillPath(await path(message, context), new Map(await pathValues(message, context))),
      query: queryOf(await query(message, context)),
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

const A_FILE: Text = {
  vi: 'nội dung không phải văn bản theo bảng mã đã khai; nếu là tệp, chọn đọc như "Tệp (Base64)"',
  en: 'it is not text of the charset that it declares; for a file choose to read it as "File (Base64)"',
}

/** Partners often send JSON as text: with `auto` what is declared as JSON is JSON, the rest stays text. */
function bodyOf(answer: HttpAnswer, as: Settings['answer'], connection: ConnectionHandle): unknown {
  if (as === 'base64') return Buffer.from(answer.bytes ?? answer.text).toString('base64')
  const host = hostName(connection)
  if (as === 'text') return textOf(answer, host, A_FILE)
  const declared = /\bjson\b/i.test(answer.headers['content-type'] ?? '')
  if (as === 'auto' && !declared) return textOf(answer, host, A_FILE)
  if (as === 'auto' && answer.text.trim() === '') return null
  return jsonOf(answer, host, connection.secrets)
}

function answerHeaders(answer: HttpAnswer): Readonly<Record<string, string>> {
  const type = answer.headers['content-type']
  return { status: String(answer.status), ...(type === undefined ? {} : { 'content-type': type }) }
}
