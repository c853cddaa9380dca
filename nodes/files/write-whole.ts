import { createHash } from 'node:crypto'
import { permanent, retryable, toErrorData } from '#shared/errors/flow-error.ts'
import { actualPath } from './actual-path.ts'
import { joinPath, splitPath } from './safe-path.ts'
import type { FileStore } from './store.ts'
import { type Content, measure, type Transferred, transfer } from './transfer.ts'

/** What becomes of a file that is there already. */
export type IfExists = 'replace' | 'keep' | 'error'

/** Where to write, and the identity of the writing: the same key writes over what it left half done. */
export interface Target {
  readonly path: string
  readonly ifExists: IfExists
  readonly key: string
}

/** The end of names of files that are still being written; nothing of ours reads them. */
export const PART_SUFFIX = '.lt-part'

/**
 * Writes a file so that others see all of it or nothing: under another name, counted, then renamed. A file that is there with the very
 * same content counts as written, because an earlier try may have written it. Gives what is there now; `kept`: another one was there and stays.
 */
export async function writeWhole(store: FileStore, target: Target, content: Content): Promise<Transferred | 'kept'> {
  const path = await actualPath(store, target.path)
  if (target.ifExists !== 'replace' && (await store.find(path))) {
    return alreadyThere(store, { ...target, path }, await measure(content))
  }
  if (store.uploadWhole) return writeAtOnce(store, { ...target, path }, content, store.uploadWhole)
  const { folder, name } = splitPath(path)
  if (folder !== '') await store.makeFolder(folder)
  const part = joinPath(folder, partName(name, target.key))
  try {
    const sent = await transfer(content, (source) => store.upload(part, source))
    const found = await store.find(part)
    if (found?.size !== sent.size) throw retryable('file.changed', { path: part })
    try {
      await store.rename(part, path, target.ifExists === 'replace')
      return sent
    } catch (error) {
      if (toErrorData(error).code !== 'file.exists') throw error
      await store.remove(part)
      return await alreadyThere(store, { ...target, path }, sent)
    }
  } catch (error) {
    await store.remove(part).catch(() => undefined)
    throw error
  }
}

/** Where the storage itself shows all or nothing, no other name is needed; the count is compared all the same. */
async function writeAtOnce(
  store: FileStore,
  target: Target,
  content: Content,
  upload: NonNullable<FileStore['uploadWhole']>,
): Promise<Transferred | 'kept'> {
  const { path, ifExists } = target
  try {
    const sent = await transfer(content, (source) => upload(path, source, ifExists === 'replace'))
    if ((await store.find(path))?.size !== sent.size) throw retryable('file.changed', { path })
    return sent
  } catch (error) {
    if (toErrorData(error).code !== 'file.exists') throw error
    return alreadyThere(store, target, await measure(content))
  }
}

/** Hidden, of bounded length, and equal for every try of the same step. */
function partName(name: string, key: string): string {
  return `.${createHash('sha256').update(`${key}\n${name}`).digest('hex').slice(0, 24)}${PART_SUFFIX}`
}

async function alreadyThere(
  store: FileStore,
  { path, ifExists }: Target,
  wanted: Transferred,
): Promise<Transferred | 'kept'> {
  const there = await store.find(path)
  if (there?.size === wanted.size) {
    const { sha256 } = await measure((sink) => store.download(path, sink))
    if (sha256 === wanted.sha256) return wanted
  }
  if (ifExists === 'keep') return 'kept'
  throw permanent('file.exists', { path })
}
