import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type FlowError, permanent } from '#shared/errors/flow-error.ts'
import { faults } from '../../faults.ts'
import { storageFault } from './storage-errors.ts'

/** Large payloads as files named by their content: `<first two hex digits>/<sha-256>`. */
export interface Blobs {
  /** Resolves with the SHA-256 when the file would survive power loss; the same content is written once. Throws `engine.disk-full`. */
  write(bytes: Buffer): Promise<Buffer>
  /** Throws a permanent `engine.storage` when the file is missing or its content is not what was written. */
  read(hash: Buffer): Promise<Buffer>
  /** Removes unfinished files that a stopped process left before this instant. */
  sweep(before: number): Promise<void>
}

/** Blobs under a folder, which is made when first needed. `onFatal` is told of a failed write to the disk itself. */
export function createBlobs(folder: string, onFatal: (error: FlowError) => void): Blobs {
  const unfinished = join(folder, 'unfinished')
  let writes = 0
  let rooted = false

  async function place(bytes: Buffer, hash: string): Promise<void> {
    const home = join(folder, hash.slice(0, 2))
    const path = join(home, hash)
    await mkdir(home, { recursive: true })
    const there = await stat(path).catch(() => undefined)
    if (there?.size !== bytes.length) {
      await mkdir(unfinished, { recursive: true })
      const temporary = join(unfinished, `${hash}.${process.pid}.${++writes}`)
      await writeSynced(temporary, bytes)
      await rename(temporary, path)
    }
    // Also for a file found there: the process that renamed it may not have come to sync its name.
    await syncFolder(home)
    await syncFolder(folder)
    if (!rooted) await syncFolder(dirname(folder))
    rooted = true
  }

  return {
    async write(bytes) {
      const hash = createHash('sha256').update(bytes).digest()
      try {
        await place(bytes, hash.toString('hex'))
        faults.at('blob.before-ref')
        return hash
      } catch (thrown) {
        const fault = storageFault(thrown)
        if (fault.kind === 'fatal') onFatal(fault.error)
        throw fault.error
      }
    },
    async read(hash) {
      const name = hash.toString('hex')
      const bytes = await readFile(join(folder, name.slice(0, 2), name)).catch((thrown: unknown) => {
        if (isMissing(thrown)) throw permanent('engine.storage', { reason: `blob ${name} is missing` })
        throw storageFault(thrown).error
      })
      if (!createHash('sha256').update(bytes).digest().equals(hash))
        throw permanent('engine.storage', { reason: `blob ${name} is damaged` })
      return bytes
    },
    async sweep(before) {
      for (const name of await readdir(unfinished).catch(() => [])) {
        const path = join(unfinished, name)
        const age = await stat(path).catch(() => undefined)
        if (age && age.mtimeMs < before) await unlink(path).catch(() => undefined)
      }
    },
  }
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
}

async function writeSynced(path: string, bytes: Buffer): Promise<void> {
  // Exclusive: in two containers two processes may share a number.
  await withFile(path, 'wx', async (file) => {
    await file.writeFile(bytes)
    await file.sync()
  }).catch(async (error: unknown) => {
    await unlink(path).catch(() => undefined)
    throw error
  })
}

const syncFolder = (folder: string): Promise<void> => withFile(folder, 'r', (handle) => handle.sync())

async function withFile(path: string, mode: 'r' | 'wx', work: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, mode)
  try {
    await work(file)
  } finally {
    await file.close()
  }
}
