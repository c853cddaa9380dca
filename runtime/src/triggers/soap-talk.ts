import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { SoapSigner } from '#nodes/soap/caller-certificate.ts'
import { type CallerRules, checkCaller } from '#nodes/soap/caller-token.ts'
import { wsdlAt } from '#nodes/soap/describe.ts'
import { type HeaderBlock, withBlocks } from '#nodes/soap/header-blocks.ts'
import { contentTypeOf, inVersion, serviceOf } from '#nodes/soap/operation.ts'
import { readRequest } from '#nodes/soap/request.ts'
import { WSSE } from '#nodes/soap/security-names.ts'
import { faultEnvelope, faultInVersion, type OwnFault } from '#nodes/soap/write-fault.ts'
import { isXroadBlock } from '#nodes/xroad/soap-header.ts'
import { errorData, permanent } from '#shared/errors/flow-error.ts'
import type { SoapOperation, SoapVersion } from '#shared/schema/import/soap-service.ts'
import { type ErrorDocument, problemHeaders, RUN_HEADER, sendDocument, sendReply } from './answer.ts'
import { type SoapXroadCaller, soapXroadCaller } from './soap-xroad.ts'
import { type Talk, wrongMethod } from './talk.ts'
import type { XroadAccess } from './xroad-caller.ts'

/** A SOAP service at an address of the gateway. `address`: where callers find it; blank: as they called it. */
export interface SoapOffer {
  readonly wsdl: string
  readonly address: string
  /** Callers say who they are in a WS-Security header; absent: they do not. */
  readonly caller?: SoapCallers
  /** Callers sign their requests; absent: they do not. */
  readonly signers?: SoapSigners
  /** Callers come over X-Road and say so in its header blocks; absent: they do not. */
  readonly xroad?: XroadAccess
}

/** Whom a service takes calls from. `trigger` names it to the keeper of tokens. */
export interface SoapCallers extends CallerRules {
  readonly trigger: string
  readonly connection: string
}

/** Whose signatures a service takes. `trigger` names it to the keeper of tokens. */
export interface SoapSigners {
  readonly trigger: string
  readonly connection: string
  readonly skewMs: number
}

/** Statuses that say something to whatever stands between caller and service; a fault keeps them. */
const KEPT: ReadonlySet<number> = new Set([401, 405, 413, 415, 429, 503])

/** Faults of WS-Security 1.1 (§12) by our codes; one that was sent again is told like one that is wrong. */
const SECURITY_FAULTS: Readonly<Record<string, NonNullable<OwnFault['security']>>> = {
  'soap.unauthorised': 'FailedAuthentication',
  'soap.replayed': 'FailedAuthentication',
  'soap.stale': 'MessageExpired',
  'signature.untrusted': 'FailedAuthentication',
  'signature.expired': 'FailedAuthentication',
  'signature.missing': 'FailedCheck',
  'signature.broken': 'FailedCheck',
  'signature.algorithm': 'FailedCheck',
  'signature.coverage': 'FailedCheck',
  'signature.unsigned': 'FailedCheck',
}

