import { XMLBuilder } from 'fast-xml-parser'
import { permanent } from '#shared/errors/flow-error.ts'
import { convert } from '#shared/mapping/convert.ts'
import type { Text } from '#shared/text/text.ts'
import { MAX_XML_DEPTH } from './scan.ts'

/** How an object becomes XML. */
export interface XmlBuildOptions {
  /** Name of the root element when the object does not have one field that is the root. */
  readonly root?: string
  readonly declaration: boolean
  readonly indent: boolean
  /** `<a/>` instead of `<a></a>`. */
  readonly shortEmpty: boolean
}

// XML 1.0 §2.3 (fifth edition): the characters of names without the colon, and the characters that documents may hold.
const START =
  'A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F' +
  '\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}'
const WORD = `[${START}][${START}\\-.0-9\\u00B7\\u0300-\\u036F\\u203F\\u2040]*`

/** Names of elements and attributes, with at most one prefix. */
const NAME = new RegExp(`^${WORD}(?::${WORD})?$`, 'u')
const NOT_ALLOWED = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u

type Builders = Readonly<Record<string, XMLBuilder>>

const builders: Builders = Object.fromEntries(
  [true, false].flatMap((indent) =>
    [true, false].map((shortEmpty) => [
      `${indent}/${shortEmpty}`,
      new XMLBuilder({
        ignoreAttributes: false,
        attributeNamePrefix: '@',
        textNodeName: '#text',
        cdataPropName: '#cdata',
        format: indent,
        suppressEmptyNode: shortEmpty,
        suppressBooleanAttributes: false,
        // We escape ourselves: line ends and tabs in attributes must survive the next parser too.
        processEntities: false,
        tagValueProcessor: (_name, value) => escapeText(String(value)),
        attributeValueProcessor: (_name, value) => escapeAttribute(String(value)),
        maxNestedTags: MAX_XML_DEPTH + 1,
      }),
    ]),
  ),
)

/**
 * Builds a document from `{ root: … }` as `parseXml` makes it. Null and blank become an empty element, absent fields and empty lists
 * nothing. Throws `message.wrong-shape` with the place when a name or value cannot stand in XML.
 */
export function buildXml(value: unknown, options: XmlBuildOptions): string {
  const tree = rootOf(value, options.root)
  const builder = builders[`${options.indent}/${options.shortEmpty}`]
  const text = String(builder?.build(tree) ?? '').trimEnd()
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>'
  return options.declaration ? `${declaration}${options.indent ? '\n' : ''}${text}` : text
}

function rootOf(value: unknown, root: string | undefined): Record<string, unknown> {
  if (root !== undefined) {
    if (Array.isArray(value)) throw wrong(root, 'phần tử gốc không thể là danh sách', 'the root cannot be a list')
    return { [checkXmlName(root, root)]: element(value, root, 1) }
  }
  const entry = isRecord(value) ? Object.entries(value).filter(([, content]) => content !== undefined) : []
  const [first] = entry
  if (!first || entry.length > 1 || Array.isArray(first[1]) || /^[@#]/.test(first[0]))
    throw wrong(
      '',
      'cần một đối tượng chỉ có một trường làm phần tử gốc, hoặc đặt tên phần tử gốc trong cấu hình',
      'needs an object with one field as the root, or the name of the root in the settings',
    )
  return { [checkXmlName(first[0], first[0])]: element(first[1], first[0], 1) }
}

/** The content of one element with every leaf as text, ready for the builder. */
function element(value: unknown, path: string, depth: number): unknown {
  if (depth > MAX_XML_DEPTH)
    throw wrong(path.slice(0, 100), `lồng quá ${MAX_XML_DEPTH} cấp`, `nested deeper than ${MAX_XML_DEPTH} levels`)
  if (!isRecord(value)) return xmlText(value, path)
  const made: Record<string, unknown> = {}
  for (const [name, content] of Object.entries(value)) {
    if (content === undefined) continue
    const at = `${path}.${name}`
    if (name === '#text') made[name] = xmlText(content, at)
    else if (name === '#cdata')
      made[name] = Array.isArray(content) ? content.map((it) => xmlText(it, at)) : xmlText(content, at)
    else if (name.startsWith('@')) made[`@${checkXmlName(name.slice(1), at)}`] = xmlText(content, at)
    else if (Array.isArray(content))
      made[checkXmlName(name, at)] = content.map((item: unknown, i) => element(item, `${at}[${i}]`, depth + 1))
    else made[checkXmlName(name, at)] = element(content, at, depth + 1)
  }
  return made
}

/** A value as the text of an element or attribute, not yet escaped; throws `message.wrong-shape` with its place. */
export function xmlText(value: unknown, path: string): string {
  if (value === null || value === undefined) return ''
  const made = convert(value, 'text')
  if (!('value' in made) || typeof made.value !== 'string')
    throw wrong(path, 'giá trị này không ghi được thành chữ', 'this value cannot be written as text')
  if (NOT_ALLOWED.test(made.value))
    throw wrong(
      path,
      'có ký tự điều khiển không được phép trong XML',
      'has a control character that XML does not allow',
    )
  return made.value
}

/** A name that may stand in XML; throws `message.wrong-shape` with its place. */
export function checkXmlName(name: string, path: string): string {
  if (NAME.test(name) && name !== '__proto__') return name
  throw wrong(path, 'tên trường này không làm tên phần tử XML được', 'this field name cannot name an XML element')
}

/** Text as it stands in an element. */
export function escapeText(text: string): string {
  if (!/[&<>\r]/.test(text)) return text
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;')
}

/** Text as it stands in an attribute. */
export function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#xA;').replaceAll('\t', '&#x9;')
}

function wrong(path: string, vi: string, en: string): Error {
  const at = path === '' ? '' : `${path.slice(0, 200)}: `
  const reason: Text = { vi: `${at}${vi}`, en: `${at}${en}` }
  return permanent('message.wrong-shape', { reason })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
