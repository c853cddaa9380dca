import { actualPath } from '#nodes/files/actual-path.ts'
import { withStore } from '#nodes/files/open.ts'
import { pathFrom, referenceOf } from '#nodes/files/reference.ts'
import { contentOf } from '#nodes/files/transfer.ts'
import { writeWhole } from '#nodes/files/write-whole.ts'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** Writes under another name and renames; names are composed (NFC), as most systems expect them. */
export const run = defineRun(definition, ({ settings, value }) => {
  const { connection, as, ifExists } = settings
  const where = value(settings.path, 'path')
  const what = value(settings.content, 'content')
  return async (message, context) => {
    const asked = (await pathFrom(where, message, context)).normalize('NFC')
    const bytes = bytesOf(await what(message, context), as, asked)
    return withStore(connection, context, async (store) => {
      const path = await actualPath(store, asked)
      const done = await writeWhole(store, { path, ifExists, key: context.idempotencyKey }, contentOf(bytes))
      if (done === 'kept') return emit('exists', message)
      const found = await store.find(path)
      if (!found) throw retryable('file.changed', { path })
      return emit('out', { ...message, body: referenceOf(connection, path, found) })
    })
  }
})

function bytesOf(content: unknown, as: 'text' | 'base64', path: string): Buffer {
  if (as === 'text') return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content ?? null))
  const text = typeof content === 'string' ? content.replace(/\s/g, '') : ''
  if (typeof content === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 !== 1)
    return Buffer.from(text, 'base64')
  throw permanent('file.bad-content', { path, reason: { vi: 'không phải Base64', en: 'it is not Base64' } })
}
