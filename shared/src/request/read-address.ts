import { SchemaFault } from '../schema/import/fault.ts'
import type { Text } from '../text/text.ts'
import type { Credential, NamedText } from './read-request.ts'
import { looksSecret } from './secret-names.ts'

/** An address taken apart. */
export interface ReadAddress {
  readonly origin: string
  readonly path: string
  readonly query: readonly NamedText[]
  readonly credential: Credential | undefined
}

const LONGEST_ADDRESS = 8_000

/** Takes an `http` or `https` address apart; curl's own default is `http`. Secrets in its query are left out with a note. Throws `SchemaFault`. */
export function readAddress(written: string, notes: Text[]): ReadAddress {
  const address = written.trim()
  const shown = address.replace(/[?#][\s\S]*$/, '').slice(0, 80)
  const refused = (vi: string, en: string) => new SchemaFault(shown === '' ? 'URL' : shown, { vi, en })
  if (address.length > LONGEST_ADDRESS) throw refused('địa chỉ dài quá 8.000 ký tự', 'is longer than 8,000 characters')
  if (address.includes('{{'))
    throw refused(
      'còn biến {{…}} của Postman; hãy chọn môi trường trong Postman rồi sao chép lại lệnh',
      'still has a variable {{…}} of Postman; choose an environment there and copy the command again',
    )
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`
  const url = URL.canParse(whole) ? new URL(whole) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw refused('không phải địa chỉ http:// hoặc https://', 'is no http:// or https:// address')
  // Braces of the path name values here; what curl would make of lists in them is not done.
  const path = url.pathname.replace(/%7B([\p{L}\p{N}_.-]{1,100})%7D/giu, '{$1}')
  return {
    origin: url.origin,
    path,
    query: queryOf(url, notes),
    credential: url.username === '' ? undefined : basicOf(url),
  }
}

function queryOf(url: URL, notes: Text[]): readonly NamedText[] {
  return [...url.searchParams].flatMap(([name, value]) => {
    if (name === '') return []
    if (!looksSecret(name, value)) return [{ name, value }]
    notes.push({
      vi: `Tham số "${name}" trông như khoá bí mật nên không đưa vào luồng; hỏi đối tác cách gửi khoá trong tiêu đề để khai ở kết nối.`,
      en: `The parameter "${name}" looks like a secret and is left out; ask the partner for a header, which the connection can hold.`,
    })
    return []
  })
}

function basicOf(url: URL): Credential {
  return { auth: 'basic', username: decoded(url.username), password: decoded(url.password) }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
