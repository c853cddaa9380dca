/** A member or subsystem of X-Road; `subsystem` is absent for the member itself. Parts are plain text, not percent-encoded. */
export interface XroadClient {
  readonly instance: string
  readonly memberClass: string
  readonly memberCode: string
  readonly subsystem?: string
}

/** A service of a subsystem; only SOAP services have a version. */
export interface XroadService {
  readonly provider: XroadClient
  readonly code: string
  readonly version?: string
}

/** Longest part that we take; X-Road itself stores 255 characters. */
const LONGEST_PART = 255
/** Characters that no identifier may hold (PR-REST §4.8, PR-MESS §2.7): path and list separators, controls, invisible marks. */
const FORBIDDEN = /[:;/\\%\p{Cc}\u200B\uFEFF]/u

/** Reads `instance/class/member[/subsystem]`, each part percent-encoded UTF-8 or plain; undefined when it is none. */
export function parseClient(text: string): XroadClient | undefined {
  const parts = partsOf(text)
  return parts && (parts.length === 3 || parts.length === 4) ? clientOf(parts) : undefined
}

/** Reads `instance/class/member/subsystem/service[/version]`; undefined when it is none. */
export function parseService(text: string): XroadService | undefined {
  const parts = partsOf(text)
  if (!parts || parts.length < 5 || parts.length > 6) return undefined
  const [code = '', version] = parts.slice(4)
  return { provider: clientOf(parts.slice(0, 4)), code, ...(version === undefined ? {} : { version }) }
}

/** The plain parts of a member, subsystem or service, in their order. */
export function partsOfClient({ instance, memberClass, memberCode, subsystem }: XroadClient): readonly string[] {
  return [instance, memberClass, memberCode, ...(subsystem === undefined ? [] : [subsystem])]
}

/** An identifier as it stands in an address or a header: each part percent-encoded by itself (PR-REST §4.2). */
export function encodeParts(parts: readonly string[]): string {
  return parts.map(encodeURIComponent).join('/')
}

/** True for a single part that X-Road allows in an identifier, such as a service code. */
export function isPart(text: string): boolean {
  return text !== '' && text.length <= LONGEST_PART && !FORBIDDEN.test(text) && text !== '.' && text !== '..'
}

/** Whether `client` is the one that is allowed, or a subsystem of a member that is allowed as a whole. */
export function isAllowed(client: XroadClient, allowed: XroadClient): boolean {
  const [given, wanted] = [partsOfClient(client), partsOfClient(allowed)]
  const whole = allowed.subsystem === undefined
  return (whole || given.length === wanted.length) && wanted.every((part, i) => part === given[i])
}

function clientOf(parts: readonly string[]): XroadClient {
  const [instance = '', memberClass = '', memberCode = '', subsystem] = parts
  return { instance, memberClass, memberCode, ...(subsystem === undefined ? {} : { subsystem }) }
}

function partsOf(text: string): readonly string[] | undefined {
  if (text.length > 2000) return undefined
  const parts = text.split('/').map(decoded)
  return parts.every((part) => part !== undefined && isPart(part)) ? parts.filter((it) => it !== undefined) : undefined
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part).normalize('NFC')
  } catch {
    return undefined
  }
}
