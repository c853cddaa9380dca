import { permanent } from '#shared/errors/flow-error.ts'
import { type Assembler, createAssembler, type XmlShape } from './assemble.ts'
import { scanXml } from './scan.ts'

/** Limits and choices of one parse. */
export interface XmlParseOptions extends XmlShape {
  /** Largest document in bytes of UTF-8. */
  readonly maxBytes: number
}

/** Everything that may stand in front of a document and is not part of it: byte order marks, zero-width and white space. */
const LEAD = /^[\s\uFEFF\u200B-\u200D\u2060]*/

/** Refuses what `parseXml` would refuse, without building anything: for the gateway, which keeps the text as it came. */
export function checkXml(text: string): void {
  const start = startOf(text)
  scanXml(start === 0 ? text : text.slice(start), text.slice(0, start))
}

/**
 * Parses a document of text into `{ root: … }` (see `createAssembler`) in one strict pass. A byte order mark, white space, and stray characters in front of
 * `<?xml` are skipped. Throws `xml.malformed` with line:column, `xml.doctype-refused`, `xml.too-large` or `json.forbidden-key`.
 */
export function parseXml(text: string, options: XmlParseOptions): Record<string, unknown> {
  const assembler = createAssembler(options)
  readXml(text, options.maxBytes, assembler)
  return assembler.done()
}

/** As `parseXml`, into an assembler of the caller's. */
export function readXml(text: string, maxBytes: number, assembler: Assembler): void {
  if (tooLong(text, maxBytes)) {
    const limit = `${maxBytes / (1024 * 1024)} MB`
    throw permanent('xml.too-large', { limit })
  }
  const start = startOf(text)
  scanXml(start === 0 ? text : text.slice(start), text.slice(0, start), assembler)
}

function tooLong(text: string, maxBytes: number): boolean {
  if (text.length > maxBytes) return true
  // A UTF-16 unit takes at most three bytes of UTF-8, so most documents need no counting.
  return text.length * 3 > maxBytes && Buffer.byteLength(text) > maxBytes
}

/** The document without the byte order mark, white space or stray characters that stand in front of it. */
export function withoutLead(text: string): string {
  return text.slice(startOf(text))
}

/** Where the document begins: partners send byte order marks and stray characters in front of the declaration. */
function startOf(text: string): number {
  const declaration = text.slice(0, 1000).indexOf('<?xml')
  const first = text.indexOf('<')
  if (declaration > 0 && declaration === first) return declaration
  return LEAD.exec(text)?.[0].length ?? 0
}
