import { wrongShape } from '#nodes/writing/with-field.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { shapeOf } from '#shared/expression/errors.ts'

/** How bytes are written in a message, which holds text only. */
export type BytesAs = 'text' | 'base64'

/** The most bytes that one of these nodes works on; larger content belongs into files. */
const MOST_BYTES = 50 * 1024 * 1024

/** The bytes of a value: UTF-8 of a text, JSON of anything else, or what its Base64 says. Throws `message.wrong-shape`. */
export function bytesFrom(value: unknown, as: BytesAs): Buffer {
  if (value === undefined) throw wrongShape('không có giá trị nào', 'there is no value')
  const text = typeof value === 'string' ? value : as === 'text' ? JSON.stringify(value) : undefined
  const bytes = text === undefined ? undefined : as === 'text' ? Buffer.from(text) : base64Bytes(text)
  if (!bytes) {
    const { vi, en } = shapeOf(value)
    throw wrongShape(`cần Base64 nhưng nhận được ${vi}`, `needs Base64 but got ${en}`)
  }
  if (bytes.length > MOST_BYTES) throw wrongShape('nội dung lớn hơn 50 MB', 'the content is larger than 50 MB')
  return bytes
}

/** Bytes as a message holds them; throws `text.encoding` when text was asked for and they are no UTF-8. */
export function bytesTo(bytes: Uint8Array, as: BytesAs): string {
  if (as === 'base64') return Buffer.from(bytes).toString('base64')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw permanent('text.encoding', { charset: 'UTF-8', offset: firstWrong(bytes) })
  }
}

/**
 * The bytes of Base64 (RFC 4648), of either alphabet, with or without padding, with line ends; undefined for anything else: a wrong letter
 * in the middle must not cut a file short.
 */
export function base64Bytes(text: string): Buffer | undefined {
  const bare = text.replace(/[\r\n\t ]+/g, '')
  if (!/^(?:[A-Za-z0-9+/]*|[A-Za-z0-9_-]*)={0,2}$/.test(bare)) return undefined
  const letters = bare.replace(/=+$/, '')
  if (letters.length % 4 === 1 || (bare.length > letters.length && bare.length % 4 !== 0)) return undefined
  return Buffer.from(letters, 'base64')
}

function firstWrong(bytes: Uint8Array): number {
  const back = Buffer.from(bytes).toString('utf8')
  const good = back.indexOf('\uFFFD')
  return Buffer.byteLength(good < 0 ? back : back.slice(0, good)) + 1
}
