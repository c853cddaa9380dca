import { checkXmlName, escapeAttribute, escapeText, xmlText } from '#nodes/xml/build.ts'
import { MAX_XML_DEPTH } from '#nodes/xml/scan.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Text } from '#shared/text/text.ts'
import { type Attaching, attachable } from './attach.ts'
import type { ContentShape, ElementShape, Part } from './shape.ts'

/** Prefixes of the namespaces that are used in an envelope: `n0`, `n1` … in the order of their first use. */
export type Prefixes = Map<string, string>

/** The declarations that belong on the element around everything that was written with these prefixes. */
export function declarations(prefixes: Prefixes): string {
  return [...prefixes].map(([uri, prefix]) => ` xmlns:${prefix}="${escapeAttribute(uri)}"`).join('')
}

/**
 * Writes a value as an element: children in the order of the schema whatever the order of the fields, each in its namespace. `@name` is an attribute,
 * `#text` the text beside attributes. `attaching`: files that are to be attached are gathered there. An absent field is left out, null is `xsi:nil` where the schema allows it, else an empty element, or nothing
 * where the element may be left out. Throws `soap.wrong-data` with the place of a field that the schema does not have or of a value that does not fit.
 */
export function writeElement(value: unknown, shape: ElementShape, prefixes: Prefixes, attaching?: Attaching): string {
  const out: string[] = []
  put(value, shape, { out, prefixes, attaching, path: shape.local, depth: 1 })
  return out.join('')
}

interface At {
  readonly out: string[]
  readonly prefixes: Prefixes
  readonly attaching: Attaching | undefined
  readonly path: string
  readonly depth: number
}

type Fields = Readonly<Record<string, unknown>>

function put(value: unknown, shape: ElementShape, at: At): void {
  if (at.depth > MAX_XML_DEPTH)
    throw wrong(at.path, `lồng quá ${MAX_XML_DEPTH} cấp`, `nested deeper than ${MAX_XML_DEPTH} levels`)
  const tag = nameIn(shape.namespace, shape.local, at)
  if (value === null && shape.nillable) {
    at.out.push(`<${tag} xsi:nil="true"/>`)
    return
  }
  const content = shape.content()
  const fields = isFields(value) ? value : undefined
  if (!fields) {
    if (Array.isArray(value)) throw wrong(at.path, 'chỉ được có một giá trị', 'takes one value only')
    const text = value === null ? '' : written(xmlText(value, at.path), tag, content, at)
    if (text !== '' && !content.text)
      throw wrong(at.path, 'cần một đối tượng có các trường', 'needs an object with fields')
    at.out.push(text === '' ? `<${tag}/>` : `<${tag}>${text}</${tag}>`)
    return
  }
  at.out.push(`<${tag}`)
  for (const name of Object.keys(fields))
    if (name.startsWith('@')) putAttribute(name.slice(1), fields[name], content, at)
  at.out.push('>')
  const text = fields['#text']
  if (text !== undefined && text !== null) {
    if (!content.text) throw wrong(at.path, 'không chứa chữ', 'holds no text')
    at.out.push(written(xmlText(text, at.path), tag, content, at))
  }
  putParts(content.parts, fields, undefined, at)
  putOthers(fields, content, at)
  at.out.push(`</${tag}>`)
}

/** The text of an element; that of a file that goes as an attachment is also kept apart. */
function written(text: string, tag: string, { binary: isBinary }: ContentShape, { attaching, path }: At): string {
  return escapeText(attaching ? attachable(text, attaching, { tag, path, isBinary }) : text)
}

function putAttribute(name: string, value: unknown, content: ContentShape, at: At): void {
  if (value === undefined || value === null) return
  const known = content.attributes.find((it) => it.local === name)
  if (!known && !content.open) throw unknownField(`@${name}`, at, content)
  const tag = known ? nameIn(known.namespace, name, at) : checkXmlName(name, at.path)
  at.out.push(` ${tag}="${escapeAttribute(xmlText(value, `${at.path}.@${name}`))}"`)
}

/** `round`: inside a group that repeats, the turn whose items are written. */
function putParts(parts: readonly Part[], fields: Fields, round: number | undefined, at: At): void {
  for (const part of parts) {
    if ('element' in part) putField(part.element, fields, round, at)
    else if (!part.many || round !== undefined) putParts(part.parts, fields, round, at)
    else for (let turn = 0; turn < turns(part.parts, fields); turn++) putParts(part.parts, fields, turn, at)
  }
}

function turns(parts: readonly Part[], fields: Fields): number {
  const counts = parts.map((part) =>
    'element' in part ? itemsOf(fields[part.element.local]).length : turns(part.parts, fields),
  )
  return Math.max(0, ...counts)
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value]
}

function putField(shape: ElementShape, fields: Fields, round: number | undefined, at: At): void {
  const name = shape.local
  const all = Object.hasOwn(fields, name) ? itemsOf(fields[name]) : []
  const repeats = round !== undefined && !shape.many
  if (all.length > 1 && !shape.many && round === undefined)
    throw wrong(`${at.path}.${name}`, 'chỉ được có một giá trị', 'takes one value only')
  const items = repeats ? all.slice(round, round + 1) : round === undefined || round === 0 ? all : []
  for (const [i, item] of items.entries()) {
    if (item === undefined || (item === null && shape.optional && !shape.nillable)) continue
    const path = all.length > 1 ? `${at.path}.${name}[${repeats ? round : i}]` : `${at.path}.${name}`
    put(item, shape, { ...at, path, depth: at.depth + 1 })
  }
}

/** What the schema does not name: free where it says so, else an error, since a field that is left out unseen is lost. */
function putOthers(fields: Fields, content: ContentShape, at: At): void {
  for (const [name, value] of Object.entries(fields)) {
    if (/^[@#]/.test(name) || content.names.has(name) || value === undefined) continue
    if (!content.open) throw unknownField(name, at, content)
    for (const item of itemsOf(value)) putFreely(name, item, { ...at, path: `${at.path}.${name}`, depth: at.depth + 1 })
  }
}

/** An element without schema; `@xmlns` gives it and what is in it a namespace. */
function putFreely(name: string, value: unknown, at: At): void {
  put(value, freeShape(name), at)
}

/** The shape of an element that no schema describes; throws `message.wrong-shape` for what is no name. */
export function freeShape(name: string): ElementShape {
  const local = checkXmlName(name, name.slice(0, 100))
  return { local, namespace: '', optional: true, many: true, nillable: true, content: () => FREE }
}

const FREE: ContentShape = { parts: [], attributes: [], text: true, binary: false, open: true, names: new Map() }

function nameIn(namespace: string, local: string, { prefixes }: At): string {
  if (namespace === '') return local
  const prefix = prefixes.get(namespace) ?? `n${prefixes.size}`
  prefixes.set(namespace, prefix)
  return `${prefix}:${local}`
}

function unknownField(name: string, at: At, content: ContentShape): Error {
  const known = [...content.names.keys(), ...content.attributes.map((it) => `@${it.local}`)]
  const list = known.slice(0, 15).join(', ') + (known.length > 15 ? ' …' : '')
  return wrong(
    `${at.path}.${name}`.slice(0, 200),
    `không có trong WSDL; ở đây chỉ có: ${list || 'không trường nào'}`,
    `is not in the WSDL; here it has: ${list || 'no field'}`,
  )
}

function wrong(place: string, vi: string, en: string): Error {
  const reason: Text = { vi: `${place} ${vi}`, en: `${place} ${en}` }
  return permanent('soap.wrong-data', { reason })
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
