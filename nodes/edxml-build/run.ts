import { writePacket } from '#nodes/edxml/build.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** The packet replaces the body; `content-type` becomes XML. */
export const run = defineRun(definition, ({ settings, value }) => {
  const { kind, bussiness, maxMb } = settings
  const options = {
    kind,
    maxBytes: Math.round(maxMb * 1024 * 1024),
    ...(bussiness === 'data' ? {} : { bussiness }),
  }
  const from = settings.from === undefined ? undefined : value(settings.from)
  return async (message, context) => {
    const body = writePacket(from === undefined ? message.body : await from(message, context), options)
    const headers = { ...message.headers, 'content-type': 'application/xml; charset=utf-8' }
    return emit('out', { ...message, body, headers })
  }
})
