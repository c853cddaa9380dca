import type { JsonSchema } from '../../node/define.ts'
import type { Text } from '../../text/text.ts'
import { isSchema } from '../body-schema.ts'
import { SchemaFault } from './fault.ts'
import { rpcSchemas, type Wrapper } from './rpc-schemas.ts'
import { readWsdl, schemasOfWsdl, WSDL } from './wsdl.ts'
import { childrenNamed, type QName, qualified, type XmlElement } from './xml-tree.ts'
import { documentSchema } from './xsd.ts'
import { createXsdSet, XSD, type XsdSet } from './xsd-set.ts'

/** A version of SOAP that a binding speaks. */
export type SoapVersion = '1.1' | '1.2'

/** What travels in one direction. `element`: the one in the body; absent for an empty body. */
export interface SoapMessage {
  readonly element: QName | undefined
  readonly headers: readonly QName[]
}

/** A fault that an operation declares. */
export interface SoapDeclaredFault {
  readonly name: string
  readonly element: QName
}

/** An operation as a binding offers it. `output` is absent for one without an answer. */
export interface SoapOperation {
  readonly name: string
  readonly version: SoapVersion
  readonly action: string
  readonly input: SoapMessage
  readonly output: SoapMessage | undefined
  /** The faults that it declares, by the element in their detail. */
  readonly faults: readonly SoapDeclaredFault[]
  /** Why it cannot be used: an encoding or a form of message that we do not write. */
  readonly unfit?: Text
}

/** The SOAP part of a WSDL 1.1 document, ready for use: document/literal and rpc/literal over SOAP 1.1 and 1.2. */
export interface SoapService {
  readonly text: string
  /** In the order of the document; an operation that is offered over both versions stands here twice. */
  readonly operations: readonly SoapOperation[]
  /** Every schema, those of the wrappers of rpc/literal among them. */
  readonly schemas: readonly XmlElement[]
  readonly set: XsdSet
}

const BINDINGS: Readonly<Record<string, SoapVersion>> = {
  'http://schemas.xmlsoap.org/wsdl/soap/': '1.1',
  'http://schemas.xmlsoap.org/wsdl/soap12/': '1.2',
}

const kept = new Map<string, SoapService>()
const MOST_KEPT = 16

/** Reads the services of a WSDL; the last few are remembered. Throws `SchemaFault`. */
export function readSoapService(text: string): SoapService {
  const known = kept.get(text)
  if (known) return known
  const made = readAfresh(text)
  if (kept.size >= MOST_KEPT) for (const oldest of [...kept.keys()].slice(0, 1)) kept.delete(oldest)
  kept.set(text, made)
  return made
}

/** An operation by name; over the wanted version, else over the first that the document offers. Throws `SchemaFault`. */
export function soapOperation(service: SoapService, name: string, version?: SoapVersion): SoapOperation {
  const named = service.operations.filter((it) => it.name === name)
  const found = version === undefined ? named[0] : named.find((it) => it.version === version)
  if (!found)
    throw new SchemaFault(name === '' ? 'wsdl:operation' : name.slice(0, 100), {
      vi: named.length > 0 ? `không có qua SOAP ${version}` : 'không có thao tác này trong WSDL',
      en: named.length > 0 ? `is not offered over SOAP ${version}` : 'is no operation of the WSDL',
    })
  if (found.unfit) throw new SchemaFault(name, found.unfit)
  return found
}

/** A declared fault of an operation by its name. Throws `SchemaFault`. */
export function declaredFault({ name, faults }: SoapOperation, wanted: string): SoapDeclaredFault {
  const found = faults.find((it) => it.name === wanted)
  if (found) return found
  const list = faults.map((it) => it.name).join(', ')
  throw new SchemaFault(wanted.slice(0, 100) || 'wsdl:fault', {
    vi: `không phải lỗi mà thao tác "${name}" khai báo; WSDL có: ${list || 'không lỗi nào'}`,
    en: `is no fault that the operation "${name}" declares; the WSDL has: ${list || 'none'}`,
  })
}

