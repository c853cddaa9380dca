import type { HeaderBlock } from '#nodes/soap/header-blocks.ts'
import { escapeText, xmlText } from '#nodes/xml/build.ts'
import { SchemaFault } from '#shared/schema/import/fault.ts'
import { type QName, readXmlTree, type XmlElement } from '#shared/schema/import/xml-tree.ts'
import { idOf, type XroadCall } from './headers.ts'
import { isPart, type XroadClient, type XroadService } from './identifier.ts'

/** Namespaces of the header of X-Road Message Protocol v4.0 (PR-MESS) and of its extension for represented parties. */
const XROAD = 'http://x-road.eu/xsd/xroad.xsd'
const IDENTIFIERS = 'http://x-road.eu/xsd/identifiers'
const REPRESENTATION = 'http://x-road.eu/xsd/representation.xsd'

/** Any version 4 is compatible (PR-MESS §2.2). */
const VERSION = /^4\.[0-9x]{1,3}$/
/** Characters of one field, as long as the log of a security server and ours keep them. */
const LONGEST = 500

/** A call as the header blocks of SOAP carry it. */
export interface SoapXroadCall extends XroadCall {
  readonly id: string
  readonly service: XroadService
}

/** The header blocks of a request, in the order of the protocol. Throws `message.wrong-shape` for text that XML has no place for. */
export function callBlocks({ client, service, id, user, issue, party, server }: SoapXroadCall): readonly string[] {
  const [partyClass, partyCode] = splitParty(party)
  const { provider, code, version } = service
  const serviceParts = [...membership(provider), ['serviceCode', code], ['serviceVersion', version]] as const
  const serverParts = (server ?? '').split('/')
  const serverNames = ['xRoadInstance', 'memberClass', 'memberCode', 'serverCode'] as const
  return [
    identifierBlock('client', client.subsystem === undefined ? 'MEMBER' : 'SUBSYSTEM', membership(client)),
    identifierBlock('service', 'SERVICE', serviceParts),
    server
      ? identifierBlock(
          'securityServer',
          'SERVER',
          serverNames.map((name, i) => [name, serverParts[i]] as const),
        )
      : '',
    user ? textBlock('userId', user) : '',
    textBlock('id', idOf(id)),
    issue ? textBlock('issue', issue) : '',
    partyCode === undefined
      ? ''
      : `<r:representedParty xmlns:r="${REPRESENTATION}">${partyClass === undefined ? '' : element('r:partyClass', partyClass)}${element('r:partyCode', partyCode)}</r:representedParty>`,
    textBlock('protocolVersion', '4.0'),
  ].filter((it) => it !== '')
}

type Parts = readonly (readonly [string, string | undefined])[]

function membership({ instance, memberClass, memberCode, subsystem }: XroadClient): Parts {
  return [
    ['xRoadInstance', instance],
    ['memberClass', memberClass],
    ['memberCode', memberCode],
    ['subsystemCode', subsystem],
  ]
}

function identifierBlock(name: string, type: string, parts: Parts): string {
  const inner = parts.map(([part, value]) => (value === undefined ? '' : element(`id:${part}`, value))).join('')
  return `<xrd:${name} xmlns:xrd="${XROAD}" xmlns:id="${IDENTIFIERS}" id:objectType="${type}">${inner}</xrd:${name}>`
}

function textBlock(name: string, value: string): string {
  return `<xrd:${name} xmlns:xrd="${XROAD}">${escapeText(xmlText(value.slice(0, LONGEST), name))}</xrd:${name}>`
}

function element(name: string, value: string): string {
  return `<${name}>${escapeText(xmlText(value.slice(0, LONGEST), name))}</${name}>`
}

function splitParty(party: string | undefined): readonly [string | undefined, string | undefined] {
  if (!party) return [undefined, undefined]
  const cut = party.indexOf('/')
  return cut < 0 ? [undefined, party] : [party.slice(0, cut), party.slice(cut + 1)]
}

/** Whether a header block belongs to the protocol, so that an answer repeats it. */
export function isXroadBlock({ namespace }: QName): boolean {
  return namespace === XROAD || namespace === REPRESENTATION
}

/** What the header blocks of a message say; a field that is absent, empty, too long, malformed or there twice is undefined. */
export interface XroadHeader {
  readonly client: XroadClient | undefined
  readonly service: XroadService | undefined
  readonly id: string | undefined
  readonly user: string | undefined
  readonly issue: string | undefined
  /** `memberClass/memberCode`, or the code alone. */
  readonly party: string | undefined
  /** True for any version that is compatible with ours. */
  readonly isVersion4: boolean
  /** Of an answer: the digest of the request, as both security servers know it. */
  readonly requestHash: string | undefined
}

/** Reads the blocks that were kept of a header. */
export function readXroadHeader(blocks: readonly HeaderBlock[]): XroadHeader {
  const only = (local: string, namespace = XROAD): XmlElement | undefined => {
    const found = blocks.filter(({ name }) => name.local === local && name.namespace === namespace)
    const [one] = found
    return one && found.length === 1 ? treeOf(one) : undefined
  }
  const said = (name: string): string | undefined => textOf(only(name))
  const service = only('service')
  const code = partOf(service, 'serviceCode')
  const version = partOf(service, 'serviceVersion')
  const provider = service && memberOf(service)
  const party = only('representedParty', REPRESENTATION)
  const partyNames = ['partyClass', 'partyCode'].flatMap((name) => textOf(childOf(party, name, REPRESENTATION)) ?? [])
  return {
    client: memberOf(only('client')),
    service:
      provider && code !== undefined ? { provider, code, ...(version === undefined ? {} : { version }) } : undefined,
    id: said('id'),
    user: said('userId'),
    issue: said('issue'),
    party: partyNames.length === 0 ? undefined : partyNames.join('/'),
    isVersion4: VERSION.test(said('protocolVersion') ?? ''),
    requestHash: said('requestHash')?.replace(/\s+/g, ''),
  }
}

/** Undefined for one whose prefixes are declared nowhere. */
function treeOf({ xml }: HeaderBlock): XmlElement | undefined {
  try {
    return readXmlTree(xml)
  } catch (thrown) {
    if (thrown instanceof SchemaFault) return undefined
    throw thrown
  }
}

function memberOf(element: XmlElement | undefined): XroadClient | undefined {
  const part = (name: string): string => partOf(element, name) ?? ''
  const [instance, memberClass, memberCode] = [part('xRoadInstance'), part('memberClass'), part('memberCode')]
  if (![instance, memberClass, memberCode].every(isPart)) return undefined
  const subsystem = childOf(element, 'subsystemCode', IDENTIFIERS)
  if (!subsystem) return { instance, memberClass, memberCode }
  const code = partOf(element, 'subsystemCode')
  return code === undefined ? undefined : { instance, memberClass, memberCode, subsystem: code }
}

/** A part of an identifier, when it is one. */
function partOf(element: XmlElement | undefined, name: string): string | undefined {
  const text = textOf(childOf(element, name, IDENTIFIERS))
  return text !== undefined && isPart(text) ? text : undefined
}

function childOf(element: XmlElement | undefined, name: string, namespace: string): XmlElement | undefined {
  const found = element?.children.filter((it) => it.name === name && it.namespace === namespace) ?? []
  return found.length === 1 ? found[0] : undefined
}

function textOf(element: XmlElement | undefined): string | undefined {
  const text = element?.text.normalize('NFC')
  return text && text.length <= LONGEST ? text : undefined
}
