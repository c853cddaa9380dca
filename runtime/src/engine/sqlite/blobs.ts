import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, readFile, rename, stat, unlink, utimes } from 'node:fs/promises'
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
  /** Bytes of the file; 0 when it is missing. */
  size(hash: Buffer): Promise<number>
  /** Removes unfinished files that a stopped process left before this instant, and puts back what it was about to remove. */
  sweep(before: number): Promise<void>
  /**
   * Removes the files of one of 256 parts that nothing names and that were not touched for an hour; answers how many. A file that
   * is written again meanwhile stays, whichever process writes it.
   */
  collect(part: number, named: (hash: Buffer) => boolean): Promise<number>
}

/** A file that was just written may be named by a commit that is still under way. */
const YOUNG_MS = 3_600_000
const NAME = /^[0-9a-f]{64}$/

/** Blobs under a folder, which is made when first needed; their files carry the time of this clock. `onFatal` is told of a failed write to the disk itself. */
export function createBlobs(folder: string, clock: () => number, onFatal: (error: FlowError) => void): Blobs {
  const unfinished = join(folder, 'unfinished')
  const leaving = join(folder, 'leaving')
  let writes = 0
  let rooted = false

  async function place(bytes: Buffer, hash: string): Promise<void> {
    const home = join(folder, hash.slice(0, 2))
    const path = join(home, hash)
    await mkdir(home, { recursive: true })
    // Touched before it is relied on, so that `collect` lets it be.
    await touch(path, clock())
    const there = await stat(path).catch(() => undefined)
    if (there?.size !== bytes.length) {
      await mkdir(unfinished, { recursive: true })
      const temporary = join(unfinished, `${hash}.${process.pid}.${++writes}`)
      await writeSynced(temporary, bytes)
      await touch(temporary, clock())
      await rename(temporary, path)
    }
    // Also for a file found there: the process that renamed it may not have come to sync its name.
    await syncFolder(home)
    await syncFolder(folder)
    if (!rooted) await syncFolder(dirname(folder))
    rooted = true
  }

  async function moveBack(name: string): Promise<void> {
    const home = join(folder, name.slice(0, 2))
    await mkdir(home, { recursive: true })
    await rename(join(leaving, name), join(home, name))
    await syncFolder(home)
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
    async size(hash) {
      const name = hash.toString('hex')
      return (await stat(join(folder, name.slice(0, 2), name)).catch(() => undefined))?.size ?? 0
    },
    async sweep(before) {
      for (const name of await readdir(unfinished).catch(() => [])) {
        const path = join(unfinished, name)
        const age = await stat(path).catch(() => undefined)
        if (age && age.mtimeMs < before) await unlink(path).catch(() => undefined)
      }
      for (const name of await readdir(leaving).catch(() => [])) await moveBack(name)
    },
    async collect(part, named) {
      const home = join(folder, part.toString(16).padStart(2, '0'))
      let gone = 0
      for (const name of await readdir(home).catch(() => [])) {
        if (!NAME.test(name) || named(Buffer.from(name, 'hex')) || !(await isOld(join(home, name), clock()))) continue
        // Aside first: somebody who writes the same content meanwhile finds no file, or has touched this one and gets it back.
        await mkdir(leaving, { recursive: true })
        await rename(join(home, name), join(leaving, name))
        if (!named(Buffer.from(name, 'hex')) && (await isOld(join(leaving, name), clock()))) {
          await unlink(join(leaving, name))
          gone++
        } else await moveBack(name)
      }
      return gone
    },
  }
}

/** A missing file is left to whoever looks for it next. */
async function touch(path: string, now: number): Promise<void> {
  await utimes(path, now / 1000, now / 1000).catch(() => undefined)
}

async function isOld(path: string, now: number): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found !== undefined && found.mtimeMs < now - YOUNG_MS
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
