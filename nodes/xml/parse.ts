import { XMLParser } from 'fast-xml-parser'
import { permanent } from '#shared/errors/flow-error.ts'
import { type Assembler, createAssembler, type XmlShape } from './assemble.ts'
import { MAX_XML_DEPTH, scanXml } from './scan.ts'

/** Limits and choices of one parse. */
export interface XmlParseOptions extends XmlShape {
  /** Largest document in bytes of UTF-8. */
  readonly maxBytes: number
}

/** From this length on (UTF-16 units) the document is read in one streaming pass; the object is equal (design D15). */
export const STREAM_FROM = 64 * 1024

/** A line break or tab written as such inside an attribute is a space by the standard (§3.3.3); fast-xml-parser keeps it. */
const RAW_SPACE_IN_ATTRIBUTE = /=[ \t\r\n]*(?:"[^"<]*[\t\r\n]|'[^'<]*[\t\r\n])/

/** Everything that may stand in front of a document and is not part of it: byte order marks, zero-width and white space. */
const LEAD = /^[\s\uFEFF\u200B-\u200D\u2060]*/

// All values stay text: `00123` and `1e5` are codes. Limits on entities are off, because only the five of XML get past the scan.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#text',
  cdataPropName: '#cdata',
  parseTagValue: false,
  parseAttributeValue: false,
  htmlEntities: true,
  processEntities: {
    enabled: true,
    maxExpandedLength: Number.POSITIVE_INFINITY,
    maxTotalExpansions: Number.POSITIVE_INFINITY,
  },
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  jPath: false,
  maxNestedTags: MAX_XML_DEPTH + 1,
  onDangerousProperty: (name) => name,
})

/** Refuses what `parseXml` would refuse, without building anything: for the gateway, which keeps the text as it came. */
export function checkXml(text: string): void {
  const start = startOf(text)
  scanXml(start === 0 ? text : text.slice(start), text.slice(0, start))
}

/**
 * Parses a document of text into `{ root: … }` (see `createAssembler`). A byte order mark, white space, and stray characters in front of
 * `<?xml` are skipped. Throws `xml.malformed` with line:column, `xml.doctype-refused`, `xml.too-large` or `json.forbidden-key`.
 */
export function parseXml(text: string, options: XmlParseOptions): Record<string, unknown> {
  if (tooLong(text, options.maxBytes)) {
    const limit = `${options.maxBytes / (1024 * 1024)} MB`
    throw permanent('xml.too-large', { limit })
  }
  const start = startOf(text)
  const lead = text.slice(0, start)
  const document = start === 0 ? text : text.slice(start)
  const assembler = createAssembler(options)
  if (document.length >= STREAM_FROM || RAW_SPACE_IN_ATTRIBUTE.test(document)) {
    scanXml(document, lead, assembler)
    return assembler.done()
  }
  // fast-xml-parser reads malformed and truncated documents without a word, so the strict scan comes first.
  const { version } = scanXml(document, lead)
  if (version === '1.0') feed(parser.parse(document), assembler)
  else scanXml(document, lead, assembler)
  return assembler.done()
}

/** Hands the ordered tree of fast-xml-parser (`[{ name: [children], ':@': attributes }]`) to the assembler. */
function feed(nodes: readonly Readonly<Record<string, unknown>>[], assembler: Assembler): void {
  for (const node of nodes) {
    for (const name of Object.keys(node)) {
      const content = node[name]
      if (name === ':@') continue
      if (name === '#text') assembler.text(String(content))
      else if (name === '#cdata') assembler.cdata(cdataOf(content))
      else feedElement(name, content, node[':@'], assembler)
    }
  }
}

function feedElement(name: string, content: unknown, marks: unknown, assembler: Assembler): void {
  const attributes: Record<string, string> = {}
  if (typeof marks === 'object' && marks !== null)
    for (const [key, value] of Object.entries(marks)) attributes[key.slice(1)] = String(value)
  assembler.open(name, attributes)
  if (Array.isArray(content)) feed(content, assembler)
  assembler.close()
}

function cdataOf(content: unknown): string {
  if (!Array.isArray(content)) return String(content)
  return content.map((piece: Readonly<Record<string, unknown>>) => String(piece['#text'] ?? '')).join('')
}

function tooLong(text: string, maxBytes: number): boolean {
  if (text.length > maxBytes) return true
  // A UTF-16 unit takes at most three bytes of UTF-8, so most documents need no counting.
  return text.length * 3 > maxBytes && Buffer.byteLength(text) > maxBytes
}

/** Where the document begins: partners send byte order marks and stray characters in front of the declaration. */
function startOf(text: string): number {
  const declaration = text.slice(0, 1000).indexOf('<?xml')
  const first = text.indexOf('<')
  if (declaration > 0 && declaration === first) return declaration
  return LEAD.exec(text)?.[0].length ?? 0
}
