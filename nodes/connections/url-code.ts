import { parseJson } from '#shared/message/safe-json.ts'
import type { ConnectionHandle, HttpAnswer } from '#shared/node/run.ts'

const HIDDEN = '***'

/**
 * The answer of a partner that is called with a security code in the address, with the code taken out of text and headers: partners repeat
 * addresses in refusals, in whatever encoding, and from there they would reach errors and logs. Other answers stay as they are.
 */
export function withoutUrlCode(answer: HttpAnswer, connection: ConnectionHandle): HttpAnswer {
  const { urlCode } = connection.secrets
  const { style, codeParameter } = connection.values
  if (style !== 'url-code' || urlCode === undefined || urlCode === '') return answer
  const forms = [urlCode, encodeURIComponent(urlCode), formOf(urlCode), JSON.stringify(urlCode).slice(1, -1)]
  const named = new RegExp(`(${escaped(String(codeParameter ?? 'maBaoMat'))}(?:=|%3D))[^&\\s"'<>]*`, 'gi')
  const hide = (text: string): string =>
    forms.reduce((rest, form) => rest.replaceAll(form, HIDDEN), text).replace(named, `$1${HIDDEN}`)
  const text = hide(answer.text)
  return {
    ...answer,
    headers: Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, hide(value)])),
    text,
    json: () => (typeof answer.json() === 'string' ? text : parseJson(text)),
  }
}

const formOf = (code: string): string => new URLSearchParams([['', code]]).toString().slice(1)
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
