import { SchemaFault } from '../schema/import/fault.ts'
import type { Text } from '../text/text.ts'

/** An option of a curl command with its argument, in the order of the command. `name` is the long name; '' for an address. */
export interface CurlOption {
  readonly name: string
  readonly value: string
}

/** Options that say something about the request (https://curl.se/docs/manpage.html), with an argument. */
const TAKEN = [
  'request',
  'header',
  'data',
  'data-raw',
  'data-ascii',
  'data-binary',
  'data-urlencode',
  'json',
  'user',
  'oauth2-bearer',
  'url',
  'url-query',
  'user-agent',
  'referer',
  'cookie',
  'max-time',
  'form',
  'form-string',
  'upload-file',
  'config',
  'cert',
  'key',
  'cacert',
  'proxy',
  'aws-sigv4',
] as const

/** Options that say something about the request, without an argument. */
const FLAGS = ['get', 'head', 'insecure', 'next', 'digest', 'ntlm', 'negotiate', 'anyauth'] as const

/** Options about how curl itself runs or prints; they change nothing of the request. */
const PASSED_OVER = [
  'silent',
  'show-error',
  'verbose',
  'include',
  'location',
  'location-trusted',
  'compressed',
  'fail',
  'fail-with-body',
  'progress-bar',
  'no-progress-meter',
  'no-buffer',
  'globoff',
  'http1.0',
  'http1.1',
  'http2',
  'http2-prior-knowledge',
  'http3',
  'ipv4',
  'ipv6',
  'basic',
  'path-as-is',
  'remote-name',
  'create-dirs',
  'tcp-nodelay',
  'keepalive',
  'no-keepalive',
  'ssl-reqd',
  'tlsv1',
  'tlsv1.2',
  'tlsv1.3',
  'raw',
  'parallel',
  'styled-output',
  'disable',
] as const

/** The same, with an argument. */
const PASSED_OVER_WITH = [
  'output',
  'write-out',
  'connect-timeout',
  'retry',
  'retry-delay',
  'retry-max-time',
  'max-redirs',
  'cookie-jar',
  'dump-header',
  'stderr',
  'trace',
  'trace-ascii',
  'limit-rate',
  'keepalive-time',
  'resolve',
  'connect-to',
  'noproxy',
  'ciphers',
  'tls-max',
  'max-filesize',
  'pass',
  'cert-type',
  'key-type',
] as const

const SHORT: Readonly<Record<string, string>> = {
  X: 'request',
  H: 'header',
  d: 'data',
  u: 'user',
  A: 'user-agent',
  e: 'referer',
  b: 'cookie',
  m: 'max-time',
  F: 'form',
  T: 'upload-file',
  K: 'config',
  E: 'cert',
  x: 'proxy',
  G: 'get',
  I: 'head',
  k: 'insecure',
  ':': 'next',
  s: 'silent',
  S: 'show-error',
  v: 'verbose',
  i: 'include',
  L: 'location',
  f: 'fail',
  '#': 'progress-bar',
  N: 'no-buffer',
  g: 'globoff',
  '0': 'http1.0',
  '4': 'ipv4',
  '6': 'ipv6',
  O: 'remote-name',
  '1': 'tlsv1',
  q: 'disable',
  o: 'output',
  w: 'write-out',
  c: 'cookie-jar',
  D: 'dump-header',
}

const WITH_VALUE: ReadonlySet<string> = new Set([...TAKEN, ...PASSED_OVER_WITH])
const WITHOUT_VALUE: ReadonlySet<string> = new Set([...FLAGS, ...PASSED_OVER])

/** Reads the words behind `curl` as options and addresses. An option that is not known is refused, since it may take the next word. Throws `SchemaFault`. */
export function curlOptions(words: readonly string[]): readonly CurlOption[] {
  const found: CurlOption[] = []
  let at = 0
  const argument = (shown: string): string => {
    const value = words[at++]
    if (value === undefined)
      throw new SchemaFault(shown, { vi: 'thiếu giá trị đi sau', en: 'lacks the value behind it' })
    return value
  }
  const short = (word: string): void => {
    for (let i = 1; i < word.length; i++) {
      const shown = `-${word.charAt(i)}`
      const name = SHORT[word.charAt(i)]
      if (name === undefined || !Object.hasOwn(SHORT, word.charAt(i))) throw new SchemaFault(shown, UNKNOWN)
      if (!WITH_VALUE.has(name)) found.push({ name, value: '' })
      else {
        found.push({ name, value: i + 1 < word.length ? word.slice(i + 1) : argument(shown) })
        return
      }
    }
  }
  while (at < words.length) {
    const word = words[at++] ?? ''
    if (word.startsWith('--') && word.length > 2) {
      const name = word.slice(2)
      if (WITH_VALUE.has(name)) found.push({ name, value: argument(word) })
      else if (WITHOUT_VALUE.has(name)) found.push({ name, value: '' })
      else throw new SchemaFault(word.slice(0, 60), UNKNOWN)
    } else if (word.startsWith('-') && word.length > 1) short(word)
    else found.push({ name: '', value: word })
  }
  return found
}

const UNKNOWN: Text = {
  vi: 'là tuỳ chọn curl chưa biết; hãy bỏ nó khỏi lệnh rồi dán lại',
  en: 'is an option of curl that is not known; take it out of the command and paste again',
}
