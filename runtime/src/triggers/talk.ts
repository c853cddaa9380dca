import type { X509Certificate } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { type ErrorData, errorData } from '#shared/errors/flow-error.ts'
import type { Reply } from '#shared/message/message.ts'
import { type ErrorDocument, problemDocument, RUN_HEADER, sendJson, sendReply } from './answer.ts'
import { type Accepts, parseBody } from './read-body.ts'
import type { XroadCaller } from './xroad-caller.ts'

/** A request as far as the flow is concerned. */
export interface Incoming {
  readonly body: unknown
  /** Go over those of the request. */
  readonly headers?: Readonly<Record<string, string>>
  /** The caller gets an answer as soon as it is stored. */
  readonly stored: boolean
  /** Who calls over X-Road, when the message says it. */
  readonly member?: XroadCaller
}

/** What an address says of the requests that it takes. */
export interface TalkRules {
  readonly accepts: Accepts
  readonly answer: 'result' | 'stored'
  readonly maxBytes: number
}

/** How it is found out who calls when the message itself says it. */
export interface CallerDesk {
  /** The account that a connection gives to a caller. */
  account(connection: string): Promise<{ readonly username: string; readonly password: string }>
  /** The certificates of callers, or of their issuers, that a connection trusts. */
  trusted(connection: string): Promise<readonly X509Certificate[]>
  /** ms since the epoch. */
  now(): number
  /** True for the first who shows this token at this trigger; `created` in ms since the epoch. */
  claimToken(trigger: string, token: string, created: number): Promise<boolean>
}

/** How the callers of an address are spoken to. One that is made for each request may remember what the request said. */
export interface Talk {
  /** True where the message, not the HTTP headers, says who calls over X-Road. */
  readonly tellsCaller?: boolean
  /** Answers what starts no run, such as the question for the description of a service; true when it did. */
  answerAtOnce?(request: IncomingMessage, response: ServerResponse): boolean
  /** Throws what the caller is told with `refusal`. */
  read(bytes: Buffer, headers: IncomingHttpHeaders, rules: TalkRules, desk: CallerDesk): Incoming | Promise<Incoming>
  reply(response: ServerResponse, reply: Reply, run: string): void
  /** The message is stored, and no reply is there to be given (yet). */
  stored(response: ServerResponse, run: string, duplicate: boolean): void
  /** What the gateway itself has to say. */
  refusal(error: ErrorData, run?: string): ErrorDocument
  /** How the flow ended without a reply. */
  failure(error: ErrorData, run: string): ErrorDocument
}

/** HTTP as it is: replies as the flow made them, errors as problem documents. */
export const plainTalk: Talk = {
  read: (bytes, headers, { accepts, answer }) => ({
    body: bytes.length === 0 ? null : parseBody(bytes, accepts, headers['content-type']),
    stored: answer === 'stored',
  }),
  reply: sendReply,
  stored: (response, run, duplicate) => sendJson(response, 202, { run, duplicate }, { [RUN_HEADER]: run }),
  refusal: problemDocument,
  failure: problemDocument,
}

/** The error of an address that exists with other methods. */
export function wrongMethod(method: string, allowed: readonly string[]): ErrorData {
  return errorData('gateway.wrong-method', { method: method.slice(0, 20), allowed: allowed.join(', ') })
}
