import { permanent } from '#shared/errors/flow-error.ts'
import { SchemaFault } from '#shared/schema/import/fault.ts'
import {
  declaredFault,
  readSoapService,
  type SoapMessage,
  type SoapOperation,
  type SoapService,
  type SoapVersion,
  soapOperation,
} from '#shared/schema/import/soap-service.ts'
import type { Attaching } from './attach.ts'
import { ENVELOPES, XSI } from './envelope.ts'
import { type ElementShape, shapeOf } from './shape.ts'
import { declarations, freeShape, type Prefixes, writeElement } from './write.ts'

/** An operation with the shapes of what it takes and gives, ready for messages. */
export interface PreparedOperation {
  readonly service: SoapService
  readonly operation: SoapOperation
  readonly input: ElementShape | undefined
  readonly output: ElementShape | undefined
}

/** The service of a WSDL; throws `soap.wsdl` with what is wrong with it. */
export function serviceOf(wsdl: string): SoapService {
  return asFlowError(() => readSoapService(wsdl))
}

/** Prepares an operation of a WSDL; throws `soap.wsdl`. */
export function prepareOperation(wsdl: string, name: string, version?: SoapVersion): PreparedOperation {
  const service = serviceOf(wsdl)
  const operation = asFlowError(() => soapOperation(service, name, version))
  const shape = (message: SoapMessage | undefined) => message?.element && shapeOf(service.set, message.element)
  return { service, operation, input: shape(operation.input), output: shape(operation.output) }
}

function asFlowError<T>(work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    if (thrown instanceof SchemaFault) throw permanent('soap.wsdl', { reason: thrown.text })
    throw thrown
  }
}

/** What goes into an envelope besides its body. */
export interface EnvelopeParts {
  readonly version: SoapVersion
  /** Header blocks by local name; those that the WSDL does not declare say their namespace with `@xmlns`. */
  readonly headers?: Readonly<Record<string, unknown>>
  /** Header blocks that are written already; they stand after the others. */
  readonly written?: readonly string[]
  /** Where the files of the body that are to be attached are gathered. */
  readonly attaching?: Attaching | undefined
}

/** Writes an envelope around the content of the element that a message has in its body. Throws `soap.wrong-data`. */
export function writeEnvelope(
  service: SoapService,
  shape: ElementShape | undefined,
  value: unknown,
  { version, headers = {}, written = [], attaching }: EnvelopeParts,
): string {
  const prefixes: Prefixes = new Map()
  const body = shape ? writeElement(value ?? {}, shape, prefixes, attaching) : ''
  const blocks = Object.entries(headers).flatMap(([name, content]) =>
    content === undefined ? [] : [writeElement(content, headerShape(service, name), prefixes)],
  )
  return envelopeAround(version, body, [...blocks, ...written], declarations(prefixes))
}

/** Finds a fault that an operation declares, ready to be written. Throws `soap.wsdl`. */
export function prepareFault({ service, operation }: PreparedOperation, name: string): ElementShape | undefined {
  return shapeOf(service.set, asFlowError(() => declaredFault(operation, name)).element)
}

/** The element in the detail of a fault, and the declarations that belong on the envelope around it. Throws `soap.wrong-data`. */
export function writeFaultDetail(
  shape: ElementShape | undefined,
  value: unknown,
): { readonly detail: string; readonly declared: string } {
  const prefixes: Prefixes = new Map()
  const detail = shape ? writeElement(value ?? {}, shape, prefixes) : ''
  return { detail, declared: declarations(prefixes) }
}

/** An envelope around XML that is written already. */
export function envelopeAround(
  version: SoapVersion,
  body: string,
  headers: readonly string[] = [],
  declared = '',
): string {
  const header = headers.length === 0 ? '' : `<soap:Header>${headers.join('')}</soap:Header>`
  return `${startOf(version)} xmlns:xsi="${XSI}"${declared}>${header}<soap:Body>${body}</soap:Body></soap:Envelope>`
}

function startOf(version: SoapVersion): string {
  return `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="${ENVELOPES[version]}"`
}

/** An envelope that `envelopeAround` wrote for SOAP 1.1, in the version that a caller speaks; undefined for any other text. */
export function inVersion(envelope: unknown, version: SoapVersion): string | undefined {
  const start = startOf('1.1')
  if (typeof envelope !== 'string' || !envelope.startsWith(start)) return undefined
  return startOf(version) + envelope.slice(start.length)
}

function headerShape(service: SoapService, name: string): ElementShape {
  const root = service.set.roots.find((it) => it.name === name)
  const known = root && shapeOf(service.set, { namespace: root.namespace, local: name })
  return known ?? freeShape(name)
}

/** The content type of an envelope; SOAP 1.2 carries the action in it (RFC 3902). */
export function contentTypeOf(version: SoapVersion, action = ''): string {
  if (version === '1.1') return 'text/xml; charset=utf-8'
  return `application/soap+xml; charset=utf-8${action === '' ? '' : `; action="${action.replace(/["\\\r\n]/g, '')}"`}`
}
