import { createHash, timingSafeEqual } from 'node:crypto'
import { permanent } from '#shared/errors/flow-error.ts'
import { PASSWORD_DIGEST, PASSWORD_TEXT } from './security-names.ts'
import { digestOf, type TokenAccount } from './username-token.ts'

/** What a service of ours asks of a caller's WS-Security header. */
export interface CallerRules {
  readonly passwords: 'digest' | 'text' | 'either'
  /** How far clocks may differ, and how old a token may be, ms. */
  readonly skewMs: number
  /** A `wsu:Timestamp` must be there; one that is there is always checked. */
  readonly timestamp: boolean
}

/** What a caller is checked against. */
export interface CallerCheck {
  readonly account: TokenAccount
  /** ms since the epoch. */
  readonly now: number
  /** True for the first who shows this token; `created` in ms since the epoch. */
  claim(token: string, created: number): Promise<boolean>
}

const LONGEST_TEXT = 1000
const LONGEST_NONCE = 256
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/

/**
 * Checks the `wsse:UsernameToken` (OASIS UsernameToken Profile 1.1 §3) and `wsu:Timestamp` of a header that was read without prefixes. A digest
 * needs nonce and time of making; a nonce that comes, comes once. Throws `soap.unauthorised`, the same whatever is wrong with the account,
 * `soap.stale` and `soap.replayed`.
 */
export async function checkCaller(
  header: Readonly<Record<string, unknown>>,
  rules: CallerRules,
  { account, now, claim }: CallerCheck,
): Promise<void> {
  const security = fieldsAt(header, 'Security')
  const token = fieldsAt(security, 'UsernameToken')
  if (!token) throw permanent('soap.unauthorised')
  const created = textAt(token, 'Created')
  const nonce = textAt(token, 'Nonce')
  if (!isAccount(token, { created, nonce }, rules, account)) throw permanent('soap.unauthorised')
  checkTimestamp(fieldsAt(security, 'Timestamp'), rules, now)
  if (created === '') return
  const made = checkMade(created, rules.skewMs, now)
  if (nonce !== '' && !(await claim(`${account.username}\n${nonce}`, made))) throw permanent('soap.replayed')
}

/** The instant at which something was made, ms since the epoch; throws `soap.stale` for one that is too far from now, or none. */
export function checkMade(created: string, skewMs: number, now: number): number {
  const made = instantOf(created)
  if (Math.abs(now - made) > skewMs) throw stale(created)
  return made
}

type Fields = Readonly<Record<string, unknown>>

function isAccount(
  token: Fields,
  { created, nonce }: { readonly created: string; readonly nonce: string },
  { passwords }: CallerRules,
  account: TokenAccount,
): boolean {
  const password = textAt(token, 'Password')
  const named = textAt(fieldsAt(token, 'Password') ?? {}, '@Type')
  const type = named === '' ? PASSWORD_TEXT : named
  const isDigest = type === PASSWORD_DIGEST
  const known = isDigest ? passwords !== 'text' : type === PASSWORD_TEXT && passwords !== 'digest'
  const complete = !isDigest || (created !== '' && nonce !== '')
  const expected = isDigest ? digestOf(Buffer.from(nonce, 'base64'), created, account.password) : account.password
  // Both are compared whatever the first gives, and in equal time: a name that exists is not told from one that does not.
  const sameName = isSame(textAt(token, 'Username'), account.username)
  const samePassword = isSame(password, expected)
  return known && complete && sameName && samePassword && account.username !== '' && account.password !== ''
}

/** Checks a `wsu:Timestamp` that was read without prefixes; throws `soap.stale`. */
export function checkTimestamp(
  timestamp: Fields | undefined,
  { skewMs, timestamp: needed }: Pick<CallerRules, 'skewMs' | 'timestamp'>,
  now: number,
): void {
  if (!timestamp) {
    if (needed) throw stale('wsu:Timestamp')
    return
  }
  const [created, expires] = [textAt(timestamp, 'Created'), textAt(timestamp, 'Expires')]
  const made = instantOf(created)
  if (made > now + skewMs) throw stale(created)
  if (expires === '' ? now - made > skewMs : instantOf(expires) + skewMs < now) throw stale(expires || created)
}

/** ms since the epoch; throws `soap.stale` for what names no time zone or is no instant. */
function instantOf(text: string): number {
  const at = INSTANT.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) throw stale(text)
  return at
}

function stale(created: string): Error {
  return permanent('soap.stale', { created: created.slice(0, 60) || 'wsu:Created' })
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/** One element with fields; several of a name, or none, is undefined. */
function fieldsAt(value: Fields | undefined, name: string): Fields | undefined {
  const found = value && Object.hasOwn(value, name) ? value[name] : undefined
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? { ...found } : undefined
}

/** The text of an element, '' when it is missing or longer than such a thing ever is. */
function textAt(value: Fields, name: string): string {
  const found = Object.hasOwn(value, name) ? value[name] : undefined
  const text = typeof found === 'string' ? found : (fieldsAt(value, name)?.['#text'] ?? '')
  return typeof text === 'string' && text.length <= (name === 'Nonce' ? LONGEST_NONCE : LONGEST_TEXT) ? text.trim() : ''
}