/** Talks SOAP 1.1 or 1.2, whichever the caller of this one request does. The WSDL is read when the first request needs it. */
export function createSoapTalk(offer: SoapOffer, headers: IncomingHttpHeaders): Talk {
  const contentType = headers['content-type'] ?? ''
  let version: SoapVersion = /^\s*application\/soap\+xml\b/i.test(contentType) ? '1.2' : '1.1'
  let asked: SoapOperation | undefined
  /** An answer over X-Road repeats the header of its request (PR-MESS §2.2). */
  let repeated: readonly HeaderBlock[] = []

  function faultDocument(fault: OwnFault, status: number, more: Readonly<Record<string, string>>): ErrorDocument {
    const soapStatus = version === '1.2' && fault.whose === 'client' ? 400 : 500
    return {
      status: KEPT.has(status) ? status : soapStatus,
      text: withBlocks(faultEnvelope(version, fault), repeated),
      headers: { ...more, 'content-type': contentTypeOf(version) },
    }
  }

  const talk: Talk = {
    tellsCaller: offer.xroad !== undefined,
    answerAtOnce(request, response) {
      if (request.method !== 'GET') return false
      sendDescription(offer, request, response)
      return true
    },
    async read(bytes, _headers, { maxBytes }, desk) {
      const action = headers.soapaction
      let member: SoapXroadCaller | undefined
      let signer: SoapSigner | undefined
      const { operation, body } = await readRequest(serviceOf(offer.wsdl), {
        bytes,
        contentType,
        soapAction: typeof action === 'string' ? action : '',
        maxBytes,
        speaks(found) {
          version = found
        },
        understands: (name) =>
          ((offer.caller !== undefined || offer.signers !== undefined) &&
            name.namespace === WSSE &&
            name.local === 'Security') ||
          (offer.xroad !== undefined && isXroadBlock(name)),
        keeps: (name) => offer.xroad !== undefined && isXroadBlock(name),
        async authenticate({ header, kept }, text) {
          const { caller, xroad, signers } = offer
          repeated = kept
          member = xroad && soapXroadCaller(xroad, kept)
          if (signers) {
            // Loaded with the first signature: most services ask for none.
            const { checkSignedCaller } = await import('#nodes/soap/caller-certificate.ts')
            signer = await checkSignedCaller(text, {
              trusted: await desk.trusted(signers.connection),
              now: desk.now(),
              skewMs: signers.skewMs,
              claim: (token, created) => desk.claimToken(signers.trigger, token, created),
            })
          }
          if (!caller) return
          await checkCaller(header, caller, {
            account: await desk.account(caller.connection),
            now: desk.now(),
            claim: (token, created) => desk.claimToken(caller.trigger, token, created),
          })
        },
      })
      asked = operation
      const element = operation.input.element?.local ?? operation.name
      if (member && member.serviceCode !== element)
        throw permanent('gateway.xroad-service', { service: member.serviceCode.slice(0, 100), operation: element })
      const named = {
        'soap-operation': operation.name,
        'content-type': 'application/json',
        ...(signer ? { 'soap-signer': signer.subject, 'soap-signer-serial': signer.serial } : {}),
      }
      return { body, headers: named, stored: operation.output === undefined, ...(member ? { member } : {}) }
    },
    reply(response, reply, run) {
      const { 'soap-operation': answered = '' } = reply.headers
      const fault = reply.headers['soap-fault'] === undefined ? undefined : faultInVersion(reply.body, version)
      const body = fault ? fault.text : inVersion(reply.body, version)
      if (body === undefined) return sendDocument(response, talk.failure(errorData('run.no-reply'), run))
      if (answered !== asked?.name) {
        const wrong = errorData('soap.wrong-reply', { asked: asked?.name ?? '', answered })
        return sendDocument(response, talk.failure(wrong, run))
      }
      const status = !fault ? 200 : version === '1.2' && fault.whose === 'client' ? 400 : 500
      const told = { 'content-type': contentTypeOf(version) }
      sendReply(response, { status, headers: told, body: withBlocks(body, repeated) }, run)
    },
    stored(response, run) {
      if (asked?.output === undefined) response.writeHead(202, { [RUN_HEADER]: run, 'content-length': '0' }).end()
      // The first delivery still runs; its reply is given to whoever asks after it.
      else sendDocument(response, talk.refusal({ ...errorData('gateway.duplicate', { run }), status: 503 }, run))
    },
    refusal(error, run) {
      const whose = error.code === 'soap.must-understand' ? 'must-understand' : error.status < 500 ? 'client' : 'server'
      const security = SECURITY_FAULTS[error.code]
      const fault: OwnFault = { whose, code: error.code, reason: error.message, run, ...(security ? { security } : {}) }
      // Tools read a fault of WS-Security as one only with the status of a fault.
      return faultDocument(fault, security ? 500 : error.status, problemHeaders(error, run))
    },
    failure(error, run) {
      const stopped = error.code === 'run.stopped'
      const code = stopped && typeof error.details?.code === 'string' ? error.details.code : error.code
      const { message: reason } = stopped ? error : errorData('soap.server-trouble')
      const whose = stopped && error.status < 500 ? 'client' : 'server'
      return faultDocument({ whose, code, reason, run }, whose === 'client' ? 400 : 500, problemHeaders(error, run))
    },
  }
  return talk
}

/** `?wsdl` as every tool asks for it, and nothing else. */
function sendDescription({ wsdl, address }: SoapOffer, request: IncomingMessage, response: ServerResponse): void {
  const url = request.url ?? '/'
  const cut = url.indexOf('?')
  if (cut < 0 || !/^(?:single)?wsdl(?:=|&|$)/i.test(url.slice(cut + 1))) {
    const { code, message } = wrongMethod(request.method ?? 'GET', ['POST'])
    response.setHeader('allow', 'POST')
    const text = faultEnvelope('1.1', { whose: 'client', code, reason: message })
    return sendDocument(response, { status: 405, text, headers: { 'content-type': contentTypeOf('1.1') } })
  }
  const here = address === '' ? `http://${request.headers.host ?? ''}${url.slice(0, cut)}` : address
  const text = wsdlAt(serviceOf(wsdl), here)
  sendDocument(response, { status: 200, text, headers: { 'content-type': 'text/xml; charset=utf-8' } })
}
