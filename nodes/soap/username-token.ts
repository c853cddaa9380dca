import { createHash } from 'node:crypto'
import { escapeXml } from '#shared/schema/import/write-xml-tree.ts'
import { BASE64, PASSWORD_DIGEST, PASSWORD_TEXT } from './security-names.ts'

/** An account as a UsernameToken carries it. */
export interface TokenAccount {
  readonly username: string
  readonly password: string
}

/** What makes one token differ from the next. */
export interface TokenMoment {
  readonly nonce: Buffer
  /** ms since the epoch. */
  readonly at: number
}

/** `wsse:UsernameToken` (UsernameToken Profile 1.0): the password as text or as a digest, always with nonce and time of making. */
export function usernameToken(account: TokenAccount, style: 'text' | 'digest', { nonce, at }: TokenMoment): string {
  const created = new Date(at).toISOString()
  const password = style === 'digest' ? digestOf(nonce, created, account.password) : account.password
  const type = style === 'digest' ? PASSWORD_DIGEST : PASSWORD_TEXT
  return (
    `<wsse:UsernameToken><wsse:Username>${escapeXml(account.username)}</wsse:Username>` +
    `<wsse:Password Type="${type}">${escapeXml(password)}</wsse:Password>` +
    `<wsse:Nonce EncodingType="${BASE64}">${nonce.toString('base64')}</wsse:Nonce>` +
    `<wsu:Created>${created}</wsu:Created></wsse:UsernameToken>`
  )
}

/** Base64(SHA-1(nonce + created + password)), §3 of the profile. */
export function digestOf(nonce: Buffer, created: string, password: string): string {
  return createHash('sha1').update(nonce).update(created).update(password).digest('base64')
}
