import { SaxesParser } from 'saxes'
import { LIMITS, SchemaFault } from './fault.ts'

/** An element of a schema document. */
export interface XmlElement {
  /** Without its prefix. */
  readonly name: string
  /** As written. */
  readonly fullName: string
  readonly namespace: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** Text directly inside it, cut at both ends. */
  readonly text: string
  readonly line: number
  /** The namespace of a prefix where the element stands; '' is the default one. */
  readonly prefixes: Readonly<Record<string, string>>
}

interface Open {
  readonly element: Omit<XmlElement, 'children' | 'text'>
  readonly children: XmlElement[]
  text: string
}

/** Reads an XML document strictly. DOCTYPE and whatever is too large or too deep is refused; nothing outside is ever read. Throws `SchemaFault`. */
export function readXmlTree(text: string): XmlElement {
  if (text.length > LIMITS.size)
    throw new SchemaFault('XML', {
      vi: 'tài liệu lớn hơn 5 triệu ký tự',
      en: 'the document is larger than 5 million characters',
    })
  const parser = new SaxesParser({ xmlns: true, position: true })
  const stack: Open[] = []
  let root: XmlElement | undefined
  let count = 0
  const refuse = (vi: string, en: string): never => {
    throw new SchemaFault(`dòng ${parser.line}`, { vi, en })
  }
  parser.on('error', (error) => refuse(`XML sai: ${error.message}`, `malformed XML: ${error.message}`))
  parser.on('doctype', () => refuse('không nhận tài liệu có DOCTYPE', 'documents with a DOCTYPE are refused'))
  parser.on('opentag', (tag) => {
    if (++count > LIMITS.parts) refuse('quá nhiều phần tử', 'too many elements')
    if (stack.length >= LIMITS.depth) refuse('lồng quá sâu', 'nested too deeply')
    const attributes = Object.fromEntries(Object.values(tag.attributes).map(({ name, value }) => [name, value]))
    const prefixes = { ...stack.at(-1)?.element.prefixes, ...tag.ns }
    stack.push({
      element: { name: tag.local, fullName: tag.name, namespace: tag.uri, attributes, line: parser.line, prefixes },
      children: [],
      text: '',
    })
  })
  const addText = (piece: string): void => {
    const top = stack.at(-1)
    if (top) top.text += piece
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    const open = stack.pop()
    if (!open) return
    const element = { ...open.element, children: open.children, text: open.text.trim() }
    const around = stack.at(-1)
    if (around) around.children.push(element)
    else root = element
  })
  parser.write(text.replace(/^\uFEFF/, '')).close()
  return root ?? refuse('tài liệu rỗng', 'the document is empty')
}

/** The child elements of a name in a namespace. */
export function childrenNamed(element: XmlElement, namespace: string, name: string): readonly XmlElement[] {
  return element.children.filter((it) => it.name === name && it.namespace === namespace)
}

/** A name with the namespace that it belongs to; '' is none. */
export interface QName {
  readonly namespace: string
  readonly local: string
}

/** The namespace and local name that a qualified name in an attribute means. */
export function qualified(element: XmlElement, name: string): QName {
  const [prefix, local] = name.includes(':') ? name.split(':', 2) : ['', name]
  return { namespace: element.prefixes[prefix ?? ''] ?? '', local: local ?? name }
}
