import type { JsonSchema } from '../../node/define.ts'
import { createBudget, createVisits, LIMITS, type Note, SchemaFault } from './fault.ts'
import { childrenNamed, qualified, readXmlTree, type XmlElement } from './xml-tree.ts'
import { createXsdSet, type Defined, type Kind, XSD, type XsdSet } from './xsd-set.ts'

/** A schema of ours that was made of another one, with what was simplified. */
export interface Imported {
  readonly schema: JsonSchema
  readonly notes: readonly Note[]
}

/** The names of the elements that a document of this schema may begin with. Throws `SchemaFault`. */
export function rootsOfXsd(text: string): readonly string[] {
  return [...new Set(setOf(text).roots.map((it) => it.name))]
}

/** The object that "Đọc XML" makes of documents with this root, by an XML schema. Throws `SchemaFault`. */
export function fromXsd(text: string, root?: string): Imported {
  const set = setOf(text)
  const chosen = root === undefined ? set.roots[0] : set.roots.find((it) => it.name === root)
  if (!chosen)
    throw new SchemaFault('xs:schema', {
      vi: 'không có phần tử gốc nào (xs:element)',
      en: 'there is no root element (xs:element)',
    })
  const schema = documentSchema(set, chosen.namespace, chosen.name)
  return { schema, notes: set.notes.all() }
}

function setOf(text: string): XsdSet {
  const tree = readXmlTree(text)
  if (tree.namespace !== XSD || tree.name !== 'schema')
    throw new SchemaFault(`<${tree.name}>`, {
      vi: 'không phải lược đồ XML (xs:schema)',
      en: 'is not an XML schema (xs:schema)',
    })
  return createXsdSet([tree])
}

/** `{ Root: … }` for a global element. */
export function documentSchema(set: XsdSet, namespace: string, name: string): JsonSchema {
  const builder = createBuilder(set)
  return builder.document(namespace, name)
}

/** `{ name: … }` for a part of a message that names a type instead of an element. */
export function typedSchema(set: XsdSet, at: XmlElement, name: string, type: string): JsonSchema {
  return closed({ [name]: createBuilder(set).typed(at, type) }, [name])
}

function closed(properties: Readonly<Record<string, JsonSchema>>, required: readonly string[]): JsonSchema {
  return { type: 'object', properties, required: [...required], additionalProperties: false }
}

interface Fields {
  readonly properties: Record<string, JsonSchema>
  readonly required: Set<string>
  /** Anything else may come (`xs:any`). */
  open: boolean
}

const TEXT: JsonSchema = { type: 'string' }
const DIGITS = /^(?:\[0-9\]|\\d)(?:\{\d+(?:,\d+)?\}|[+*])$/

