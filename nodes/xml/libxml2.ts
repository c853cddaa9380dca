import type { XmlDocument } from 'libxml2-wasm'
import { permanent } from '#shared/errors/flow-error.ts'
import { checkElementCount } from './element-count.ts'
import { checkXml, withoutLead } from './parse.ts'

/** The library as it is loaded: a WebAssembly module of two megabytes, so only flows that need it pay for it. */
export type Libxml2 = typeof import('libxml2-wasm')

let loading: Promise<Libxml2> | undefined

/** Loads libxml2 once a process. */
export function loadLibxml2(): Promise<Libxml2> {
  loading ??= import('libxml2-wasm')
  return loading
}

/** More elements than this are refused: each may be a fault, and libxml2 gathers all of them before anybody can stop it. */
const MOST_ELEMENTS = 200_000

/**
 * Hands a parsed document to `use` and frees it. It has passed our own strict check first, so it is well-formed, has no DOCTYPE and no
 * entities of its own; libxml2 itself is told to load nothing. Throws what `parseXml` throws, and `xml.too-large`.
 */
export function withDocument<T>(lib: Libxml2, text: string, maxBytes: number, use: (document: XmlDocument) => T): T {
  if (text.length > maxBytes || Buffer.byteLength(text) > maxBytes)
    throw permanent('xml.too-large', { limit: `${maxBytes / (1024 * 1024)} MB` })
  checkXml(text)
  checkElementCount(text, MOST_ELEMENTS)
  const { ParseOption } = lib
  // The text is UTF-8 by now, whatever its declaration says of the bytes that once came.
  const plain = withoutLead(text).replace(/^<\?xml\s[^>]*\?>/, '')
  const document = lib.XmlDocument.fromString(plain, {
    option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_BIG_LINES,
  })
  try {
    return use(document)
  } finally {
    document.dispose()
  }
}
