import { checkElementCount } from '#nodes/xml/element-count.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { shapeOf } from '#shared/expression/errors.ts'

/** The largest document that is signed or checked, in bytes: canonical XML needs all of it in memory several times. */
const MOST_SIGNED_BYTES = 20 * 1024 * 1024

/** More elements than this are refused: the time to make or check a signature grows with their square, to some four seconds at the worst here (measured with 20,000 empty elements). */
const MOST_SIGNED_ELEMENTS = 10_000

/** The XML text that a signing node got, of at most so many elements; throws `message.wrong-shape` or `xml.too-large`. */
export function textToSign(source: unknown, mostElements = MOST_SIGNED_ELEMENTS): string {
  if (typeof source !== 'string') {
    const { vi, en } = shapeOf(source)
    const reason = { vi: `cần văn bản XML nhưng nhận được ${vi}`, en: `needs XML text but got ${en}` }
    throw permanent('message.wrong-shape', { reason })
  }
  if (Buffer.byteLength(source) > MOST_SIGNED_BYTES) throw permanent('xml.too-large', { limit: '20 MB' })
  checkElementCount(source, mostElements)
  return source
}
