import { SchemaFault } from '../schema/import/fault.ts'
import { declaredFault, readSoapService, type SoapVersion, soapOperation } from '../schema/import/soap-service.ts'
import type { Problem } from './flow.ts'
import { problem } from './problem.ts'

/** What is wrong with the WSDL of a node, or with the operations of it that the node names. */
export function soapProblems(node: string, settings: Readonly<Record<string, unknown>>): readonly Problem[] {
  const { wsdl, version } = settings
  if (typeof wsdl !== 'string' || wsdl === '') return []
  const chosen: SoapVersion | undefined = version === '1.1' || version === '1.2' ? version : undefined
  // The X-Road message protocol is one of SOAP 1.1.
  const wanted = settings.via === 'xroad' ? '1.1' : chosen
  const whole = attempt(node, 'wsdl', () => readSoapService(wsdl))
  if (whole.length > 0) return whole
  const operations = namedIn(settings).flatMap(({ path, name }) =>
    attempt(node, path, () => soapOperation(readSoapService(wsdl), name, wanted)),
  )
  return operations.length > 0 ? operations : [...faultProblems(node, wsdl, settings), ...silent(node, wsdl, settings)]
}

/** Over X-Road every request has an answer (PR-MESS §2.3), so every operation that is offered must. */
function silent(node: string, wsdl: string, { access }: Readonly<Record<string, unknown>>): readonly Problem[] {
  if (access !== 'xroad') return []
  const found = readSoapService(wsdl).operations.find((it) => !it.unfit && it.output === undefined)
  if (!found) return []
  const reason = {
    vi: `thao tác "${found.name}" không có câu trả lời; qua X-Road thao tác nào cũng phải có`,
    en: `the operation "${found.name}" has no answer; over X-Road each must have one`,
  }
  return [problem('soap.wsdl', { reason }, { node, path: 'wsdl' })]
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
