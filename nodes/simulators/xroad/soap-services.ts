import { escapeMarkup } from '../frame/reply.ts'
import type { SimRequest } from '../frame/request.ts'
import type { ReceivedCase } from './services.ts'

/** A SOAP service behind a security server of the simulated X-Road. */
export interface SoapService {
  readonly provider: string
  /** Also the local name of the element in the body (PR-MESS §2.3). */
  readonly code: string
  /** The subsystems and members that may call it. */
  readonly clients: readonly string[]
  readonly disabled?: boolean
  /** Services of one name share a description. */
  readonly wsdl?: string
  /** The element in the body of the answer, or the whole envelope of a provider who answers by himself. */
  answer(asked: AskedSoap): SoapAnswer | Promise<SoapAnswer>
}

/** A request as a provider gets it. */
export interface AskedSoap {
  readonly request: SimRequest
  /** The fields of the element in the body. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly id: string
  readonly user: string
}

/** What a provider answers. */
export type SoapAnswer =
  | { readonly body: string }
  | { readonly fault: { readonly code: 'Client' | 'Server'; readonly text: string; readonly detail: string } }
  | { readonly envelope: string; readonly status: number }
  /** Never came to an answer; `type` as X-Road calls it. */
  | { readonly failed: string; readonly text: string }

const NAMESPACE = 'urn:mo-phong:ho-so-bo'

/** The services of the other member over SOAP: the state of a dossier, a request that is taken once, one that is closed to us, one that is stopped. */
export function soapServices(
  provider: string,
  client: string,
  dossiers: Readonly<Record<string, Readonly<Record<string, string>>>>,
  received: Map<string, ReceivedCase>,
): readonly SoapService[] {
  const open = { provider, clients: [client], wsdl: WSDL }
  return [
    { ...open, code: 'TraCuuHoSo', answer: ({ fields }) => lookUp(dossiers, textAt(fields, 'maHoSo')) },
    { ...open, code: 'NopPhieu', answer: (asked) => take(asked, received) },
    { ...open, code: 'NoiBo', clients: [], answer: () => ({ body: response('NoiBo', {}) }) },
    { ...open, code: 'TamDung', disabled: true, answer: () => ({ body: response('TamDung', {}) }) },
  ]
}

function lookUp(dossiers: Parameters<typeof soapServices>[2], maHoSo: string): SoapAnswer {
  const found = Object.hasOwn(dossiers, maHoSo) ? dossiers[maHoSo] : undefined
  if (found) return { body: response('TraCuuHoSo', found) }
  const detail = `<b:LoiTraCuu xmlns:b="${NAMESPACE}"><b:maLoi>KHONG_CO</b:maLoi></b:LoiTraCuu>`
  return { fault: { code: 'Client', text: `Không có hồ sơ ${maHoSo.slice(0, 100)}`, detail } }
}

function take({ request, fields, id, user }: AskedSoap, received: Map<string, ReceivedCase>): SoapAnswer {
  const maHoSo = textAt(fields, 'maHoSo')
  const known = received.get(id)
  const taken = known ?? {
    soPhieu: `PYC-${String(received.size + 1).padStart(4, '0')}`,
    maHoSo,
    xroadId: id,
    canBo: user,
  }
  if (!known) {
    received.set(id, taken)
    request.record([{ operation: 'NopPhieu', key: maHoSo, body: { ...fields }, outcome: 'accepted' }])
  }
  const bytes = Buffer.from(textAt(fields, 'tep'), 'base64').length
  return {
    body: response('NopPhieu', { soPhieu: taken.soPhieu, trung: String(known !== undefined), soByte: String(bytes) }),
  }
}

function response(code: string, fields: Readonly<Record<string, string>>): string {
  const inner = Object.entries(fields).map(([name, value]) => `<b:${name}>${escapeMarkup(value)}</b:${name}>`)
  return `<b:${code}Response xmlns:b="${NAMESPACE}">${inner.join('')}</b:${code}Response>`
}

function textAt(fields: Readonly<Record<string, unknown>>, name: string): string {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  return typeof value === 'string' ? value : ''
}

const text = (...names: readonly string[]): string =>
  names.map((name) => `<xs:element name="${name}" type="xs:string" minOccurs="0"/>`).join('')
const element = (name: string, inner: string): string =>
  `<xs:element name="${name}"><xs:complexType><xs:sequence>${inner}</xs:sequence></xs:complexType></xs:element>`
const MA_HO_SO = '<xs:element name="maHoSo" type="xs:string"/>'
const FILE = '<xs:element name="tep" type="xs:base64Binary" minOccurs="0"/>'
const OPERATIONS = ['TraCuuHoSo', 'NopPhieu', 'NoiBo', 'TamDung'] as const

/** The description of the services above, as their owner published it; document/literal wrapped, SOAP 1.1. */
const WSDL = `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions name="HoSoBo" targetNamespace="${NAMESPACE}" xmlns:tns="${NAMESPACE}" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/">
  <wsdl:types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${NAMESPACE}" elementFormDefault="qualified">
    ${element('TraCuuHoSo', MA_HO_SO)}
    ${element('TraCuuHoSoResponse', text('maHoSo', 'maTTHC', 'trangThai', 'tenTrangThai', 'ngayHenTra'))}
    ${element('LoiTraCuu', text('maLoi'))}
    ${element('NopPhieu', MA_HO_SO + FILE)}
    ${element('NopPhieuResponse', text('soPhieu', 'trung', 'soByte'))}
    ${element('NoiBo', '')}${element('NoiBoResponse', '')}
    ${element('TamDung', '')}${element('TamDungResponse', '')}
  </xs:schema></wsdl:types>
  ${OPERATIONS.flatMap((it) => [it, `${it}Response`])
    .map((it) => `<wsdl:message name="${it}"><wsdl:part name="parameters" element="tns:${it}"/></wsdl:message>`)
    .join('')}
  <wsdl:portType name="HoSoBo">${OPERATIONS.map(
    (it) =>
      `<wsdl:operation name="${it}"><wsdl:input message="tns:${it}"/><wsdl:output message="tns:${it}Response"/></wsdl:operation>`,
  ).join('')}</wsdl:portType>
  <wsdl:binding name="HoSoBo" type="tns:HoSoBo"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
    ${OPERATIONS.map(
      (it) =>
        `<wsdl:operation name="${it}"><soap:operation soapAction=""/><wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output></wsdl:operation>`,
    ).join('')}
  </wsdl:binding>
</wsdl:definitions>`
