import { SchemaFault } from '../schema/import/fault.ts'
import { declaredFault, readSoapService, type SoapVersion, soapOperation } from '../schema/import/soap-service.ts'
import type { Problem } from './flow.ts'
import { problem } from './problem.ts'

/** What is wrong with the WSDL of a node, or with the operations of it that the node names. */
export function soapProblems(node: string, settings: Readonly<Record<string, unknown>>): readonly Problem[] {
  const { wsdl, version } = settings
  if (typeof wsdl !== 'string' || wsdl === '') return []
  const wanted: SoapVersion | undefined = version === '1.1' || version === '1.2' ? version : undefined
  const whole = attempt(node, 'wsdl', () => readSoapService(wsdl))
  if (whole.length > 0) return whole
  const operations = namedIn(settings).flatMap(({ path, name }) =>
    attempt(node, path, () => soapOperation(readSoapService(wsdl), name, wanted)),
  )
  return operations.length > 0 ? operations : faultProblems(node, wsdl, settings)
}

/** A reply that is a fault names one that its operation declares. */
function faultProblems(node: string, wsdl: string, settings: Readonly<Record<string, unknown>>): readonly Problem[] {
  const { answers, operation, fault } = settings
  if (answers !== 'fault' || typeof operation !== 'string' || typeof fault !== 'string') return []
  return attempt(node, 'fault', () => declaredFault(soapOperation(readSoapService(wsdl), operation), fault))
}

/** True when nobody waits for what the service of this WSDL does: none of its operations has an answer. */
export function isOneWay(wsdl: unknown): boolean {
  if (typeof wsdl !== 'string' || wsdl === '') return false
  try {
    const usable = readSoapService(wsdl).operations.filter((it) => !it.unfit)
    return usable.length > 0 && usable.every((it) => it.output === undefined)
  } catch (thrown) {
    if (thrown instanceof SchemaFault) return false
    throw thrown
  }
}

function namedIn(
  settings: Readonly<Record<string, unknown>>,
): readonly { readonly path: string; readonly name: string }[] {
  const { operation, operations } = settings
  const rows: readonly unknown[] = Array.isArray(operations) ? operations : []
  const named = rows.map((row, i) => ({ path: `operations.${i}.name`, name: nameOf(row) }))
  return [{ path: 'operation', name: operation }, ...named].flatMap(({ path, name }) =>
    typeof name === 'string' ? [{ path, name }] : [],
  )
}

function nameOf(row: unknown): unknown {
  return typeof row === 'object' && row !== null ? Reflect.get(row, 'name') : undefined
}

function attempt(node: string, path: string, work: () => unknown): readonly Problem[] {
  try {
    work()
    return []
  } catch (thrown) {
    if (!(thrown instanceof SchemaFault)) throw thrown
    return [problem('soap.wsdl', { reason: thrown.text }, { node, path })]
  }
}
