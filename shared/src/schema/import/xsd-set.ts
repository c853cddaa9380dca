import { createNotes, type Notes } from './fault.ts'
import type { XmlElement } from './xml-tree.ts'

/** The namespace of XML Schema (https://www.w3.org/TR/xmlschema-1/). */
export const XSD = 'http://www.w3.org/2001/XMLSchema'

/** What a schema document may define at its top. */
export type Kind = 'element' | 'complexType' | 'simpleType' | 'group' | 'attributeGroup' | 'attribute'
const KINDS: readonly Kind[] = ['element', 'complexType', 'simpleType', 'group', 'attributeGroup', 'attribute']

/** What several schema documents define together, by kind, namespace and name. */
export interface XsdSet {
  readonly find: (kind: Kind, namespace: string, local: string) => Defined | undefined
  /** The global elements, in the order of the documents. */
  readonly roots: readonly { readonly namespace: string; readonly name: string }[]
  readonly notes: Notes
}

/** A definition with the document that it stands in. */
export interface Defined {
  readonly element: XmlElement
  readonly schema: XmlElement
}

/** Takes up schema elements (`xs:schema`); what they import from elsewhere is noted and not fetched. */
export function createXsdSet(schemas: readonly XmlElement[]): XsdSet {
  const notes = createNotes()
  const held = new Map<string, Defined>()
  const roots: { namespace: string; name: string }[] = []
  for (const schema of schemas) {
    const namespace = schema.attributes.targetNamespace ?? ''
    for (const element of schema.children) {
      if (element.namespace !== XSD) continue
      const { name } = element.attributes
      const kind = KINDS.find((it) => it === element.name)
      if (kind && name !== undefined) {
        held.set(`${kind}|${namespace}|${name}`, { element, schema })
        if (kind === 'element') roots.push({ namespace, name })
      }
      const elsewhere = element.attributes.schemaLocation
      if (/^(?:import|include|redefine)$/.test(element.name) && elsewhere !== undefined)
        notes.add(elsewhere, 'lược đồ ở nơi khác không được tải về', 'a schema elsewhere is not fetched')
    }
  }
  return { find: (kind, namespace, local) => held.get(`${kind}|${namespace}|${local}`), roots, notes }
}