/** What a message of an operation holds as nodes see it: the content of the element in the body. */
export function schemaOfMessage(service: SoapService, message: Pick<SoapMessage, 'element'> | undefined): JsonSchema {
  if (!message?.element) return { type: 'object', properties: {}, additionalProperties: false }
  const { namespace, local } = message.element
  const { properties } = documentSchema(service.set, namespace, local)
  const inner = isSchema(properties) ? properties[local] : undefined
  return isSchema(inner) ? inner : {}
}

function readAfresh(text: string): SoapService {
  const tree = readWsdl(text)
  for (const { attributes } of childrenNamed(tree, WSDL, 'import')) throw missing(attributes.location ?? 'wsdl:import')
  const written = schemasOfWsdl(tree)
  checkImports(written)
  const bindings = childrenNamed(tree, WSDL, 'binding').flatMap((binding) => soapBinding(tree, binding))
  const rpc = rpcSchemas(bindings.flatMap((it) => it.wrappers))
  const schemas = [...written, ...rpc]
  const set = createXsdSet(schemas)
  const operations = bindings.flatMap((it) => it.operations)
  if (operations.length === 0)
    throw new SchemaFault('wsdl:binding', {
      vi: 'không có thao tác nào gọi được bằng SOAP',
      en: 'has no operation that can be called over SOAP',
    })
  return { text, operations: operations.map((it) => checked(it, set)), schemas, set }
}

/** An element that the schemas do not know would fail at every message. */
function checked(operation: SoapOperation, set: XsdSet): SoapOperation {
  const wanted = [operation.input, operation.output].flatMap((it) => it?.element ?? [])
  const absent = wanted.find((it) => !set.find('element', it.namespace, it.local))
  if (!absent || operation.unfit) return operation
  const { local } = absent
  return {
    ...operation,
    unfit: { vi: `WSDL không mô tả phần tử "${local}"`, en: `the WSDL does not describe "${local}"` },
  }
}

/** Encoding of SOAP 1.1 is imported by many old documents that do not use it. */
const HARMLESS: ReadonlySet<string> = new Set([
  XSD,
  'http://schemas.xmlsoap.org/soap/encoding/',
  'http://www.w3.org/XML/1998/namespace',
])

function checkImports(schemas: readonly XmlElement[]): void {
  const known = new Set(schemas.map((it) => it.attributes.targetNamespace ?? ''))
  for (const schema of schemas)
    for (const part of schema.children) {
      if (part.namespace !== XSD || !/^(?:import|include|redefine)$/.test(part.name)) continue
      const { namespace = '', schemaLocation } = part.attributes
      if (part.name === 'import' && (known.has(namespace) || HARMLESS.has(namespace))) continue
      throw missing(schemaLocation ?? namespace)
    }
}

function missing(what: string): SchemaFault {
  return new SchemaFault(what.slice(0, 200), {
    vi: 'được WSDL nhắc tới nhưng chưa có; hãy chọn cùng lúc tệp WSDL và các tệp XSD đi kèm',
    en: 'is named by the WSDL and not there; choose the WSDL and the XSD files that belong to it together',
  })
}

interface Binding {
  readonly operations: readonly SoapOperation[]
  readonly wrappers: readonly Wrapper[]
}

