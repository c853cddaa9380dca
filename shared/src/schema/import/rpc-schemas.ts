import { escapeXml } from './write-xml-tree.ts'
import { type QName, qualified, readXmlTree, type XmlElement } from './xml-tree.ts'
import { XSD } from './xsd-set.ts'

/** An element that wraps the parts of an rpc message. */
export interface Wrapper {
  readonly name: QName
  readonly parts: readonly XmlElement[]
}

/**
 * Schemas for the wrappers of rpc/literal, which a WSDL implies and does not write (WS-I Basic Profile 1.1, §4.7): the element of the operation
 * with its parts in order, without namespace. With them both styles are one: every body holds one global element.
 */
export function rpcSchemas(wrappers: readonly Wrapper[]): readonly XmlElement[] {
  const byNamespace = Map.groupBy(wrappers, (it) => it.name.namespace)
  return [...byNamespace].map(([namespace, group]) => {
    const prefixes = new Map<string, string>([[XSD, 'xs']])
    const byLocal = new Map(group.map((it) => [it.name.local, it]))
    const elements = [...byLocal.values()].map((wrapper) => elementOf(wrapper, prefixes))
    const declared = [...prefixes].map(([uri, prefix]) => ` xmlns:${prefix}="${escapeXml(uri)}"`).join('')
    const imports = [...prefixes.keys()]
      .filter((uri) => uri !== XSD && uri !== namespace)
      .map((uri) => `<xs:import namespace="${escapeXml(uri)}"/>`)
    const target = namespace === '' ? '' : ` targetNamespace="${escapeXml(namespace)}"`
    return readXmlTree(`<xs:schema${declared}${target}>${imports.join('')}${elements.join('')}</xs:schema>`)
  })
}

function elementOf({ name, parts }: Wrapper, prefixes: Map<string, string>): string {
  const use = (part: XmlElement, text: string): string => {
    const { namespace, local } = qualified(part, text)
    if (namespace === '') return escapeXml(local)
    const prefix = prefixes.get(namespace) ?? `p${prefixes.size}`
    prefixes.set(namespace, prefix)
    return `${prefix}:${escapeXml(local)}`
  }
  const inner = parts.map((part) => {
    const { name: own = '', type, element } = part.attributes
    if (type !== undefined) return `<xs:element name="${escapeXml(own)}" type="${use(part, type)}" form="unqualified"/>`
    return `<xs:element ref="${use(part, element ?? own)}"/>`
  })
  const sequence = `<xs:complexType><xs:sequence>${inner.join('')}</xs:sequence></xs:complexType>`
  return `<xs:element name="${escapeXml(name.local)}">${sequence}</xs:element>`
}
