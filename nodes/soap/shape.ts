import { childrenNamed, type QName, qualified, type XmlElement } from '#shared/schema/import/xml-tree.ts'
import { type Kind, XSD, type XsdSet } from '#shared/schema/import/xsd-set.ts'

/** An element as a schema orders it; its content is worked out when it is asked for, since types may contain themselves. */
export interface ElementShape extends QName {
  readonly optional: boolean
  readonly many: boolean
  readonly nillable: boolean
  readonly content: () => ContentShape
}

/** What stands in an element. */
export interface ContentShape {
  readonly parts: readonly Part[]
  readonly attributes: readonly QName[]
  /** Text alone, or text beside attributes. */
  readonly text: boolean
  /** The text is `xs:base64Binary`. */
  readonly binary: boolean
  /** Elements or attributes that the schema does not name may come. */
  readonly open: boolean
  /** Every child element by its local name. */
  readonly names: ReadonlyMap<string, ElementShape>
}

/** A child element, or several that come one after the other (`many`: again and again). */
export type Part = { readonly element: ElementShape } | { readonly many: boolean; readonly parts: readonly Part[] }

/** The shape of a global element; undefined when the schemas do not have it. */
export function shapeOf(set: XsdSet, name: QName): ElementShape | undefined {
  const found = set.find('element', name.namespace, name.local)
  return found && createShapes(set).global(found.element, found.schema)
}

const TEXT: ContentShape = { parts: [], attributes: [], text: true, binary: false, open: false, names: new Map() }
const BINARY: ContentShape = { ...TEXT, binary: true }
const ANY: ContentShape = { ...TEXT, open: true }
/** Types that are derived from one another, groups in groups; deeper is a circle. */
const DEEPEST = 50
/** Groups of particles that are looked into; groups that hold one another twice would double at every level. */
const MOST_VISITS = 100_000

interface Gathered {
  readonly parts: Part[]
  readonly attributes: QName[]
  text: boolean
  binary: boolean
  open: boolean
}

