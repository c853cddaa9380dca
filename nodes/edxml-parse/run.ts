import { readPacket } from '#nodes/edxml/parse.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { shapeOf } from '#shared/expression/errors.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** The fields replace the body; the port says what the packet is for. */
export const run = defineRun(definition, ({ settings, value }) => {
  const maxBytes = Math.round(settings.maxMb * 1024 * 1024)
  const from = settings.from === undefined ? undefined : value(settings.from, 'edXML')
  return async (message, context) => {
    const source = from === undefined ? message.body : await from(message, context)
    if (typeof source !== 'string') {
      const { vi, en } = shapeOf(source)
      const reason = { vi: `cần gói edXML nhưng nhận được ${vi}`, en: `needs an edXML packet but got ${en}` }
      throw permanent('message.wrong-shape', { reason })
    }
    const { kind, packet } = readPacket(source, maxBytes)
    const headers = { ...message.headers, 'content-type': 'application/json' }
    return emit(kind === 'document' ? 'out' : kind, { ...message, body: packet, headers })
  }
})
