import { constants } from 'node:fs'
import { type FileHandle, link, lstat, mkdir, open, readdir, realpath, rename, unlink } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import { joinPath } from '../safe-path.ts'
import { type FileEntry, type FileStore, MOST_ENTRIES } from '../store.ts'
import { codeOf, messageOf, networkFault, type Place } from './faults.ts'

/** The files below a folder of this server. A link is never followed: not as a file, and not on the way to one. */
export function openFolder(root: string): FileStore {
  const host = root

  /** The real place of a path whose folder exists; refuses a folder that a link leads out of. */
  async function at(path: string): Promise<string> {
    const whole = join(root, path)
    if (path === '') return whole
    const folder = await realpath(dirname(whole)).catch((error: unknown) => {
      throw folderFault(error, { host, path })
    })
    if (relative(root, folder) === relative(root, dirname(whole))) return whole
    throw permanent('file.bad-name', {
      path,
      reason: { vi: 'đi qua một liên kết (symlink)', en: 'it leads through a link (symlink)' },
    })
  }

  async function tried<T>(path: string, work: (whole: string) => Promise<T>): Promise<T> {
    const whole = await at(path)
    try {
      return await work(whole)
    } catch (error) {
      throw folderFault(error, { host, path })
    }
  }

  async function find(path: string): Promise<FileEntry | undefined> {
    try {
      return await entryAt(await at(path))
    } catch (error) {
      const fault = folderFault(error, { host, path })
      if (fault.data.code === 'file.not-found') return undefined
      throw fault
    }
  }

  const opened = (path: string, flags: number): Promise<FileHandle> =>
    tried(path, (whole) => open(whole, flags | constants.O_NOFOLLOW, 0o640))

  async function piped(path: string, work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => {
      throw folderFault(error, { host, path })
    })
  }

  return {
    host,
    async list(folder) {
      // Asked of something in it, so that the folder itself is no link either.
      const inner = dirname(await at(joinPath(folder, 'x')))
      const names = await readdir(inner).catch((error: unknown) => {
        throw folderFault(error, { host, path: folder })
      })
      if (names.length > MOST_ENTRIES) throw permanent('file.too-many', { path: folder, limit: MOST_ENTRIES })
      const entries: FileEntry[] = []
      for (const name of names) {
        // Gone meanwhile: no entry.
        const entry = await entryAt(join(inner, name)).catch(() => undefined)
        if (entry && entry.kind !== 'other') entries.push(entry)
      }
      return entries
    },
    find,
    async download(path, sink, from = 0) {
      const file = await opened(path, constants.O_RDONLY)
      await piped(path, () => pipeline(file.createReadStream({ start: from }), sink))
    },
    async upload(path, source) {
      const file = await opened(path, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC)
      await piped(path, () => pipeline(source, file.createWriteStream({ flush: true })))
    },
    async rename(from, to, over) {
      const target = await at(to)
      await tried(from, async (whole) => {
        if (over) return rename(whole, target)
        // Unlike `rename`, a second name is refused when the target is there.
        await link(whole, target).catch((error: unknown) => {
          throw codeOf(error) === 'EEXIST' ? permanent('file.exists', { path: to }) : error
        })
        await unlink(whole)
      })
      await syncFolder(dirname(target))
    },
    remove: (path) => tried(path, unlink),
    async makeFolder(path) {
      let made = ''
      for (const segment of path.split('/')) {
        made = joinPath(made, segment)
        await tried(made, (whole) =>
          mkdir(whole).catch((error: unknown) => {
            if (codeOf(error) !== 'EEXIST') throw error
          }),
        )
        if ((await find(made))?.kind !== 'folder')
          throw permanent('file.bad-name', { path: made, reason: { vi: 'không phải thư mục', en: 'it is no folder' } })
      }
    },
    close: async () => undefined,
  }
}

async function entryAt(whole: string): Promise<FileEntry> {
  const found = await lstat(whole)
  const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other'
  const { size, mtimeMs, ino } = found
  return { name: basename(whole), kind, size, modified: Math.floor(mtimeMs), stamp: `${size}:${mtimeMs}:${ino}` }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function folderFault(error: unknown, place: Place): FlowError {
  const known = networkFault(error, place)
  if (known) return known
  const code = codeOf(error)
  if (code === 'ENOENT' || code === 'ENOTDIR') return permanent('file.not-found', { path: place.path })
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return permanent('file.denied', { ...place })
  if (code === 'EEXIST') return permanent('file.exists', { path: place.path })
  if (code === 'ENOSPC' || code === 'EDQUOT') return retryable('file.full', { ...place })
  if (code === 'ELOOP')
    return permanent('file.bad-name', {
      path: place.path,
      reason: { vi: 'là một liên kết (symlink)', en: 'it is a link (symlink)' },
    })
  return retryable('file.failed', { ...place, reason: code === '' ? messageOf(error) : code })
}
