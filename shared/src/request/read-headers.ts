import type { Text } from '../text/text.ts'
import type { Credential, NamedText } from './read-request.ts'
import { looksSecret } from './secret-names.ts'

/** The headers of a request, by where they belong. */
export interface SortedHeaders {
  /** For the flow. */
  readonly headers: readonly NamedText[]
  readonly contentType: string | undefined
  /** For the connection. */
  readonly credential: Credential | undefined
}

/** What the protocol or the runtime sets by itself. */
const SET_BY_US = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'keep-alive',
  'accept-encoding',
  'idempotency-key',
])

/** What a browser says of itself and of the page that it is on. */
const OF_THE_BROWSER =
  /^(?:sec-|user-agent$|origin$|referer$|accept-language$|dnt$|priority$|pragma$|cache-control$|upgrade-insecure-requests$|if-none-match$|if-modified-since$|x-requested-with$)/

const HEADER_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]{1,100}$/
const MOST_HEADERS = 100

/** Sorts headers into those of the flow, the credential and what is left out; `notes` gets a sentence for what an officer should know. */
export function sortHeaders(headers: readonly NamedText[], notes: Text[]): SortedHeaders {
  const kept = new Map<string, NamedText>()
  const bad: string[] = []
  const secrets: string[] = []
  const keys: NamedText[] = []
  let contentType: string | undefined
  let credential: Credential | undefined
  let browser = 0
  for (const { name, value } of headers) {
    const lower = name.toLowerCase()
    if (SET_BY_US.has(lower)) continue
    if (OF_THE_BROWSER.test(lower)) browser++
    else if (lower === 'content-type') contentType = value
    else if (lower === 'authorization') {
      credential = authorization(value) ?? credential
      if (!authorization(value)) secrets.push(name)
    } else if (/^(?:cookie|proxy-authorization)$/.test(lower) || /[cx]srf/.test(lower)) secrets.push(name)
    else if (!HEADER_NAME.test(lower) || !isLine(value) || kept.size >= MOST_HEADERS) bad.push(name)
    else if (!looksSecret(name, value)) kept.set(lower, { name, value })
    else keys.push({ name, value })
  }
  const [key] = credential ? [] : keys
  if (key) credential = { auth: 'api-key', headerName: key.name, key: key.value }
  secrets.push(...keys.filter((it) => it !== key).map((it) => it.name))
  const accept = kept.get('accept')?.value
  if (accept !== undefined && /\*\/\*/.test(accept)) kept.delete('accept')
  if (browser > 0)
    notes.push({
      vi: `Đã bỏ ${browser} tiêu đề chỉ nói về trình duyệt (User-Agent, Sec-…, Origin …).`,
      en: `${browser} headers that speak only of the browser were left out (User-Agent, Sec-…, Origin …).`,
    })
  if (secrets.length > 0)
    notes.push({
      vi: `Tiêu đề ${named(secrets)} mang thông tin đăng nhập nên không đưa vào luồng; cách đăng nhập được khai ở kết nối.`,
      en: `The headers ${named(secrets)} carry a sign-in and are left out; how to sign in is said by the connection.`,
    })
  if (bad.length > 0)
    notes.push({
      vi: `Tiêu đề ${named(bad)} không hợp lệ hoặc quá nhiều nên đã bỏ.`,
      en: `The headers ${named(bad)} are malformed or too many and were left out.`,
    })
  return { headers: [...kept.values()], contentType, credential }
}

function authorization(value: string): Credential | undefined {
  const [, scheme = '', given = ''] = /^(\S+)\s+(\S[\s\S]*)$/.exec(value.trim()) ?? []
  if (/^bearer$/i.test(scheme)) return { auth: 'bearer', token: given.trim() }
  if (!/^basic$/i.test(scheme)) return undefined
  const [, username, password = ''] = /^([^:]*):([\s\S]*)$/.exec(fromBase64(given.trim()) ?? '') ?? []
  return username === undefined ? undefined : { auth: 'basic', username, password }
}

function fromBase64(text: string): string | undefined {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)))
  } catch {
    return undefined
  }
}

/** No character that could end a header line. */
function isLine(value: string): boolean {
  return value.length <= 8_000 && !/[^\t\P{Cc}]/u.test(value)
}

const named = (names: readonly string[]): string =>
  [...new Set(names)]
    .slice(0, 5)
    .map((it) => `"${it.slice(0, 60)}"`)
    .join(', ')
