import { createAssembler } from '#nodes/xml/assemble.ts'
import { readXml } from '#nodes/xml/parse.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { SoapVersion } from '#shared/schema/import/soap-service.ts'
import type { QName } from '#shared/schema/import/xml-tree.ts'
import { createBlockKeeper, type HeaderBlock } from './header-blocks.ts'
import type { ElementShape } from './shape.ts'

/** Namespaces of the envelopes of SOAP 1.1 and 1.2. */
export const ENVELOPES: Readonly<Record<SoapVersion, string>> = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
}
/** The namespace of `xsi:nil`. */
export const XSI = 'http://www.w3.org/2001/XMLSchema-instance'

/** An envelope that was read: names without prefix, every value text, `{ '@#nil': … }` where an element was nil. */
export interface Envelope {
  readonly version: SoapVersion
  /** The first element in the body; absent when it is empty. */
  readonly first: QName | undefined
  /** The content of that element. */
  readonly payload: unknown
  readonly header: Readonly<Record<string, unknown>>
  /** Header blocks that say that they must be understood. */
  readonly mustUnderstand: readonly QName[]
  /** The header blocks that were to be kept as they came, in their order. */
  readonly kept: readonly HeaderBlock[]
}

const NIL = '#nil'
const DECLARATION = /^xmlns(?::|$)/

/**
 * Reads an envelope strictly, whatever prefixes it uses. Throws `xml.*` for what is no XML, and `soap.wrong-envelope` for what is no envelope of
 * SOAP 1.1 or 1.2. `keeps`: the header blocks that are also kept as they came.
 */
export function readEnvelope(text: string, maxBytes: number, keeps?: (name: QName) => boolean): Envelope {
  const assembler = createAssembler({ lists: new Set(), cdata: 'text', trim: false, prefixes: 'drop' })
  const scopes: Readonly<Record<string, string>>[] = [{}]
  const seen: { root?: QName; first?: QName; inBody: boolean; elements: number } = { inBody: false, elements: 0 }
  const mustUnderstand: QName[] = []
  const keeper = createBlockKeeper()
  readXml(text, maxBytes, {
    ...assembler,
    open(name, attributes) {
      const scope = scopeIn(scopes.at(-1) ?? {}, attributes)
      const depth = scopes.push(scope) - 1
      if (depth > 3) {
        keeper.open(name, attributes)
        return assembler.open(name, plain(attributes, scope))
      }
      const at = nameIn(scope, name)
      if (depth === 1) seen.root = at
      if (depth === 2) seen.inBody = at.local === 'Body'
      if (depth === 3 && seen.inBody) {
        seen.elements++
        seen.first ??= at
      }
      if (depth === 3 && !seen.inBody && isMarked(attributes, scope, seen.root?.namespace)) mustUnderstand.push(at)
      if (depth === 3 && !seen.inBody && keeps?.(at)) keeper.begin(at, name, attributes, scope)
      assembler.open(name, plain(attributes, scope))
    },
    text(piece) {
      keeper.text(piece)
      assembler.text(piece)
    },
    cdata(piece) {
      keeper.text(piece)
      assembler.cdata(piece)
    },
    close() {
      scopes.pop()
      keeper.close()
      assembler.close()
    },
  })
  const { root, first } = seen
  const version = root?.local === 'Envelope' ? versionOf(root.namespace) : undefined
  if (!version) throw wrongEnvelope(`<${root?.local ?? ''}>`.slice(0, 100))
  const envelope = fieldsOf(assembler.done().Envelope)
  if (!('Body' in envelope)) throw wrongEnvelope('Body')
  if (seen.elements > 1) throw wrongEnvelope('Body > 1')
  const payload = first && fieldsOf(envelope.Body)[first.local]
  return { version, first, payload, header: fieldsOf(envelope.Header), mustUnderstand, kept: keeper.blocks }
}

function versionOf(namespace: string): SoapVersion | undefined {
  if (namespace === ENVELOPES['1.1']) return '1.1'
  return namespace === ENVELOPES['1.2'] ? '1.2' : undefined
}

function wrongEnvelope(found: string): Error {
  return permanent('soap.wrong-envelope', { found })
}

function scopeIn(
  around: Readonly<Record<string, string>>,
  attributes: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  let scope = around
  for (const name in attributes) {
    if (!DECLARATION.test(name)) continue
    if (scope === around) scope = { ...around }
    Object.assign(scope, { [name.slice(6)]: attributes[name] ?? '' })
  }
  return scope
}

function nameIn(scope: Readonly<Record<string, string>>, name: string): QName {
  const colon = name.indexOf(':')
  const prefix = colon < 0 ? '' : name.slice(0, colon)
  return { namespace: Object.hasOwn(scope, prefix) ? (scope[prefix] ?? '') : '', local: name.slice(colon + 1) }
}

function isMarked(
  attributes: Readonly<Record<string, string>>,
  scope: Readonly<Record<string, string>>,
  envelope: string | undefined,
): boolean {
  return Object.entries(attributes).some(([name, value]) => {
    const { namespace, local } = nameIn(scope, name)
    return local === 'mustUnderstand' && namespace === envelope && /^(?:1|true)$/.test(value)
  })
}

/** Marks of the schema language are no data: types go, and nil gets a name that no attribute can have. */
function plain(
  attributes: Readonly<Record<string, string>>,
  scope: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  let made = attributes
  for (const name in attributes) {
    if (!name.includes(':') || DECLARATION.test(name) || nameIn(scope, name).namespace !== XSI) continue
    if (made === attributes) made = { ...attributes }
    const { [name]: value, ...rest } = made
    made = name.endsWith(':nil') && /^(?:1|true)$/.test(value ?? '') ? { ...rest, [NIL]: 'true' } : rest
  }
  return made
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

/** A value that was read, as the schema says it is: lists where an element may repeat, null where it is nil, `{}` for an empty element that could have fields. */
export function shaped(value: unknown, shape: ElementShape | undefined): unknown {
  if (typeof value !== 'object' || value === null) {
    if (value !== '' || !shape) return value
    const content = shape.content()
    return content.text ? value : content.names.size > 0 || content.attributes.length > 0 ? {} : value
  }
  if (Array.isArray(value)) return value.map((item: unknown) => shaped(item, shape))
  const { [`@${NIL}`]: nil, ...fields }: Record<string, unknown> = { ...value }
  if (nil !== undefined && Object.keys(fields).length === 0) return null
  const names = shape?.content().names
  for (const [name, inner] of Object.entries(fields)) {
    const child = names?.get(name)
    const made = shaped(inner, child)
    fields[name] = child?.many && !Array.isArray(made) ? [made] : made
  }
  return fields
}
