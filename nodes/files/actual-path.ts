import { toErrorData } from '#shared/errors/flow-error.ts'
import { joinPath } from './safe-path.ts'
import type { FileStore } from './store.ts'

/**
 * The path as the server writes it: Vietnamese names are composed (NFC) on some systems and decomposed (NFD) on others, and look the same.
 * The path itself when nothing there looks like it.
 */
export async function actualPath(store: FileStore, path: string): Promise<string> {
  if (isAscii(path) || (await store.find(path))) return path
  let found = ''
  for (const segment of path.split('/')) {
    const name = isAscii(segment) ? segment : await actualName(store, found, segment)
    if (name === undefined) return path
    found = joinPath(found, name)
  }
  return found
}

async function actualName(store: FileStore, folder: string, wanted: string): Promise<string | undefined> {
  const entries = await store.list(folder).catch((error: unknown) => {
    if (toErrorData(error).code === 'file.not-found') return []
    throw error
  })
  const names = entries.map((it) => it.name)
  return names.find((it) => it === wanted) ?? names.find((it) => it.normalize('NFC') === wanted.normalize('NFC'))
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text)
}
