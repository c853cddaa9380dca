import type { JsonSchema } from '../node/define.ts'
import { ANYTHING, either } from './body-schema.ts'
import { SchemaFault } from './import/fault.ts'
import { declaredFault, readSoapService, schemaOfMessage, soapOperation } from './import/soap-service.ts'

/** What an operation of a WSDL takes or gives, as fields; `ANYTHING` while the WSDL is not complete. */
export function soapSchema(wsdl: unknown, operation: unknown, direction: 'input' | 'output'): JsonSchema {
  if (typeof wsdl !== 'string' || typeof operation !== 'string') return ANYTHING
  const key = `${direction}|${operation}`
  const made = kept.get(wsdl)?.get(key) ?? attempt(wsdl, operation, direction)
  if (!kept.has(wsdl) && kept.size >= MOST_KEPT) for (const oldest of [...kept.keys()].slice(0, 1)) kept.delete(oldest)
  kept.set(wsdl, (kept.get(wsdl) ?? new Map<string, JsonSchema>()).set(key, made))
  return made
}

/** By WSDL and operation: every edit of a flow asks for the same few, and equal questions must give the very same object. */
const kept = new Map<string, Map<string, JsonSchema>>()
const MOST_KEPT = 16

function attempt(wsdl: string, operation: string, direction: 'input' | 'output'): JsonSchema {
  try {
    const service = readSoapService(wsdl)
    return schemaOfMessage(service, soapOperation(service, operation)[direction])
  } catch (thrown) {
    if (thrown instanceof SchemaFault) return ANYTHING
    throw thrown
  }
}

/** The fields in the detail of a declared fault; `ANYTHING` while the WSDL is not complete. */
export function soapFaultSchema(wsdl: unknown, operation: unknown, fault: unknown): JsonSchema {
  if (typeof wsdl !== 'string' || typeof operation !== 'string' || typeof fault !== 'string') return ANYTHING
  try {
    const service = readSoapService(wsdl)
    return schemaOfMessage(service, declaredFault(soapOperation(service, operation), fault))
  } catch (thrown) {
    if (thrown instanceof SchemaFault) return ANYTHING
    throw thrown
  }
}

/** The body that a call of an operation gives. */
export function soapAnswerSchema(settings: Readonly<Record<string, unknown>>): JsonSchema {
  const body = soapSchema(settings.wsdl, settings.operation, 'output')
  if (settings.answer !== 'envelope') return body
  const properties = { header: ANYTHING, body, attachments: { type: 'array', items: ANYTHING } }
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

/** The body that a service gets: the input of its operation, or what is known of every one when there are several. */
export function soapRequestSchema({ wsdl }: Readonly<Record<string, unknown>>): JsonSchema {
  const names = operationsIn(wsdl)
  const [first = ANYTHING, ...others] = names.map((name) => soapSchema(wsdl, name, 'input'))
  return others.reduce((all, it) => either(all, it), first)
}

function operationsIn(wsdl: unknown): readonly string[] {
  if (typeof wsdl !== 'string') return []
  try {
    const usable = readSoapService(wsdl).operations.filter((it) => !it.unfit)
    return [...new Set(usable.map((it) => it.name))]
  } catch (thrown) {
    if (thrown instanceof SchemaFault) return []
    throw thrown
  }
}
