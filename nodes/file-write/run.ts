import { pathFrom } from '#nodes/files/reference.ts'
import { writeFile } from '#nodes/files/write-file.ts'
import { permanent } from '#shared/errors/flow-error.ts'
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
    const written = await writeFile(context, { connection, path: asked, ifExists }, bytes)
    return written === 'kept' ? emit('exists', message) : emit('out', { ...message, body: written })
  }
})

function bytesOf(content: unknown, as: 'text' | 'base64', path: string): Buffer {
  if (as === 'text') return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content ?? null))
  const text = typeof content === 'string' ? content.replace(/\s/g, '') : ''
  if (typeof content === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 !== 1)
    return Buffer.from(text, 'base64')
  throw permanent('file.bad-content', { path, reason: { vi: 'không phải Base64', en: 'it is not Base64' } })
}
