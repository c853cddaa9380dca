import { SaxesParser } from 'saxes'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Text } from '#shared/text/text.ts'
import type { Assembler } from './assemble.ts'

/** The deepest nesting accepted, the same as of JSON. */
export const MAX_XML_DEPTH = 200

/** Element names that could reach a prototype once they are fields of an object. */
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Reads a document once, strictly (XML 1.0, fifth edition): well-formed, one root, no undefined entity, no NUL, at most 200 levels,
 * no DOCTYPE, no element
 * name that reaches a prototype. Hands the pieces to the assembler if there is one. `lead` is the text that was cut off in front, so that places are those of
 * the whole. Throws `xml.malformed` with line:column, `xml.doctype-refused`,
 * `xml.too-large` or `json.forbidden-key`.
 */
export function scanXml(text: string, lead: string, assembler?: Assembler): void {
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false })
  let depth = 0
  parser.on('error', (error) => {
    throw (
      loneAmpersand(error.message, text, lead) ??
      malformed(error.message, placeOf(lead, parser.line, parser.columnIndex))
    )
  })
  parser.on('doctype', () => {
    throw permanent('xml.doctype-refused')
  })
  // The scanner would lose an attribute of this name; it is refused like the element. Ordinary documents pay one search.
  if (text.includes('__proto__'))
    parser.on('attribute', ({ name }) => {
      if (name === '__proto__' || name.endsWith(':__proto__')) throw permanent('json.forbidden-key', { key: name })
    })
  parser.on('opentag', (tag) => {
    depth++
    if (depth > MAX_XML_DEPTH)
      throw permanent('xml.too-large', {
        limit: { vi: `${MAX_XML_DEPTH} cấp lồng nhau`, en: `${MAX_XML_DEPTH} levels` },
      })
    if (FORBIDDEN.has(tag.name.slice(tag.name.indexOf(':') + 1)))
      throw permanent('json.forbidden-key', { key: tag.name })
    assembler?.open(tag.name, tag.attributes)
  })
  parser.on('closetag', () => {
    depth--
    assembler?.close()
  })
  if (assembler) {
    parser.on('text', (piece) => {
      if (depth > 0) assembler.text(piece)
    })
    parser.on('cdata', (piece) => assembler.cdata(piece))
  }
  parser.write(text).close()
}

/** Line and column (both from 1) in the whole text, given the place behind the part cut off in front. */
function placeOf(lead: string, line: number, column: number): string {
  const newlines = lead.split('\n').length - 1
  const before = line === 1 ? lead.length - (lead.lastIndexOf('\n') + 1) : 0
  return `${line + newlines}:${Math.max(1, column + before)}`
}

/** An `&` that begins no entity, outside CDATA and comments. */
const LONE_AMPERSAND =
  /<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|(&(?!#\d+;|#x[0-9A-Fa-f]+;|[\p{L}_][\p{L}\p{N}._-]*;))/gu

/** The commonest fault of all ends, for the scanner, at the end of the document; here it gets its real place. */
function loneAmpersand(message: string, text: string, lead: string): Error | undefined {
  if (!/unclosed tag|unexpected end|character in entity name/.test(message)) return undefined
  for (const found of text.matchAll(LONE_AMPERSAND)) {
    if (found[1] === undefined) continue
    const before = text.slice(0, found.index)
    const place = placeOf(lead, before.split('\n').length, found.index - before.lastIndexOf('\n'))
    const reason = { vi: 'dấu & phải viết là &amp;', en: 'an & must be written as &amp;' }
    return permanent('xml.malformed', { place, reason })
  }
  return undefined
}

/** The Vietnamese of what the scanner says, by the beginning of its sentence; the name in it follows. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^unclosed tag: (.*)/, 'thẻ "$1" chưa đóng'],
  [/^unmatched closing tag: (.*?)\.?$/, 'thẻ đóng "$1" không có thẻ mở'],
  [/^unexpected close tag/, 'thẻ đóng không khớp với thẻ mở gần nhất'],
  [/^undefined entity/, 'dùng thực thể (&…;) chưa được định nghĩa'],
  [/^malformed character entity|^empty entity name|^disallowed character in entity name/, 'thực thể (&…;) viết sai'],
  [/^document must contain a root element/, 'không có phần tử gốc'],
  [/^documents may contain only one root/, 'có nhiều hơn một phần tử gốc'],
  [/^text data outside of root node/, 'có chữ nằm ngoài phần tử gốc'],
  [/^duplicate attribute: (.*?)\.?$/, 'thuộc tính "$1" bị lặp'],
  [/^unquoted attribute value|^attribute without value|^no whitespace between attributes/, 'thuộc tính viết sai'],
  [/^unexpected end/, 'nội dung bị cắt giữa chừng'],
  [/^disallowed character/, 'có ký tự không được phép'],
  [/^the string "]]>"/, 'chuỗi "]]>" không được đứng trong phần chữ'],
  [/^XML declaration|XML declaration/i, 'khai báo <?xml … ?> viết sai hoặc sai chỗ'],
  [/comment/, 'chú thích <!-- … --> viết sai'],
]

function malformed(message: string, place: string): Error {
  const said = message.replace(/^\d+:\d+: /, '').slice(0, 200)
  const known = reasons.find(([pattern]) => pattern.test(said))
  const found = known?.[0].exec(said)
  const vi = known?.[1].replace('$1', () => found?.[1]?.slice(0, 80) ?? '') ?? 'sai cú pháp XML'
  const reason: Text = { vi, en: said.replace(/\.$/, '') }
  return permanent('xml.malformed', { place, reason })
}
