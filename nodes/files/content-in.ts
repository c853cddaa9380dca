import { wrongShape } from '#nodes/writing/with-field.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { shapeOf } from '#shared/expression/errors.ts'
import type { Message } from '#shared/message/message.ts'
import type { Dynamic } from '#shared/node/fields.ts'
import type { Prepare, StepContext } from '#shared/node/run.ts'
import { actualPath } from './actual-path.ts'
import { withStore } from './open.ts'
import { type FileReference, knownName, pathFrom, referenceOf } from './reference.ts'
import type { FileStore } from './store.ts'
import { readLimited } from './transfer.ts'

/** The settings of `textSourceFields` and `bytesSourceFields`. */
interface SourceSettings {
  readonly source: 'text' | 'base64' | 'file'
  readonly content: Dynamic
  readonly connection?: string | undefined
  readonly path: Dynamic
  readonly maxBytes: number
}

/** What a node is to read: text as it came, or bytes; `file` when it lies at a connection. */
export type ContentIn =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Buffer; readonly file?: FileReference }

/** A file at a connection, open. */
export interface OpenFile {
  readonly store: FileStore
  readonly file: FileReference
}

/** Readers of what the settings name. `text` and `base64` come from the message, `file` from its connection. */
export function contentReader<S extends SourceSettings>({ settings, value }: Pick<Prepare<S>, 'settings' | 'value'>) {
  const { source, maxBytes } = settings
  const content = value(settings.content, 'content')
  const where = value(settings.path, 'path')

  async function opened<T>(message: Message, context: StepContext, work: (open: OpenFile) => Promise<T>): Promise<T> {
    const asked = await pathFrom(where, message, context)
    const connection = settings.connection ?? ''
    return withStore(connection, context, async (store) => {
      const path = await actualPath(store, asked)
      const found = await store.find(path)
      if (found?.kind !== 'file') throw permanent('file.not-found', { path })
      const name = knownName(message, asked) ?? found.name
      return work({ store, file: referenceOf(connection, path, { ...found, name }) })
    })
  }

  async function read(message: Message, context: StepContext): Promise<ContentIn> {
    if (source === 'file') return opened(message, context, (open) => whole(open, maxBytes))
    const given = await content(message, context)
    if (typeof given !== 'string') {
      const { vi, en } = shapeOf(given)
      throw wrongShape(`nội dung cần đọc phải là chữ nhưng nhận được ${vi}`, `the content must be text but is ${en}`)
    }
    if (given.length > maxBytes * 1.4) throw tooLarge('', given.length, maxBytes)
    return source === 'text' ? { kind: 'text', text: given } : { kind: 'bytes', bytes: fromBase64(given) }
  }

  return { read, opened }
}

async function whole({ store, file }: OpenFile, maxBytes: number): Promise<ContentIn> {
  if (file.size > maxBytes) throw tooLarge(file.path, file.size, maxBytes)
  const bytes = await readLimited((sink) => store.download(file.path, sink), maxBytes)
  if (!bytes) throw tooLarge(file.path, file.size, maxBytes)
  return { kind: 'bytes', bytes, file: { ...file, size: bytes.length } }
}

function tooLarge(path: string, size: number, limit: number): Error {
  return permanent('file.too-large', { path, size, limit })
}

/** The bytes of Base64 with or without line ends; throws `message.wrong-shape`. */
export function fromBase64(text: string): Buffer {
  const bare = text.replace(/\s+/g, '')
  if (bare.length % 4 !== 1 && /^[A-Za-z0-9+/]*={0,2}$/.test(bare)) return Buffer.from(bare, 'base64')
  throw wrongShape('nội dung không phải Base64', 'the content is no Base64')
}
