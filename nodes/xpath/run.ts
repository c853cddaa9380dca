import { withField } from '#nodes/writing/with-field.ts'
import { type Libxml2, loadLibxml2, withDocument } from '#nodes/xml/libxml2.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { shapeOf } from '#shared/expression/errors.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'
import { compilePick } from './pick.ts'

/** The values replace the body or are put into it; XPaths are compiled for the first message. */
export const run = defineRun(definition, ({ settings, value }) => {
  const from = settings.from === undefined ? undefined : value(settings.from, 'XML')
  const maxBytes = Math.round(settings.maxMb * 1024 * 1024)
  const namespaces = Object.fromEntries(settings.namespaces.map(({ prefix, uri }) => [prefix, uri]))
  const prepared = (lib: Libxml2) =>
    settings.picks.map((pick) => ({ to: pick.to.split('.'), take: compilePick(lib, pick, namespaces) }))
  let picks: ReturnType<typeof prepared> | undefined

  return async (message, context) => {
    const text = from === undefined ? message.body : await from(message, context)
    if (typeof text !== 'string') {
      const { vi, en } = shapeOf(text)
      const reason = { vi: `cần văn bản XML nhưng nhận được ${vi}`, en: `needs XML text but got ${en}` }
      throw permanent('message.wrong-shape', { reason })
    }
    const lib = await loadLibxml2()
    picks ??= prepared(lib)
    const ready = picks
    const body = withDocument(lib, text, maxBytes, (document) =>
      ready.reduce<unknown>(
        (made, { to, take }) => {
          const found = take(document)
          return found === undefined ? made : withField(made, to, found)
        },
        settings.keep === 'all' ? message.body : {},
      ),
    )
    const headers = { ...message.headers, 'content-type': 'application/json' }
    return emit('out', { ...message, body, headers })
  }
})
