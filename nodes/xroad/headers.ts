import { createHash } from 'node:crypto'
import { encodeParts, partsOfClient, type XroadClient } from './identifier.ts'

/** Who asks, whose request it is and why; all but the client are optional in X-Road (PR-REST §4.3). */
export interface XroadCall {
  readonly client: XroadClient
  /** Unique in what this client asks; equal on each try of one step, so that the other side can tell a repetition. */
  readonly id?: string | undefined
  readonly user?: string | undefined
  readonly issue?: string | undefined
  /** `memberClass/memberCode` of the party for whom the client asks. */
  readonly party?: string | undefined
  /** `instance/class/member/server` when one server of several must answer. */
  readonly server?: string | undefined
}

/** The log of a security server keeps 255 characters of an id. */
const LONGEST = 255

/** The headers of a call. Text outside visible ASCII is percent-encoded. */
export function callHeaders(call: XroadCall): Readonly<Record<string, string>> {
  const { id, user, issue, party, server } = call
  return {
    'X-Road-Client': encodeParts(partsOfClient(call.client)),
    ...(id === undefined ? {} : { 'X-Road-Id': idOf(id, asHeader(id)) }),
    ...(user ? { 'X-Road-UserId': headerText(user) } : {}),
    ...(issue ? { 'X-Road-Issue': headerText(issue) } : {}),
    ...(party ? { 'X-Road-Represented-Party': headerText(party) } : {}),
    ...(server ? { 'X-Road-Security-Server': headerText(server) } : {}),
  }
}

/** An id, told by its digest when it is too long as it is `written`: two that differ only in their ends are two requests. */
export function idOf(id: string, written = id): string {
  return written.length <= LONGEST ? written : createHash('sha256').update(id).digest('hex')
}

/** A header may hold visible ASCII only; everything else is written as in an address. */
function headerText(text: string): string {
  return asHeader(text).slice(0, 500)
}

function asHeader(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('%2F', '/').replaceAll('%3A', ':')
}

/** What `callHeaders` wrote, as plain text; text that is not encoded stays as it is. */
export function plainText(header: string): string {
  try {
    return decodeURIComponent(header).normalize('NFC')
  } catch {
    return header
  }
}
