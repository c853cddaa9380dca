import { permanent } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { StepContext } from '#shared/node/run.ts'
import { safeFilePath } from './safe-path.ts'
import type { FileEntry } from './store.ts'

/** A file as messages carry it: where it lies, not what is in it (claim check), so that a message stays small. */
export interface FileReference {
  readonly connection: string
  readonly path: string
  readonly name: string
  /** In bytes. */
  readonly size: number
  /** ISO 8601; absent when the server does not tell. */
  readonly modified?: string
}

/** The reference of a file that was found at a path. */
export function referenceOf(connection: string, path: string, { name, size, modified }: FileEntry): FileReference {
  const time = modified > 0 ? { modified: new Date(modified).toISOString() } : {}
  return { connection, path, name: name.normalize('NFC'), size, ...time }
}

/** The path that a setting gives for a message: text, or a reference with its `path`. */
export async function pathFrom(
  value: (message: Message, context: StepContext) => unknown,
  message: Message,
  context: StepContext,
): Promise<string> {
  const given = await value(message, context)
  const path: unknown = typeof given === 'object' && given !== null ? Reflect.get(given, 'path') : given
  if (typeof path === 'string') return safeFilePath(path)
  const reason = { vi: 'đường dẫn phải là chữ', en: 'the path must be text' }
  throw permanent('file.bad-name', { path: String(path), reason })
}

/** The name by which a message knows the file at a path: a taken file is kept under another one, so that it does not meet its namesake. */
export function knownName(message: Message, path: string): string | undefined {
  const { body } = message
  if (typeof body !== 'object' || body === null || Reflect.get(body, 'path') !== path) return undefined
  const name: unknown = Reflect.get(body, 'name')
  return typeof name === 'string' ? name : undefined
}
