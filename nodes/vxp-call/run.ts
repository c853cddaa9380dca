import { callVxp, packetOf } from '#nodes/vxp/client.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** The answer of the axis becomes the body; of `getEdoc`, the packet. */
export const run = defineRun(definition, ({ settings, value }) => {
  const { connection, operation, messageType, status } = settings
  const timeoutMs = durationMs(settings.timeout)
  const named = {
    ...(settings.from === undefined ? {} : { from: value(settings.from, 'from') }),
    ...(settings.to === undefined ? {} : { to: value(settings.to, 'to') }),
    ...(settings.docId === undefined ? {} : { docId: value(settings.docId, 'docId') }),
    ...Object.fromEntries(settings.parameters.map((row) => [row.name, value(row.value, row.name)])),
  }
  const packet = settings.packet === undefined ? undefined : value(settings.packet, 'edXML')
  return async (message, context) => {
    const parameters: Record<string, string> = { servicetype: 'eDoc' }
    if (/Edoc(?:List)?$/.test(operation) && operation !== 'getEdoc') parameters.messagetype = messageType
    if (operation === 'updateStatus') parameters.status = status
    for (const [name, read] of Object.entries(named)) parameters[name] = textOf(await read(message, context), name)
    const source = packet === undefined ? message.body : await packet(message, context)
    if (operation === 'sendEdoc' && typeof source !== 'string')
      throw permanent('message.wrong-shape', {
        reason: { vi: 'cần gói edXML là chữ', en: 'needs an edXML packet as text' },
      })
    const call = { operation, parameters, timeoutMs, ...(operation === 'sendEdoc' ? { packet: String(source) } : {}) }
    const answer = await callVxp(connection, call, context)
    const body = operation === 'getEdoc' ? packetOf(answer, connection) : answer
    return emit('out', { ...message, body })
  }
})

function textOf(value: unknown, name: string): string {
  if ((typeof value === 'string' || typeof value === 'number') && String(value).trim() !== '') return String(value)
  throw permanent('mapping.missing', { target: name, source: name })
}
