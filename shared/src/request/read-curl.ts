import { SchemaFault } from '../schema/import/fault.ts'
import type { Text } from '../text/text.ts'
import { type CurlOption, curlOptions } from './curl-options.ts'
import { readAddress } from './read-address.ts'
import { bodyOfText } from './read-body.ts'
import { sortHeaders } from './read-headers.ts'
import { type Credential, methodNamed, type NamedText, type ReadRequest } from './read-request.ts'
import { shellWords } from './shell-words.ts'

/** True for text that begins as a curl command does. */
export function looksLikeCurl(text: string): boolean {
  return /^\s*(?:[$>#]\s+)?curl(?:\.exe)?\s/i.test(text.slice(0, 200))
}

/**
 * Reads a curl command as browsers, Postman and documents show it. Nothing is run or evaluated and no file is read: what needs a shell or a
 * file is refused. Secrets are taken apart from what goes into a flow. Throws `SchemaFault` with the option that is meant.
 */
export function readCurl(command: string): ReadRequest {
  const begun = command.slice(0, 300).trimStart()
  if (/^(?:invoke-(?:webrequest|restmethod)|iwr|irm|\$session)\b/i.test(begun)) throw fault('PowerShell', NOT_BASH)
  if (/^(?:await\s+)?fetch\s*\(/.test(begun)) throw fault('fetch', NOT_BASH)
  const [name = '', ...words] = shellWords(command.replace(/^\s*[$>#]\s+(?=curl)/i, ''))
  if (!/^(?:.*[\\/])?curl(?:\.exe)?$/i.test(name))
    throw fault(name.slice(0, 40) || '…', {
      vi: 'không phải lệnh curl; lệnh phải bắt đầu bằng chữ curl',
      en: 'is not a curl command; it has to begin with curl',
    })
  return requestOf(curlOptions(words))
}

function requestOf(options: readonly CurlOption[]): ReadRequest {
  const all = (...names: readonly string[]): readonly string[] =>
    options.flatMap((it) => (names.includes(it.name) ? [it.value] : []))
  const last = (...names: readonly string[]): string | undefined => all(...names).at(-1)
  const has = (name: string): boolean => all(name).length > 0

  refuseFiles(options)
  const addresses = all('', 'url')
  const [address] = addresses
  if (address === undefined)
    throw fault('curl', { vi: 'không có địa chỉ (https://…)', en: 'has no address (https://…)' })
  if (addresses.length > 1 || has('next'))
    throw fault('curl', {
      vi: `có ${Math.max(addresses.length, 2)} lời gọi; mỗi lần chỉ dán một`,
      en: `has ${Math.max(addresses.length, 2)} calls; paste one at a time`,
    })

  const notes: Text[] = []
  const found = readAddress(address, notes)
  const sent = dataOf(options)
  const inQuery = sent !== undefined && has('get')
  const sorted = sortHeaders(
    [
      ...(has('json') ? [{ name: 'Content-Type', value: 'application/json' }] : []),
      ...all('header').flatMap(headerOf),
      ...all('cookie').map((value) => ({ name: 'Cookie', value })),
    ],
    notes,
  )
  const wanted = last('request') ?? (has('head') ? 'HEAD' : sent !== undefined && !inQuery ? 'POST' : 'GET')
  const method = methodNamed(wanted)
  if (!method)
    throw fault(wanted.slice(0, 40), {
      vi: 'là phương thức mà nút này không gửi (chỉ GET, POST, PUT, PATCH, DELETE, HEAD)',
      en: 'is a method that the node does not send (only GET, POST, PUT, PATCH, DELETE, HEAD)',
    })
  const text = inQuery ? undefined : sent
  if (text !== undefined && (method === 'GET' || method === 'HEAD')) notes.push(NO_BODY)
  const carried =
    text === undefined || method === 'GET' || method === 'HEAD'
      ? undefined
      : bodyOfText(text, sorted.contentType ?? (has('json') ? 'application/json' : undefined), notes)
  const typed = carried?.contentType === undefined ? [] : [{ name: 'content-type', value: carried.contentType }]
  const added = inQuery ? readAddress(`http://x/?${sent}`, notes).query : []
  for (const name of ['insecure', 'proxy', 'cert', 'key', 'cacert', 'digest', 'ntlm', 'negotiate', 'aws-sigv4'])
    if (has(name)) notes.push(byConnection(name))
  const credentials = [credentialOf(last('user'), last('oauth2-bearer')), sorted.credential, found.credential]
  const [credential, ...unused] = credentials.filter((it) => it !== undefined)
  if (unused.length > 0) notes.push(SEVERAL)
  return {
    method,
    origin: found.origin,
    path: found.path,
    query: [...found.query, ...all('url-query').flatMap((it) => readAddress(`http://x/?${it}`, notes).query), ...added],
    headers: [...sorted.headers, ...typed],
    body: carried?.body,
    credential,
    timeout: timeoutOf(last('max-time')),
    notes,
  }
}

const DATA = ['data', 'data-ascii', 'data-binary', 'json', 'data-raw', 'data-urlencode']

/** The parts that the command sends, joined as curl does. */
function dataOf(options: readonly CurlOption[]): string | undefined {
  const parts = options.flatMap(({ name, value }) => {
    if (!DATA.includes(name)) return []
    if (name !== 'data-urlencode') return [value]
    const at = value.indexOf('=')
    if (at < 0) return [encodeURIComponent(value.toWellFormed())]
    const head = at === 0 ? '' : `${value.slice(0, at)}=`
    return [`${head}${encodeURIComponent(value.slice(at + 1).toWellFormed())}`]
  })
  if (parts.length === 0) return undefined
  return parts.join(options.some((it) => it.name === 'json') ? '' : '&')
}

/** Files of another machine are not here, and a multipart body is not sent by this node. */
function refuseFiles(options: readonly CurlOption[]): void {
  for (const { name, value } of options) {
    if (name === 'form' || name === 'form-string') throw fault('-F', MULTIPART)
    if (name === 'upload-file') throw fault('-T', FILE)
    if (name === 'config') throw fault('-K', FILE)
    const isFile = name === 'data-urlencode' ? /^[^=]*@/.test(value) : value.startsWith('@')
    if (name !== 'data-raw' && (DATA.includes(name) || name === 'header') && isFile)
      throw fault(value.slice(0, 60), FILE)
  }
}

function headerOf(line: string): readonly NamedText[] {
  const named = /^([^:;]+)[:;]\s*([\s\S]*)$/.exec(line)
  const [, name = '', value = ''] = named ?? []
  // `Name:` takes a header away that curl would send by itself; `Name;` sends it without a value.
  if (name.trim() === '' || (value === '' && !line.trimEnd().endsWith(';'))) return []
  return [{ name: name.trim(), value: value.trim() }]
}

function credentialOf(user: string | undefined, bearer: string | undefined): Credential | undefined {
  if (bearer !== undefined) return { auth: 'bearer', token: bearer }
  if (user === undefined) return undefined
  const at = user.indexOf(':')
  return at < 0
    ? { auth: 'basic', username: user, password: '' }
    : { auth: 'basic', username: user.slice(0, at), password: user.slice(at + 1) }
}

/** Whole seconds between 1 and an hour; anything else is left to the node. */
function timeoutOf(seconds: string | undefined): string | undefined {
  const number = Math.ceil(Number(seconds))
  return number >= 1 && number <= 3600 ? `PT${number}S` : undefined
}

const fault = (place: string, reason: Text): SchemaFault => new SchemaFault(place, reason)

const byConnection = (option: string): Text => ({
  vi: `Tuỳ chọn --${option} không đi vào luồng: cách kiểm tra chứng thư, chứng thư riêng và máy chủ trung gian được khai ở kết nối hoặc máy chủ.`,
  en: `The option --${option} does not go into the flow: certificates, sign-in of this sort and proxies are a matter of the connection or the server.`,
})
const SEVERAL: Text = {
  vi: 'Lệnh có nhiều cách đăng nhập; chỉ cách đầu được lấy cho kết nối.',
  en: 'The command has several ways to sign in; only the first is taken for the connection.',
}
const NO_BODY: Text = {
  vi: 'Nội dung gửi được bỏ: GET và HEAD không gửi nội dung.',
  en: 'The body is left out: GET and HEAD send none.',
}
const FILE: Text = {
  vi: 'lấy nội dung từ một tệp trên máy của bạn, ở đây không có; hãy dán nội dung tệp vào sau --data-raw',
  en: 'takes its content from a file of your machine, which is not here; put the content behind --data-raw',
}
const MULTIPART: Text = {
  vi: 'gửi biểu mẫu nhiều phần kèm tệp (multipart), nút này chưa gửi được; hỏi đối tác cách gửi tệp dạng base64 trong JSON',
  en: 'sends a form of several parts with files (multipart), which this node cannot; ask the partner for files as base64 in JSON',
}
const NOT_BASH: Text = {
  vi: 'không phải lệnh curl. Trong trình duyệt hãy chọn "Copy as cURL (bash)" rồi dán lại',
  en: 'is not a curl command. Choose "Copy as cURL (bash)" in the browser and paste again',
}
