import { createHash } from 'node:crypto'
import { type Envelope, readEnvelope } from '#nodes/soap/envelope.ts'
import { withBlocks } from '#nodes/soap/header-blocks.ts'
import { envelopeAround } from '#nodes/soap/operation.ts'
import { readMultipart, withoutXop } from '#nodes/soap/xop.ts'
import { partsOfClient } from '#nodes/xroad/identifier.ts'
import { isXroadBlock, readXroadHeader, type XroadHeader } from '#nodes/xroad/soap-header.ts'
import { FlowError } from '#shared/errors/flow-error.ts'
import { escapeMarkup, type Reply, xmlReply } from '../frame/reply.ts'
import { asObject, headerOf, MAX_BODY_BYTES, type SimRequest } from '../frame/request.ts'
import { mayCall } from './security-server.ts'
import type { SoapAnswer, SoapService } from './soap-services.ts'

const XROAD = 'http://x-road.eu/xsd/xroad.xsd'

/** A fault of X-Road itself (PR-MESS §2.5): a code without prefix, and nothing but `faultDetail` in its detail. */
export function soapFault(type: string, message: string, request: SimRequest): Reply {
  const detail = `<xroad:faultDetail xmlns:xroad="${XROAD}">gl-${String(request.call).padStart(6, '0')}</xroad:faultDetail>`
  return soapReply(500, faultElement(type, message, detail))
}

function faultElement(code: string, message: string, detail: string): string {
  return `<soap:Fault><faultcode>${escapeMarkup(code)}</faultcode><faultstring>${escapeMarkup(message)}</faultstring><detail>${detail}</detail></soap:Fault>`
}

function soapReply(status: number, body: string): Reply {
  return xmlReply(status, envelopeAround('1.1', body), { 'content-type': 'text/xml; charset=utf-8' })
}

/** Whether a call is one of SOAP: those go to the root of a security server. */
export function isSoap({ path }: Pick<SimRequest, 'path'>): boolean {
  return path === '/'
}

/** The service code of a SOAP call, for records; empty for what cannot be read. */
export function soapOperation(request: SimRequest): string {
  const envelope = envelopeOf(request)
  return typeof envelope === 'string' ? '' : (envelope.first?.local ?? '')
}

/** Takes one SOAP call as consumer's and provider's security server in one. */
export async function handleSoap(request: SimRequest, services: readonly SoapService[]): Promise<Reply> {
  const envelope = envelopeOf(request)
  if (typeof envelope === 'string') return soapFault('Client.InvalidSoap', envelope, request)
  const header = readXroadHeader(envelope.kept)
  const wrong = wrongHeader(header, envelope)
  if (wrong) return soapFault(wrong[0], wrong[1], request)
  const { client, service, id = '', user = '' } = header
  const name = service ? partsOfClient(service.provider).join('/') : ''
  const own = services.filter((it) => it.provider === name)
  const found = own.find((it) => it.code === service?.code)
  if (own.length === 0)
    return soapFault(
      'Server.ClientProxy.UnknownMember',
      `Could not find addresses for service provider ${name}`,
      request,
    )
  if (!found || !client)
    return soapFault('Server.ServerProxy.UnknownService', `Unknown service: ${service?.code ?? ''}`, request)
  if (!mayCall(found, client))
    return soapFault('Server.ServerProxy.AccessDenied', `Request is not allowed: ${name}/${found.code}`, request)
  if (found.disabled)
    return soapFault('Server.ServerProxy.ServiceDisabled', `Service ${found.code} is disabled`, request)
  const answer = await found.answer({ request, fields: asObject(envelope.payload) ?? {}, id, user })
  return answered(answer, envelope, request)
}

