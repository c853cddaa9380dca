import { parseXml, type XmlParseOptions } from '#nodes/xml/parse.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { shapeOf } from '#shared/expression/errors.ts'
import type { Message } from '#shared/message/message.ts'
import { defineRun, type Emission, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** The object replaces the body; `content-type` becomes JSON. */
export const run = defineRun(definition, ({ settings, value }) => {
  const { lists, cdata, trim, maxMb, prefixes } = settings
  const maxBytes = Math.round(maxMb * 1024 * 1024)
  const options: XmlParseOptions = { lists: new Set(lists.map((row) => row.path)), cdata, trim, maxBytes, prefixes }
  const from = settings.from === undefined ? undefined : value(settings.from, 'XML')

  const parsed = (source: unknown, message: Message): Emission => {
    if (typeof source !== 'string') {
      const { vi, en } = shapeOf(source)
      const reason = { vi: `cần văn bản XML nhưng nhận được ${vi}`, en: `needs XML text but got ${en}` }
      throw permanent('message.wrong-shape', { reason })
    }
    const headers = { ...message.headers, 'content-type': 'application/json' }
    return emit('out', { ...message, body: parseXml(source, options), headers })
  }

  return (message, context) => {
    const source = from === undefined ? message.body : from(message, context)
    return source instanceof Promise ? source.then((late: unknown) => parsed(late, message)) : parsed(source, message)
  }
})