function createShapes(set: XsdSet) {
  const types = new Map<string, ContentShape>()
  let visits = 0

  const lookup = (kind: Kind, at: XmlElement, name: string) => {
    const { namespace, local } = qualified(at, name)
    return set.find(kind, namespace, local)
  }

  /** An element where it is declared; `use`: where it is referred to, which says how often it comes. */
  const element = (declared: XmlElement, schema: XmlElement, use: XmlElement, global: boolean): ElementShape => {
    const { minOccurs = '1', maxOccurs = '1' } = use.attributes
    const { name = '', nillable, form, type } = declared.attributes
    const qualifiedName = global || (form ?? schema.attributes.elementFormDefault) === 'qualified'
    let made: ContentShape | undefined
    return {
      local: name,
      namespace: qualifiedName ? (schema.attributes.targetNamespace ?? '') : '',
      optional: minOccurs === '0',
      many: maxOccurs !== '1' && maxOccurs !== '0',
      nillable: nillable === 'true' || nillable === '1',
      content: () => {
        made ??= type === undefined ? inlineContent(declared, schema) : typeContent(declared, type, 0)
        return made
      },
    }
  }

  const inlineContent = (declared: XmlElement, schema: XmlElement): ContentShape => {
    const complex = childrenNamed(declared, XSD, 'complexType')[0]
    if (complex) return complexContent(complex, schema, 0)
    const [simple] = childrenNamed(declared, XSD, 'simpleType')
    return simple ? simpleContent(simple, 0) : ANY
  }

  const typeContent = (at: XmlElement, type: string, depth: number): ContentShape => {
    const { namespace, local } = qualified(at, type)
    if (namespace === XSD) return local === 'anyType' ? ANY : local === 'base64Binary' ? BINARY : TEXT
    const key = `${namespace}|${local}`
    const known = types.get(key)
    if (known) return known
    const complex = set.find('complexType', namespace, local)
    if (!complex) {
      const simple = set.find('simpleType', namespace, local)
      return simple ? simpleContent(simple.element, depth) : ANY
    }
    const made = complexContent(complex.element, complex.schema, depth)
    types.set(key, made)
    return made
  }

  /** Of a simple type it matters only whether it is Base64 at last. */
  const simpleContent = (type: XmlElement, depth: number): ContentShape => {
    const base = childrenNamed(type, XSD, 'restriction')[0]?.attributes.base
    if (base === undefined || depth > DEEPEST) return TEXT
    return typeContent(type, base, depth + 1).binary ? BINARY : TEXT
  }

  const complexContent = (type: XmlElement, schema: XmlElement, depth: number): ContentShape => {
    if (depth > DEEPEST) return ANY
    const into: Gathered = {
      parts: [],
      attributes: [],
      text: type.attributes.mixed === 'true',
      binary: false,
      open: false,
    }
    const simple = childrenNamed(type, XSD, 'simpleContent')[0]
    const complex = childrenNamed(type, XSD, 'complexContent')[0]
    if (simple) into.text = true
    const derived = [simple, complex].flatMap((it) => it?.children.filter((one) => one.namespace === XSD) ?? [])
    const extension = derived.find((it) => it.name === 'extension')
    const inner = extension ?? derived.find((it) => it.name === 'restriction') ?? type
    const { base } = inner.attributes
    if (base !== undefined) {
      const inherited = typeContent(inner, base, depth + 1)
      into.attributes.push(...inherited.attributes)
      if (simple) into.binary = inherited.binary
      if (extension || simple) {
        into.parts.push(...inherited.parts)
        into.text ||= inherited.text
        into.open ||= inherited.open
      }
    }
    if (!simple) into.parts.push(...particles(inner, schema, into, depth))
    attributes(inner, schema, into, depth)
    return { ...into, names: namesOf(into.parts) }
  }

  const particles = (parent: XmlElement, schema: XmlElement, into: Gathered, depth: number): readonly Part[] => {
    if (depth > DEEPEST || ++visits > MOST_VISITS) return []
    return parent.children.flatMap((part): readonly Part[] => {
      if (part.namespace !== XSD || part.attributes.maxOccurs === '0') return []
      const { ref, maxOccurs = '1' } = part.attributes
      if (part.name === 'any') {
        into.open = true
        return []
      }
      if (part.name === 'element') {
        const global = ref === undefined ? undefined : lookup('element', part, ref)
        if (ref !== undefined && !global) return []
        return [{ element: element(global?.element ?? part, global?.schema ?? schema, part, global !== undefined) }]
      }
      if (/^(?:sequence|choice|all)$/.test(part.name))
        return [{ many: maxOccurs !== '1', parts: particles(part, schema, into, depth + 1) }]
      const group = part.name === 'group' && ref !== undefined ? lookup('group', part, ref) : undefined
      return group ? [{ many: maxOccurs !== '1', parts: particles(group.element, group.schema, into, depth + 1) }] : []
    })
  }

  const attributes = (parent: XmlElement, schema: XmlElement, into: Gathered, depth: number): void => {
    if (depth > DEEPEST) return
    for (const part of parent.children) {
      if (part.namespace !== XSD) continue
      const { ref, name, form, use } = part.attributes
      if (part.name === 'anyAttribute') into.open = true
      if (part.name === 'attributeGroup' && ref !== undefined) {
        const group = lookup('attributeGroup', part, ref)
        if (group) attributes(group.element, group.schema, into, depth + 1)
      }
      if (part.name !== 'attribute' || use === 'prohibited') continue
      if (ref !== undefined) into.attributes.push(qualified(part, ref))
      else if (name !== undefined) {
        const inNamespace = (form ?? schema.attributes.attributeFormDefault) === 'qualified'
        into.attributes.push({ local: name, namespace: inNamespace ? (schema.attributes.targetNamespace ?? '') : '' })
      }
    }
  }

  return { global: (declared: XmlElement, schema: XmlElement) => element(declared, schema, declared, true) }
}

function namesOf(parts: readonly Part[], into = new Map<string, ElementShape>()): ReadonlyMap<string, ElementShape> {
  for (const part of parts)
    if ('parts' in part) namesOf(part.parts, into)
    else if (!into.has(part.element.local)) into.set(part.element.local, part.element)
    else into.set(part.element.local, { ...part.element, many: true })
  return into
}
