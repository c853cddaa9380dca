import type { SoapVersion } from '#shared/schema/import/soap-service.ts'
import { escapeXml } from '#shared/schema/import/write-xml-tree.ts'
import type { Text } from '#shared/text/text.ts'
import { envelopeAround, inVersion } from './operation.ts'
import { WSSE } from './security-names.ts'

/** A fault that we answer. `whose`: who must change something before it can go well. */
export interface OwnFault {
  readonly whose: 'client' | 'server' | 'must-understand'
  /** Of the error table, or of the officer who stopped the flow. */
  readonly code: string
  readonly reason: Text
  /** The run that somebody can look up; absent when nothing was stored. */
  readonly run?: string | undefined
  /** The code of WS-Security that says what is wrong with the caller's header. */
  readonly security?: 'FailedAuthentication' | 'MessageExpired' | 'FailedCheck'
}

const CODES: Readonly<Record<SoapVersion, Readonly<Record<OwnFault['whose'], string>>>> = {
  '1.1': { client: 'Client', server: 'Server', 'must-understand': 'MustUnderstand' },
  '1.2': { client: 'Sender', server: 'Receiver', 'must-understand': 'MustUnderstand' },
}

/** An envelope with a fault (SOAP 1.1 §4.4, SOAP 1.2 part 1 §5.4); our code and the id of the run stand in its detail. */
export function faultEnvelope(version: SoapVersion, { whose, code, reason, run, security }: OwnFault): string {
  const name = `soap:${CODES[version][whose]}`
  const declared = security ? ` xmlns:wsse="${WSSE}"` : ''
  const runId = run === undefined ? '' : `<run>${escapeXml(clean(run))}</run>`
  const detail = `<error xmlns="urn:lienthong:error"><code>${escapeXml(clean(code))}</code>${runId}</error>`
  const vi = escapeXml(clean(reason.vi))
  if (version === '1.1')
    return envelopeAround(
      '1.1',
      `<soap:Fault><faultcode>${security ? `wsse:${security}` : name}</faultcode><faultstring xml:lang="vi">${vi}</faultstring><detail>${detail}</detail></soap:Fault>`,
      [],
      declared,
    )
  const sub = security ? `<soap:Subcode><soap:Value>wsse:${security}</soap:Value></soap:Subcode>` : ''
  const texts = `<soap:Text xml:lang="vi">${vi}</soap:Text><soap:Text xml:lang="en">${escapeXml(clean(reason.en))}</soap:Text>`
  return envelopeAround(
    '1.2',
    `<soap:Fault><soap:Code><soap:Value>${name}</soap:Value>${sub}</soap:Code><soap:Reason>${texts}</soap:Reason><soap:Detail>${detail}</soap:Detail></soap:Fault>`,
    [],
    declared,
  )
}

/** A reason may repeat what the caller sent, and XML 1.0 has no place for control characters. */
function clean(text: string): string {
  return text.toWellFormed().replace(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
}

/** A fault that the WSDL declares: whose it is, its words, and the element in its detail with its declarations. */
export interface DeclaredFault {
  readonly whose: 'client' | 'server'
  readonly reason: string
  readonly detail: string
  readonly declared: string
}

const REASON =
  /^<soap:Fault><faultcode>soap:(Client|Server)<\/faultcode><faultstring xml:lang="vi">([^<]*)<\/faultstring><detail>/
const END = '</detail></soap:Fault>'

/** An envelope of SOAP 1.1 with a declared fault; the gateway turns it into the version that its caller speaks. */
export function declaredFaultEnvelope({ whose, reason, detail, declared }: DeclaredFault): string {
  const text = `<faultstring xml:lang="vi">${escapeXml(clean(reason))}</faultstring>`
  const fault = `<soap:Fault><faultcode>soap:${CODES['1.1'][whose]}</faultcode>${text}<detail>${detail}${END}`
  return envelopeAround('1.1', fault, [], declared)
}

/** A fault that `declaredFaultEnvelope` wrote, for a caller of this version; undefined for any other text. */
export function faultInVersion(
  envelope: unknown,
  version: SoapVersion,
): { readonly whose: 'client' | 'server'; readonly text: string } | undefined {
  const text = inVersion(envelope, version)
  if (text === undefined) return undefined
  const start = text.indexOf('<soap:Fault>')
  const found = REASON.exec(text.slice(start))
  const end = text.lastIndexOf(END)
  if (start < 0 || !found || end < 0) return undefined
  const whose = found[1] === 'Client' ? 'client' : 'server'
  if (version === '1.1') return { whose, text }
  const detail = text.slice(start + found[0].length, end)
  const code = `<soap:Code><soap:Value>soap:${CODES['1.2'][whose]}</soap:Value></soap:Code>`
  const reason = `<soap:Reason><soap:Text xml:lang="vi">${found[2]}</soap:Text></soap:Reason>`
  const fault = `<soap:Fault>${code}${reason}<soap:Detail>${detail}</soap:Detail></soap:Fault>`
  return { whose, text: text.slice(0, start) + fault + text.slice(end + END.length) }
}
