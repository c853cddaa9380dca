import { createHash } from 'node:crypto'
import { permanent } from '#shared/errors/flow-error.ts'
import { textOfValue } from './text-of-value.ts'

/** A form as `application/x-www-form-urlencoded`; a list of plain values is the name several times. Throws `message.wrong-shape`. */
export function formOf(value: unknown): string {
  return new URLSearchParams(fieldsOf(value).map(([name, content]) => [name, textOfValue(content)])).toString()
}

/**
 * A form as `multipart/form-data` (RFC 7578) of fields without files. The boundary is made of the content, so that another try of the step
 * sends the very same bytes. Throws `message.wrong-shape`.
 */
export function multipartOf(value: unknown): { readonly body: string; readonly contentType: string } {
  const parts = fieldsOf(value).map(([name, content]) => {
    const type = typeof content === 'object' ? 'Content-Type: application/json\r\n' : ''
    return `Content-Disposition: form-data; name="${quoted(name)}"\r\n${type}\r\n${textOfValue(content)}\r\n`
  })
  const boundary = `form-${createHash('sha256').update(parts.join('')).digest('hex').slice(0, 40)}`
  const body = `${parts.map((part) => `--${boundary}\r\n${part}`).join('')}--${boundary}--\r\n`
  return { body, contentType: `multipart/form-data; boundary=${boundary}` }
}

function fieldsOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw permanent('message.wrong-shape', { reason: 'form' })
  }
  return Object.entries(value).flatMap(([name, content]): [string, unknown][] => {
    const plain = Array.isArray(content) && content.every((it) => typeof it !== 'object' || it === null)
    const list: readonly unknown[] = plain ? content : [content]
    return list.filter((it) => it !== null && it !== undefined).map((it) => [name, it])
  })
}

/** What would end the name or the line is escaped as browsers do (HTML, "multipart form data"). */
const quoted = (name: string): string => name.replace(/[\r\n"]/g, (sign) => encodeURIComponent(sign))