function createBuilder(set: XsdSet) {
  const { notes } = set
  const take = createBudget(notes)
  const visit = createVisits(notes)
  /** Names of types that are being built: a type inside itself is cut. */
  const open: string[] = []

  const within = <T>(name: string, build: () => T, cut: T): T => {
    if (open.includes(name) || open.length > LIMITS.levels) {
      notes.add(
        name.split('|').at(-1) ?? name,
        'cấu trúc lặp lại chính nó, cắt ở đây',
        'the type contains itself; cut here',
      )
      return cut
    }
    open.push(name)
    const made = build()
    open.pop()
    return made
  }

  const byName = (at: XmlElement, type: string): JsonSchema => {
    const { namespace, local } = qualified(at, type)
    if (namespace === XSD || namespace === '') {
      const builtIn = namespace === XSD ? builtInType(local) : undefined
      if (builtIn) return builtIn
    }
    const simple = set.find('simpleType', namespace, local)
    if (simple) return within(`simpleType|${local}`, () => simpleType(simple.element), TEXT)
    const complex = set.find('complexType', namespace, local)
    if (complex) return within(`complexType|${namespace}|${local}`, () => complexType(complex.element), {})
    notes.add(
      type,
      'kiểu không có trong tài liệu này, coi như bất kỳ',
      'the type is not in this document; taken as anything',
    )
    return {}
  }

  const described = (element: XmlElement, schema: JsonSchema): JsonSchema => {
    const words = documentation(element)
    return words === '' ? schema : { ...schema, description: words }
  }

  const simpleType = (type: XmlElement): JsonSchema => {
    const restriction = childrenNamed(type, XSD, 'restriction')[0]
    if (!restriction) return TEXT
    const base = restriction.attributes.base
    const around = base === undefined ? TEXT : byName(restriction, base)
    const choices = childrenNamed(restriction, XSD, 'enumeration')
    const pattern = childrenNamed(restriction, XSD, 'pattern')[0]?.attributes.value
    const words = choices.flatMap((it) => {
      const said = documentation(it)
      return said === '' ? [] : [`${it.attributes.value ?? ''}: ${said}`]
    })
    return {
      ...around,
      ...(choices.length > 0 ? { enum: choices.slice(0, 500).map((it) => it.attributes.value ?? '') } : {}),
      ...(pattern !== undefined && DIGITS.test(pattern) ? { format: 'digits' } : {}),
      ...(words.length > 0 ? { description: words.join('; ').slice(0, 2000) } : {}),
    }
  }

  /** An element with attributes or children is an object; with text beside attributes the text is `#text`. */
  const complexType = (type: XmlElement): JsonSchema => {
    const fields: Fields = { properties: {}, required: new Set(), open: type.attributes.mixed === 'true' }
    const simple = childrenNamed(type, XSD, 'simpleContent')[0]
    const derived = childrenNamed(simple ?? childrenNamed(type, XSD, 'complexContent')[0] ?? type, XSD, 'extension')[0]
    if (simple) {
      const inner = derived ?? childrenNamed(simple, XSD, 'restriction')[0]
      const base = inner?.attributes.base
      const text = inner && base !== undefined ? byName(inner, base) : TEXT
      if (inner) attributes(inner, fields)
      const inherited = isObject(text) ? text : undefined
      if (inherited) addAll(fields, inherited)
      if (Object.keys(fields.properties).length === 0) return text
      // Without any attribute in a document the element is its text alone: both may come.
      fields.properties['#text'] = inherited ? (fields.properties['#text'] ?? TEXT) : text
      return finish(fields)
    }
    const content = childrenNamed(type, XSD, 'complexContent')[0]
    const inner = derived ?? (content && childrenNamed(content, XSD, 'restriction')[0]) ?? type
    if (derived) {
      const base = derived.attributes.base
      if (base !== undefined) addAll(fields, byName(derived, base))
    }
    particles(inner, fields, { optional: false, many: false })
    attributes(inner, fields)
    return finish(fields)
  }

  const finish = ({ properties, required, open: more }: Fields): JsonSchema => ({
    type: 'object',
    properties,
    required: [...required],
    ...(more ? {} : { additionalProperties: false }),
  })

  const addAll = (fields: Fields, base: JsonSchema): void => {
    const { properties, required } = base
    if (typeof properties === 'object' && properties !== null) Object.assign(fields.properties, properties)
    if (Array.isArray(required)) for (const name of required) fields.required.add(String(name))
    if (isObject(base) && base.additionalProperties !== false) fields.open = true
  }

  const particles = (parent: XmlElement, fields: Fields, around: { optional: boolean; many: boolean }): void => {
    for (const part of parent.children) {
      if (part.namespace !== XSD || !visit()) continue
      const { minOccurs = '1', maxOccurs = '1' } = part.attributes
      const optional = around.optional || minOccurs === '0'
      const many = around.many || (maxOccurs !== '1' && maxOccurs !== '0')
      if (part.name === 'element') {
        if (maxOccurs !== '0') field(part, fields, { optional, many })
      } else if (part.name === 'sequence' || part.name === 'all') particles(part, fields, { optional, many })
      else if (part.name === 'choice') {
        notes.add(
          `dòng ${part.line}`,
          'các lựa chọn (xs:choice) đều coi là không bắt buộc',
          'the parts of an xs:choice are all taken as optional',
        )
        particles(part, fields, { optional: true, many })
      } else if (part.name === 'group') {
        const ref = part.attributes.ref
        const found = ref === undefined ? undefined : lookup('group', part, ref)
        if (found) within(`group|${ref}`, () => particles(found.element, fields, { optional, many }), undefined)
      } else if (part.name === 'any') fields.open = true
    }
  }

  const field = (part: XmlElement, fields: Fields, { optional, many }: { optional: boolean; many: boolean }): void => {
    const { ref } = part.attributes
    const global = ref === undefined ? undefined : lookup('element', part, ref)
    const name = ref === undefined ? part.attributes.name : qualified(part, ref).local
    if (name === undefined || !take()) {
      fields.open = true
      return
    }
    const own = described(part, elementSchema(global?.element ?? part))
    // A nillable element may come as an object with nothing but its mark.
    const schema = (global?.element ?? part).attributes.nillable === 'true' ? {} : own
    // XML gives the one where it gives a list of two: only a list is claimed of what may repeat.
    const made = many || Object.hasOwn(fields.properties, name) ? { type: 'array', items: schema } : schema
    fields.properties[name] = made
    if (optional) fields.required.delete(name)
    else fields.required.add(name)
  }

  const elementSchema = (element: XmlElement): JsonSchema => {
    const { type, name = '' } = element.attributes
    if (type !== undefined) return byName(element, type)
    const complex = childrenNamed(element, XSD, 'complexType')[0]
    if (complex) return within(`element|${element.line}|${name}`, () => complexType(complex), {})
    const simple = childrenNamed(element, XSD, 'simpleType')[0]
    return simple ? simpleType(simple) : {}
  }

  const attributes = (parent: XmlElement, fields: Fields): void => {
    for (const part of parent.children) {
      if (part.namespace !== XSD || !visit()) continue
      const { ref, use } = part.attributes
      if (part.name === 'attributeGroup' && ref !== undefined) {
        const found = lookup('attributeGroup', part, ref)
        if (found) within(`attributeGroup|${ref}`, () => attributes(found.element, fields), undefined)
      }
      if (part.name !== 'attribute' || use === 'prohibited') continue
      const global = ref === undefined ? undefined : lookup('attribute', part, ref)
      const name = ref === undefined ? part.attributes.name : qualified(part, ref).local
      if (name === undefined || !take()) continue
      const { type } = (global?.element ?? part).attributes
      const inline = childrenNamed(global?.element ?? part, XSD, 'simpleType')[0]
      const schema = type !== undefined ? byName(part, type) : inline ? simpleType(inline) : TEXT
      fields.properties[`@${name}`] = described(part, schema)
      if (use === 'required') fields.required.add(`@${name}`)
    }
  }

  const lookup = (kind: Kind, at: XmlElement, name: string): Defined | undefined => {
    const { namespace, local } = qualified(at, name)
    const found = set.find(kind, namespace, local)
    if (!found) notes.add(name, 'không có trong tài liệu này', 'is not in this document')
    return found
  }

  return {
    typed: byName,
    document(namespace: string, name: string): JsonSchema {
      const found = set.find('element', namespace, name)
      if (!found)
        throw new SchemaFault(`xs:element "${name}"`, { vi: 'không có trong lược đồ', en: 'is not in the schema' })
      return closed({ [name]: described(found.element, elementSchema(found.element)) }, [name])
    },
  }
}

/** Values of XML stay text, whatever their type says: a code must not lose its zeros. */
function builtInType(local: string): JsonSchema | undefined {
  if (local === 'anyType') return {}
  if (local === 'date') return { type: 'string', format: 'date' }
  if (local === 'dateTime') return { type: 'string', format: 'date-time' }
  return /^[a-z]+[A-Za-z]*$/.test(local) ||
    local === 'ID' ||
    local === 'IDREF' ||
    local.startsWith('NM') ||
    local === 'QName' ||
    local === 'NCName' ||
    local === 'Name'
    ? TEXT
    : undefined
}

function isObject(schema: JsonSchema): boolean {
  return schema.type === 'object'
}

function documentation(element: XmlElement): string {
  const words = childrenNamed(element, XSD, 'annotation').flatMap((it) => childrenNamed(it, XSD, 'documentation'))
  return words
    .map((it) => it.text.replace(/\s+/g, ' '))
    .filter((it) => it !== '')
    .join(' ')
    .slice(0, 1000)
}
