import type { NamespaceMap, XmlDocument, XmlNode, XmlXPath } from 'libxml2-wasm'
import type { Libxml2 } from '#nodes/xml/libxml2.ts'
import { parseXml, type XmlParseOptions } from '#nodes/xml/parse.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { convert } from '#shared/mapping/convert.ts'

/** One value to take, as the settings say it. */
export interface PickRow {
  readonly path: string
  readonly as: 'text' | 'number' | 'boolean' | 'fields' | 'xml'
  readonly many: boolean
  readonly to: string
  readonly missing: 'error' | 'omit'
}

/** A compiled pick: gives the value from a document; undefined when it is to be left out. */
export type ReadyPick = (document: XmlDocument) => unknown

/** The most matches of one pick. */
const MOST_MATCHES = 50_000
/** Pieces come out of a document that was bounded already. */
const SHAPE: XmlParseOptions = {
  lists: new Set(),
  cdata: 'text',
  trim: false,
  maxBytes: 100 * 1024 * 1024,
  prefixes: 'drop',
}

/** Compiles a pick (XPath 1.0, https://www.w3.org/TR/xpath-10/); throws `xpath.wrong`, and while picking `mapping.missing` or `mapping.wrong-type`. */
export function compilePick(lib: Libxml2, pick: PickRow, namespaces: NamespaceMap): ReadyPick {
  const xpath = compiled(lib, pick.path, namespaces)
  return (document) => {
    const found = evaluated(lib, document, xpath, pick.path)
    const all = Array.isArray(found) ? found : [found]
    if (all.length > MOST_MATCHES)
      throw permanent('xml.too-large', { limit: { vi: `${MOST_MATCHES} chỗ khớp`, en: `${MOST_MATCHES} matches` } })
    if (pick.many) return all.map((it) => valueFrom(it, pick))
    const [first] = all
    if (first !== undefined) return valueFrom(first, pick)
    if (pick.missing === 'omit') return undefined
    throw permanent('mapping.missing', { target: pick.to, source: pick.path.slice(0, 200) })
  }
}

function compiled(lib: Libxml2, path: string, namespaces: NamespaceMap): XmlXPath {
  try {
    return lib.XmlXPath.compile(path, namespaces)
  } catch (thrown) {
    if (!(thrown instanceof lib.XmlError)) throw thrown
    throw wrong(path, 'sai cú pháp XPath', 'wrong XPath syntax')
  }
}

function evaluated(
  lib: Libxml2,
  document: XmlDocument,
  xpath: XmlXPath,
  path: string,
): XmlNode[] | string | boolean | number {
  try {
    return document.eval(xpath)
  } catch (thrown) {
    if (!(thrown instanceof lib.XmlError)) throw thrown
    throw wrong(
      path,
      'không tính được (xem tên hàm và tiền tố)',
      'it cannot be computed (look at functions and prefixes)',
    )
  }
}

function wrong(path: string, vi: string, en: string): Error {
  return permanent('xpath.wrong', { path: path.slice(0, 200), reason: { vi, en } })
}

function valueFrom(found: XmlNode | string | boolean | number, { as, to, path }: PickRow): unknown {
  if (as === 'fields' || as === 'xml') {
    if (typeof found !== 'object' || !('attrs' in found))
      throw wrong(path, 'không cho ra phần tử XML', 'it does not lead to an element')
    const text = found.canonicalizeToString()
    return as === 'xml' ? text : Object.values(parseXml(text, SHAPE))[0]
  }
  const plain = typeof found === 'object' ? found.content : found
  const made = convert(typeof plain === 'string' && as !== 'text' ? plain.trim() : plain, as)
  if ('value' in made) return made.value
  if ('missing' in made) throw permanent('mapping.missing', { target: to, source: path.slice(0, 200) })
  throw permanent('mapping.wrong-type', { target: to, ...made.wrong })
}
