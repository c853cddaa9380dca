import type { JsonSchema } from '../../node/define.ts'
import { isSchema } from '../body-schema.ts'
import { SchemaFault } from './fault.ts'
import { childrenNamed, qualified, readXmlTree, type XmlElement } from './xml-tree.ts'
import { documentSchema, type Imported, typedSchema } from './xsd.ts'
import { createXsdSet, XSD, type XsdSet } from './xsd-set.ts'

/** The namespace of WSDL 1.1 (https://www.w3.org/TR/wsdl). */
export const WSDL = 'http://schemas.xmlsoap.org/wsdl/'

/** An operation of a service, with the directions in which it carries a message. */
export interface WsdlOperation {
  readonly port: string
  readonly name: string
  readonly directions: readonly ('input' | 'output')[]
}

/** The operations of a WSDL 1.1 document. Throws `SchemaFault`. */
export function operationsOfWsdl(text: string): readonly WsdlOperation[] {
  const tree = readWsdl(text)
  return childrenNamed(tree, WSDL, 'portType').flatMap((port) =>
    childrenNamed(port, WSDL, 'operation').map((operation) => ({
      port: port.attributes.name ?? '',
      name: operation.attributes.name ?? '',
      directions: (['input', 'output'] as const).filter((it) => childrenNamed(operation, WSDL, it).length > 0),
    })),
  )
}

/** The message of an operation that is wanted: the whole envelope as it is read, or what stands in its body. */
export interface WantedMessage {
  readonly port: string
  readonly name: string
  readonly direction: 'input' | 'output'
  readonly part: 'envelope' | 'body'
}

/** One message of an operation. Throws `SchemaFault`. */
export function fromWsdl(text: string, wanted: WantedMessage): Imported {
  const tree = readWsdl(text)
  const operation = childrenNamed(tree, WSDL, 'portType')
    .filter((it) => it.attributes.name === wanted.port)
    .flatMap((it) => childrenNamed(it, WSDL, 'operation'))
    .find((it) => it.attributes.name === wanted.name)
  const carrier = operation && childrenNamed(operation, WSDL, wanted.direction)[0]
  const named = carrier?.attributes.message
  const message =
    carrier && named !== undefined
      ? childrenNamed(tree, WSDL, 'message').find((it) => it.attributes.name === qualified(carrier, named).local)
      : undefined
  if (!message)
    throw new SchemaFault(`wsdl:operation "${wanted.name}"`, {
      vi: 'không có thông điệp này',
      en: 'has no such message',
    })
  const set = createXsdSet(schemasOfWsdl(tree))
  const parts = childrenNamed(message, WSDL, 'part').map((part) => partSchema(set, part))
  const body = together(parts)
  return { schema: wanted.part === 'envelope' ? inEnvelope(body) : body, notes: set.notes.all() }
}

/** The names that SOAP 1.1 and 1.2 share, without their prefix; a header and a fault may come. */
function inEnvelope(body: JsonSchema): JsonSchema {
  const inner = isSchema(body.properties) ? body.properties : {}
  return closed(
    { Envelope: closed({ Header: {}, Body: { ...body, properties: { ...inner, Fault: {} } } }, ['Body']) },
    ['Envelope'],
  )
}

function closed(properties: Readonly<Record<string, JsonSchema>>, required: readonly string[]): JsonSchema {
  return { type: 'object', properties, required: [...required], additionalProperties: false }
}

/** The schemas that stand in a WSDL. */
export function schemasOfWsdl(tree: XmlElement): readonly XmlElement[] {
  return childrenNamed(tree, WSDL, 'types').flatMap((types) => childrenNamed(types, XSD, 'schema'))
}

/** The root of a WSDL 1.1 document. Throws `SchemaFault`. */
export function readWsdl(text: string): XmlElement {
  const tree = readXmlTree(text)
  if (tree.namespace === WSDL && tree.name === 'definitions') return tree
  throw new SchemaFault(`<${tree.name}>`, {
    vi: 'không phải WSDL 1.1 (wsdl:definitions)',
    en: 'is not WSDL 1.1 (wsdl:definitions)',
  })
}

function partSchema(set: XsdSet, part: XmlElement): JsonSchema {
  const { element, type, name = '' } = part.attributes
  if (element !== undefined) {
    const { namespace, local } = qualified(part, element)
    return documentSchema(set, namespace, local)
  }
  return type === undefined ? {} : typedSchema(set, part, name, type)
}

function together(parts: readonly JsonSchema[]): JsonSchema {
  const [only] = parts
  if (parts.length === 1 && only) return only
  const properties = Object.assign({}, ...parts.map((it) => it.properties ?? {}))
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}
