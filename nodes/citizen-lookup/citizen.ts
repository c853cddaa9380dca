import { foldText } from '#nodes/connections/fold-text.ts'
import { parseXml } from '#nodes/xml/parse.ts'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import { parseJson } from '#shared/message/safe-json.ts'

type Fields = Readonly<Record<string, unknown>>

const MAX_BYTES = 2 * 1024 * 1024
/** Control characters that XML forbids; the register sends them inside names at times. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to drop
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g

/**
 * Reads a reply: JSON `{error_code, message}` whose message is SOAP as a text (domain-vietnam §6.3). Gives the citizen, or undefined when
 * nobody matches. No error carries a part of the reply, since it is personal data.
 */
export function readCitizen(text: string, host: string): Fields | undefined {
  const reply = fieldsOf(attempt(() => parseJson(text.replace(/^\uFEFF/, '')), host, 'JSON'))
  const code = textOf(reply.error_code ?? reply.errorCode)
  const message = textOf(reply.message)
  if (/soap fault|server error/.test(foldText(message))) throw retryable('citizen.unavailable', {})
  if (!/^0*$/.test(code) || code === '') {
    if (/^\s*</.test(message) || code === '') throw retryable('http.bad-answer', { host, reason: 'error_code' })
    throw permanent('citizen.rejected', { reason: withoutNumbers(message).slice(0, 200), code })
  }
  if (message === '') return undefined
  const options = {
    lists: new Set<string>(),
    cdata: 'text',
    trim: true,
    maxBytes: MAX_BYTES,
    prefixes: 'drop',
  } as const
  const tree = attempt(() => parseXml(message.replace(FORBIDDEN, ''), options), host, 'XML')
  const body = fieldsOf(fieldsOf(fieldsOf(tree).Envelope).Body)
  if (Object.hasOwn(body, 'Fault')) throw retryable('citizen.unavailable', {})
  const found = firstOf(fieldsOf(body.CongdanCollection ?? fieldsOf(tree).CongdanCollection).CongDan)
  return textOf(found.SoDinhDanh) === '' && textOf(found.SoCMND) === '' ? undefined : citizenOf(found)
}

function citizenOf(found: Fields): Fields {
  const name = fieldsOf(found.HoVaTen)
  const birth = fieldsOf(found.NgayThangNamSinh)
  return {
    soDinhDanh: textOf(found.SoDinhDanh),
    soCMND: textOf(found.SoCMND),
    hoVaTen: [name.Ho, name.ChuDem, name.Ten]
      .map(textOf)
      .filter((part) => part !== '')
      .join(' '),
    gioiTinh: textOf(found.GioiTinh),
    danToc: textOf(found.DanToc),
    quocTich: textOf(found.QuocTich),
    ngaySinh: textOf(birth.NgayThangNam).replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'),
    namSinh: textOf(birth.Nam),
    thuongTru: placeOf(found.ThuongTru),
    noiOHienTai: placeOf(found.NoiOHienTai),
  }
}

function placeOf(value: unknown): Fields {
  const place = fieldsOf(value)
  return {
    maTinh: textOf(place.MaTinhThanh),
    maHuyen: textOf(place.MaQuanHuyen),
    maXa: textOf(place.MaPhuongXa),
    chiTiet: textOf(place.ChiTiet),
    quocGia: textOf(place.QuocGia),
  }
}

/** Long numbers in the words of a refusal are somebody's. */
function withoutNumbers(message: string): string {
  return message.replace(/\d{6,}/g, '***')
}

function attempt<T>(read: () => T, host: string, reason: string): T {
  try {
    return read()
  } catch {
    throw retryable('http.bad-answer', { host, reason })
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

function firstOf(value: unknown): Fields {
  return fieldsOf(Array.isArray(value) ? value[0] : value)
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.normalize('NFC').trim()
  return typeof value === 'number' ? String(value) : ''
}
