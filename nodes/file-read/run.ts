import { actualPath } from '#nodes/files/actual-path.ts'
import { withStore } from '#nodes/files/open.ts'
import { knownName, pathFrom, referenceOf } from '#nodes/files/reference.ts'
import { readLimited } from '#nodes/files/transfer.ts'
import { permanent, toErrorData } from '#shared/errors/flow-error.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** Reads the file within the limit; a file that is not there leaves by its own port. */
export const run = defineRun(definition, ({ settings, value }) => {
  const { connection, as, charset, maxBytes } = settings
  const where = value(settings.path, 'path')
  return async (message, context) => {
    const asked = await pathFrom(where, message, context)
    return withStore(connection, context, async (store) => {
      const path = await actualPath(store, asked)
      const found = await store.find(path)
      if (found?.kind !== 'file') return emit('missing', message)
      const tooLarge = permanent('file.too-large', { path, size: found.size, limit: maxBytes })
      if (found.size > maxBytes) throw tooLarge
      const bytes = await readLimited((sink) => store.download(path, sink), maxBytes).catch((error: unknown) => {
        if (toErrorData(error).code === 'file.not-found') return undefined
        throw error
      })
      if (!bytes) throw tooLarge
      const content = as === 'base64' ? bytes.toString('base64') : textOf(bytes, charset, path)
      const name = knownName(message, asked) ?? found.name
      const body = { ...referenceOf(connection, path, { ...found, name, size: bytes.length }), content }
      return emit('out', { ...message, body })
    })
  }
})

function textOf(bytes: Buffer, charset: string, path: string): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes)
  } catch {
    throw permanent('file.bad-text', { path, charset })
  }
}
