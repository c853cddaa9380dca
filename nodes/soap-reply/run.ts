import { prepareFault, prepareOperation, writeEnvelope, writeFaultDetail } from '#nodes/soap/operation.ts'
import { bodyCheck } from '#nodes/soap/validate.ts'
import { declaredFaultEnvelope } from '#nodes/soap/write-fault.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { defineRun, type Prepare, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/**
 * Emits the reply as an envelope of SOAP 1.1, which the gateway turns into the version that its caller speaks; the message goes on unchanged. What does not
 * fit the WSDL fails here, where an officer sees it, and never reaches the caller.
 */
export const run = defineRun(definition, (tools) => {
  const { settings, mapping } = tools
  const prepared = prepareOperation(settings.wsdl, settings.operation)
  const { service, operation, output } = prepared
  if (!operation.output) {
    const reason = {
      vi: `thao tác "${operation.name}" không có câu trả lời`,
      en: `the operation "${operation.name}" has no answer`,
    }
    throw permanent('soap.wsdl', { reason })
  }
  const content = settings.content === 'mapping' ? mapping(settings.mapping ?? []) : undefined
  const isFault = settings.answers === 'fault'
  const write = isFault ? faultWriter(tools) : undefined
  return async (message, context) => {
    const asked = message.headers['soap-operation']
    if (asked !== undefined && asked !== operation.name)
      throw permanent('soap.wrong-reply', { asked: asked.slice(0, 100), answered: operation.name })
    const value = content ? await content(message, context) : message.body
    const body = write
      ? await write(value, message, context)
      : writeEnvelope(service, output, value, { version: '1.1' })
    const check = await bodyCheck(service)
    if (isFault) check.checkDetail(body)
    else check.check(body)
    const headers = {
      'content-type': 'text/xml; charset=utf-8',
      'soap-operation': operation.name,
      ...(isFault ? { 'soap-fault': settings.fault ?? '' } : {}),
    }
    return { kind: 'reply', reply: { status: isFault ? 500 : 200, headers, body }, port: 'out', message }
  }
})

/** Writes a declared fault around what stands in its detail. */
function faultWriter({ settings, value }: Prepare<SettingsOf<typeof definition>>) {
  const name = settings.fault ?? ''
  const shape = prepareFault(prepareOperation(settings.wsdl, settings.operation), name)
  const words = settings.reason === undefined ? undefined : value(settings.reason, 'reason')
  return async (content: unknown, message: Message, context: StepContext): Promise<string> => {
    const said = words ? await words(message, context) : name
    const reason = typeof said === 'string' && said.trim() !== '' ? said.slice(0, 2000) : name
    return declaredFaultEnvelope({ whose: settings.side, reason, ...writeFaultDetail(shape, content) })
  }
}
