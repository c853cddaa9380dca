import { createHmac } from 'node:crypto'

/** Parameters of a call, which travel as headers. */
export type VxpParameters = Readonly<Record<string, string>>

const PREFIX = 'XroadVnpt-'
const VERSION = '3.0.201608'

/** What is signed: the headers as a JSON object, in their order. */
export function signatureOf(signHeader: string, secret: string): string {
  return createHmac('sha256', secret).update(signHeader, 'utf8').digest('hex')
}

/** The headers of one call: every parameter with the prefix, their JSON, and its HMAC-SHA256 in hexadecimal. */
export function signedHeaders(parameters: VxpParameters, secret: string): Readonly<Record<string, string>> {
  const names = Object.keys(parameters)
  const prefixed = Object.fromEntries(names.map((name) => [`${PREFIX}${name}`, parameters[name] ?? '']))
  const signHeader = JSON.stringify(prefixed)
  return {
    ...prefixed,
    [`${PREFIX}sign-header-key`]: names.join(';'),
    [`${PREFIX}sign-header`]: signHeader,
    [`${PREFIX}hash-header`]: signatureOf(signHeader, secret),
    [`${PREFIX}version`]: VERSION,
  }
}

/** `ddMMyyyy'T'HHmmss+SSSS` in Vietnam; the last four digits are milliseconds. */
export function vxpTimestamp(instant: number): string {
  const local = new Date(instant + 7 * 3_600_000).toISOString()
  const [year, month, day] = local.slice(0, 10).split('-')
  return `${day}${month}${year}T${local.slice(11, 19).replaceAll(':', '')}+0${local.slice(20, 23)}`
}
