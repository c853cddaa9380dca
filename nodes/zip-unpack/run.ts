import { unpackDeep } from '#nodes/archives/unpack.ts'
import type { ZipFile } from '#nodes/archives/zip.ts'
import { nameReader } from '#nodes/archives/zip-names.ts'
import { contentReader } from '#nodes/files/content-in.ts'
import { safeFilePath } from '#nodes/files/safe-path.ts'
import { writeFile } from '#nodes/files/write-file.ts'
import { withField, wrongShape } from '#nodes/writing/with-field.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { shapeOf } from '#shared/expression/errors.ts'
import type { Message } from '#shared/message/message.ts'
import { defineRun, type Emission, emit, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** Unpacks within the limits, all or nothing: nothing is written before the whole archive was found good. */
export const run = defineRun(definition, (tools) => {
  const { settings, value } = tools
  const { maxFiles, maxUnpacked, depth, names, as, deliver, ifExists } = settings
  const content = contentReader(tools)
  const folder = value(settings.folder ?? '', 'folder')
  const to = settings.to?.split('.') ?? []
  const form = { limits: { files: maxFiles, bytes: maxUnpacked }, depth, nameOf: nameReader(names) }

  async function written(message: Message, context: StepContext, files: readonly ZipFile[]): Promise<Emission> {
    const asked = await folder(message, context)
    if (typeof asked !== 'string') {
      const { vi, en } = shapeOf(asked)
      throw wrongShape(`thư mục phải là chữ nhưng nhận được ${vi}`, `the folder must be text but is ${en}`)
    }
    const paths = files.map(({ name }) => safeFilePath(asked === '' ? name : `${asked}/${name}`))
    const references: object[] = []
    for (const [index, { name, content: bytes }] of files.entries()) {
      context.signal.throwIfAborted()
      const path = paths[index] ?? ''
      const done = await writeFile(context, { connection: settings.toConnection ?? '', path, ifExists }, bytes)
      references.push(done === 'kept' ? { path, name, kept: true } : done)
    }
    return emit('out', { ...message, body: { files: references, count: references.length } })
  }

  return async (message, context) => {
    const found = await content.read(message, context)
    const files = unpackDeep(found.kind === 'bytes' ? found.bytes : Buffer.alloc(0), form)
    if (deliver === 'folder') return written(message, context, files)
    const listed = files.map(({ name, content: bytes }) => ({
      name,
      size: bytes.length,
      ...(as === 'base64' ? { base64: bytes.toString('base64') } : { text: textOf(bytes, name) }),
    }))
    return emit('out', { ...message, body: withField(message.body, to, { files: listed, count: listed.length }) })
  }
})

function textOf(bytes: Buffer, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw permanent('file.bad-text', { path: name, charset: 'utf-8' })
  }
}