function envelopeOf(request: SimRequest): Envelope | string {
  const type = headerOf(request.headers, 'content-type') ?? ''
  try {
    const message = /^\s*multipart\/related\b/i.test(type) ? readMultipart(request.body, type) : undefined
    const text = (message?.root.bytes ?? request.body).toString('utf8')
    const whole = message ? withoutXop(text, message.parts, MAX_BODY_BYTES) : { text }
    if (!('text' in whole)) return `Attachment ${whole.fault}`
    const envelope = readEnvelope(whole.text, MAX_BODY_BYTES, isXroadBlock)
    return envelope.version === '1.1' ? envelope : 'SOAP 1.1 is needed'
  } catch (error) {
    if (error instanceof FlowError) return error.data.message.en
    throw error
  }
}

function wrongHeader(header: XroadHeader, { first }: Envelope): readonly [type: string, message: string] | undefined {
  const needed = { client: header.client, service: header.service, id: header.id } as const
  for (const [name, value] of Object.entries(needed))
    if (value === undefined) return ['Client.MissingHeaderField', `Required field '${name}' is missing`]
  if (!header.isVersion4) return ['Client.InvalidProtocolVersion', 'protocolVersion must be 4.0']
  if (header.service?.code !== first?.local)
    return ['Client.InvalidSoap', `Service code does not match the element ${first?.local ?? ''}`]
  return undefined
}

/** The provider's answer with the header of the request and the digest of the request; one that does not repeat the header is a fault of the provider. */
function answered(answer: SoapAnswer, asked: Envelope, request: SimRequest): Reply {
  if ('failed' in answer) return soapFault(answer.failed, answer.text, request)
  const hash = createHash('sha512').update(request.body).digest('base64')
  const digest = `<xroad:requestHash xmlns:xroad="${XROAD}" algorithmId="http://www.w3.org/2001/04/xmlenc#sha512">${hash}</xroad:requestHash>`
  if ('envelope' in answer) {
    const kept = readKept(answer.envelope)
    if (!kept) return soapFault('Server.ServerProxy.ServiceFailed.InvalidSoap', 'The answer is no SOAP', request)
    if (
      kept.first?.local !== 'Fault' &&
      JSON.stringify(readXroadHeader(kept.kept)) !== JSON.stringify(readXroadHeader(asked.kept))
    )
      return soapFault(
        'Server.ServerProxy.ServiceFailed.InconsistentHeaders',
        'The answer does not repeat the header of the request',
        request,
      )
    const body = answer.envelope.replace(/<\/(?:[\w.-]{1,100}:)?Header\s{0,20}>/, (end) => digest + end)
    return xmlReply(answer.status, body, { 'content-type': 'text/xml; charset=utf-8' })
  }
  const status = 'fault' in answer ? 500 : 200
  const body =
    'fault' in answer ? faultElement(`soap:${answer.fault.code}`, answer.fault.text, answer.fault.detail) : answer.body
  const blocks = [...asked.kept, { name: { namespace: XROAD, local: 'requestHash' }, xml: digest }]
  return xmlReply(status, withBlocks(envelopeAround('1.1', body), blocks), {
    'content-type': 'text/xml; charset=utf-8',
  })
}

function readKept(text: string): Envelope | undefined {
  try {
    return readEnvelope(text, MAX_BODY_BYTES, isXroadBlock)
  } catch (error) {
    if (error instanceof FlowError) return undefined
    throw error
  }
}

/** `GET /wsdl?…&serviceCode=`: the description of a service, as a security server gives it (PR-META). */
export function wsdlOf(request: SimRequest, services: readonly SoapService[]): Reply {
  const names = ['xRoadInstance', 'memberClass', 'memberCode', 'subsystemCode'] as const
  const provider = names.map((name) => request.query.get(name) ?? '').join('/')
  const code = request.query.get('serviceCode')
  const found = services.find((it) => it.provider === provider && it.code === code)
  if (found?.wsdl === undefined)
    return soapFault('Server.ClientProxy.UnknownService', `No WSDL of ${provider}`, request)
  return xmlReply(200, found.wsdl, { 'content-type': 'text/xml; charset=utf-8' })
}