function soapBinding(tree: XmlElement, binding: XmlElement): readonly Binding[] {
  const soap = binding.children.find((it) => it.name === 'binding' && Object.hasOwn(BINDINGS, it.namespace))
  const version = soap && BINDINGS[soap.namespace]
  if (!soap || !version || !/\/http\/?$/.test(soap.attributes.transport ?? '/http')) return []
  const port = byName(tree, 'portType', binding, binding.attributes.type)
  const wrappers: Wrapper[] = []
  const operations = childrenNamed(binding, WSDL, 'operation').map((offered): SoapOperation => {
    const name = offered.attributes.name ?? ''
    const abstract = port && childrenNamed(port, WSDL, 'operation').find((it) => it.attributes.name === name)
    const detail = childrenNamed(offered, soap.namespace, 'operation')[0]
    const style = detail?.attributes.style ?? soap.attributes.style ?? 'document'
    const unfit: Text[] = []
    const side = (direction: 'input' | 'output'): SoapMessage | undefined => {
      const carrier = abstract && childrenNamed(abstract, WSDL, direction)[0]
      if (!carrier) return undefined
      const bound = childrenNamed(offered, WSDL, direction)[0]
      const body = bound && bodyOf(bound, soap.namespace)
      if (body?.attributes.use === 'encoded') unfit.push(ENCODED)
      const message = byName(tree, 'message', carrier, carrier.attributes.message)
      const named = body?.attributes.parts?.split(/\s+/)
      const all = message ? childrenNamed(message, WSDL, 'part') : []
      const headers = bound ? headersOf(tree, bound, soap.namespace) : []
      const inHeader = new Set(headers.map((it) => it.part))
      const parts = all.filter((it) =>
        named ? named.includes(it.attributes.name ?? '') : !inHeader.has(it.attributes.name ?? ''),
      )
      const local = direction === 'input' ? name : `${name}Response`
      const wrapper = { namespace: body?.attributes.namespace ?? tree.attributes.targetNamespace ?? '', local }
      if (style === 'rpc') {
        wrappers.push({ name: wrapper, parts })
        return { element: wrapper, headers }
      }
      const [only] = parts
      if (parts.length > 1 || (only && only.attributes.element === undefined)) unfit.push(SEVERAL)
      const element = only?.attributes.element
      return { element: only && element !== undefined ? qualified(only, element) : undefined, headers }
    }
    const input = side('input') ?? { element: undefined, headers: [] }
    const output = side('output')
    const faults = abstract ? faultsOf(tree, abstract) : []
    const [reason] = unfit
    const action = detail?.attributes.soapAction ?? ''
    return { name, version, action, input, output, faults, ...(reason ? { unfit: reason } : {}) }
  })
  return [{ operations, wrappers }]
}

/** A fault whose detail is no element cannot be written by a schema and is left out. */
function faultsOf(tree: XmlElement, operation: XmlElement): readonly SoapDeclaredFault[] {
  return childrenNamed(operation, WSDL, 'fault').flatMap((fault) => {
    const message = byName(tree, 'message', fault, fault.attributes.message)
    const part = message && childrenNamed(message, WSDL, 'part')[0]
    const element = part?.attributes.element
    const { name } = fault.attributes
    return part && element !== undefined && name !== undefined ? [{ name, element: qualified(part, element) }] : []
  })
}

const ENCODED: Text = {
  vi: 'dùng mã hoá SOAP cũ (use="encoded"), chưa hỗ trợ; đề nghị đối tác mở document/literal',
  en: 'uses the old SOAP encoding (use="encoded"), which is not supported; ask the partner for document/literal',
}
const SEVERAL: Text = {
  vi: 'có nhiều phần trong thân thông điệp hoặc phần không phải phần tử, chưa hỗ trợ',
  en: 'has several parts in its body, or one that is no element, which is not supported',
}

/** The body of a binding, also inside the parts of a MIME binding. */
function bodyOf(bound: XmlElement, namespace: string): XmlElement | undefined {
  const direct = childrenNamed(bound, namespace, 'body')[0]
  if (direct) return direct
  for (const child of bound.children) {
    const found = bodyOf(child, namespace)
    if (found) return found
  }
  return undefined
}

function headersOf(tree: XmlElement, bound: XmlElement, namespace: string): readonly (QName & { part: string })[] {
  return childrenNamed(bound, namespace, 'header').flatMap((header) => {
    const message = byName(tree, 'message', header, header.attributes.message)
    const { part: name = '' } = header.attributes
    const part = message && childrenNamed(message, WSDL, 'part').find((it) => it.attributes.name === name)
    const element = part?.attributes.element
    return part && element !== undefined ? [{ ...qualified(part, element), part: name }] : []
  })
}

function byName(tree: XmlElement, kind: string, at: XmlElement, name: string | undefined): XmlElement | undefined {
  if (name === undefined) return undefined
  const { local } = qualified(at, name)
  return childrenNamed(tree, WSDL, kind).find((it) => it.attributes.name === local)
}
