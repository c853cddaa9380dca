import { permanent } from '#shared/errors/flow-error.ts'

const LONGEST = 8000

/** The address that a `Link` header names as the next one (RFC 8288); undefined when it names none. */
export function nextLink(header: string | undefined): string | undefined {
  for (const [, target = '', parameters = ''] of (header ?? '').slice(0, LONGEST).matchAll(LINK)) {
    const [, quoted, bare] = REL.exec(parameters) ?? []
    const relations = (quoted ?? bare ?? '').toLowerCase().split(/\s+/)
    if (relations.includes('next')) return target.trim()
  }
  return undefined
}

const LINK = /<([^<>]*)>((?:\s*;\s*[\w!#$&+\-.^`|~*]+(?:\s*=\s*(?:"[^"]*"|[^\s",;]*))?)*)/g
const REL = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]*))/i

/**
 * What follows the base address in an address that a partner gave, absolute or relative to the one that was asked. Throws
 * `connect.host-not-allowed` for one of another host, since the credential would go there, and `http.bad-path` for one beside the base.
 */
export function belowBase(base: string, asked: string, given: string): string {
  const root = new URL(base)
  const from = new URL(`${base.replace(/\/$/, '')}${asked}`)
  const refused = () => permanent('http.bad-path', { path: given.slice(0, 200), found: '' })
  if (given.length > LONGEST || !URL.canParse(given, from.href)) throw refused()
  const url = new URL(given, from.href)
  if (url.origin !== root.origin) throw permanent('connect.host-not-allowed', { host: url.host })
  const folder = root.pathname.replace(/\/$/, '')
  if (url.pathname !== folder && !url.pathname.startsWith(`${folder}/`)) throw refused()
  const below = url.pathname.slice(folder.length)
  return `${below === '' ? '/' : below}${url.search}`
}
