import { buildXml, type XmlBuildOptions } from '#nodes/xml/build.ts'
import type { Message } from '#shared/message/message.ts'
import { defineRun, type Emission, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** The text replaces the body; `content-type` becomes XML. */
export const run = defineRun(definition, ({ settings, value }) => {
  const { root, declaration, indent, shortEmpty } = settings
  const options: XmlBuildOptions = { declaration, indent, shortEmpty, ...(root === undefined ? {} : { root }) }
  const from = settings.from === undefined ? undefined : value(settings.from, 'XML')

  const built = (source: unknown, message: Message): Emission => {
    const headers = { ...message.headers, 'content-type': 'application/xml; charset=utf-8' }
    return emit('out', { ...message, body: buildXml(source, options), headers })
  }

  return (message, context) => {
    const source = from === undefined ? message.body : from(message, context)
    return source instanceof Promise ? source.then((late: unknown) => built(late, message)) : built(source, message)
  }
})
