import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import { splitPath } from '../safe-path.ts'
import { type FileEntry, type FileStore, MOST_ENTRIES } from '../store.ts'
import { type Bucket, openBucket } from './s3-client.ts'
import { isMissing, s3Fault, statusOf } from './s3-faults.ts'

/** Two parts are in memory at a time; ten thousand of them, the most that S3 takes, are 80 GB. */
const PART_BYTES = 8 * 1024 * 1024
/** Largest object that S3 copies in one request. */
const COPY_BYTES = 5 * 1024 ** 3

/**
 * The objects of a bucket as files: what stands before the last `/` of a key is its folder. A folder is nothing of its own, so making one
 * does nothing, and one without objects is listed as empty.
 */
export async function openS3(connection: ConnectionHandle, signal: AbortSignal): Promise<FileStore> {
  return createStore(await openBucket(connection), signal)
}

function createStore({ client, bucket, host, prefix, close }: Bucket, signal: AbortSignal): FileStore {
  const keyOf = (path: string): string => `${prefix}${path}`
  const asked = { abortSignal: signal }

  async function tried<T>(path: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw s3Fault(error, { host, path, bucket })
    }
  }

  const page = (folder: string, most: number, token?: string): Promise<ListObjectsV2CommandOutput> =>
    tried(folder, () =>
      client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: folder === '' ? prefix : `${keyOf(folder)}/`,
          Delimiter: '/',
          MaxKeys: most,
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
        asked,
      ),
    )

  async function list(folder: string): Promise<readonly FileEntry[]> {
    const entries: FileEntry[] = []
    let token: string | undefined
    do {
      const found = await page(folder, 1000, token)
      if (found.Name === undefined && found.IsTruncated === undefined)
        throw retryable('file.failed', { host, path: folder, reason: 'ListObjectsV2' })
      entries.push(...entriesOf(found))
      if (entries.length > MOST_ENTRIES) throw permanent('file.too-many', { path: folder, limit: MOST_ENTRIES })
      const next = found.IsTruncated ? found.NextContinuationToken : undefined
      if (next !== undefined && next === token)
        throw retryable('file.failed', { host, path: folder, reason: 'ContinuationToken' })
      token = next
    } while (token !== undefined)
    return entries
  }

  /** What S3 knows of an object; undefined when there is none. A refusal without a reason is asked again where a reason is given. */
  async function head(path: string): Promise<HeadObjectCommandOutput | undefined> {
    try {
      return await client.send(new HeadObjectCommand({ Bucket: bucket, Key: keyOf(path) }), asked)
    } catch (error) {
      if (isMissing(error)) return undefined
      const status = statusOf(error)
      if (status === 403 || status === 400 || status === 301) await page(splitPath(path).folder, 1)
      throw s3Fault(error, { host, path, bucket })
    }
  }

  async function find(path: string): Promise<FileEntry | undefined> {
    const name = splitPath(path).name
    const folder: FileEntry = { name, kind: 'folder', size: 0, modified: 0, stamp: '' }
    if (path === '') return folder
    const found = await head(path)
    if (found) return fileEntry(name, found.ContentLength, found.LastModified, found.ETag)
    const { Contents = [], CommonPrefixes = [] } = await page(path, 1)
    return Contents.length + CommonPrefixes.length > 0 ? folder : undefined
  }

  async function mustHave(path: string): Promise<HeadObjectCommandOutput> {
    const found = await head(path)
    if (!found) throw permanent('file.not-found', { path })
    return found
  }

  /** Sends parts as they come; whatever breaks off takes back the parts that arrived, so that nothing is seen or left half. */
  async function put(path: string, source: Readable, over: boolean): Promise<void> {
    if (!over && (await head(path))) throw permanent('file.exists', { path })
    const stop = (): void => void source.destroy()
    signal.addEventListener('abort', stop, { once: true })
    try {
      await tried(path, async () => {
        const upload = new Upload({
          client,
          partSize: PART_BYTES,
          queueSize: 2,
          // A storage that knows conditions refuses when another wrote meanwhile; others were asked above.
          params: { Bucket: bucket, Key: keyOf(path), Body: source, ...(over ? {} : { IfNoneMatch: '*' }) },
        })
        await upload.done()
      })
    } finally {
      signal.removeEventListener('abort', stop)
      source.destroy()
    }
  }

  async function download(path: string, sink: Writable, from = 0): Promise<void> {
    await tried(path, async () => {
      const range = from > 0 ? { Range: `bytes=${from}-` } : {}
      const command = new GetObjectCommand({ Bucket: bucket, Key: keyOf(path), ...range })
      const answer = await client.send(command, asked).catch((error: unknown) => {
        // Nothing stands behind that byte.
        if (statusOf(error) === 416) return undefined
        throw error
      })
      const body = answer === undefined ? Readable.from([]) : answer.Body
      if (!(body instanceof Readable)) throw new Error('no body')
      if (answer && from > 0 && answer.ContentRange === undefined) throw new Error('Range')
      await pipeline(body, sink)
    })
  }

  /** Deletes only what was looked at: where the storage knows conditions, another that took its place meanwhile stays. */
  async function removeSame(path: string, etag: string | undefined): Promise<void> {
    const send = (condition: { readonly IfMatch?: string }) =>
      client.send(new DeleteObjectCommand({ Bucket: bucket, Key: keyOf(path), ...condition }), asked)
    await tried(path, async () => {
      await send(etag ? { IfMatch: etag } : {}).catch((error: unknown) => {
        if (statusOf(error) === 501) return send({})
        if (statusOf(error) !== 412) throw error
        return undefined
      })
    })
  }

  /** S3 has no renaming: copied within the storage, then deleted when it is still what was copied. */
  async function rename(from: string, to: string, over: boolean): Promise<void> {
    const { ETag: etag, ContentLength: size = 0 } = await mustHave(from)
    if (from === to) return
    if (size > COPY_BYTES) throw permanent('file.too-large', { path: from, size, limit: COPY_BYTES })
    if (!over && (await head(to))) throw permanent('file.exists', { path: to })
    const source = [bucket, ...keyOf(from).split('/')].map(encodeURIComponent).join('/')
    await tried(to, () =>
      client.send(
        new CopyObjectCommand({
          Bucket: bucket,
          Key: keyOf(to),
          CopySource: source,
          ...(etag ? { CopySourceIfMatch: etag } : {}),
          ...(over ? {} : { IfNoneMatch: '*' }),
        }),
        asked,
      ),
    )
    // What was written there meanwhile is a new file and stays.
    if ((await head(from))?.ETag === etag) await removeSame(from, etag)
  }

  return {
    host,
    list,
    find,
    download,
    upload: (path, source) => put(path, source, true),
    uploadWhole: put,
    rename,
    remove: async (path) => {
      await removeSame(path, (await mustHave(path)).ETag)
    },
    makeFolder: async () => undefined,
    close: async () => close(),
  }
}

function entriesOf({ Contents = [], CommonPrefixes = [] }: ListObjectsV2CommandOutput): readonly FileEntry[] {
  const files = Contents.map((it) => fileEntry(lastOf(it.Key), it.Size, it.LastModified, it.ETag))
  const folders = CommonPrefixes.map((it): FileEntry => {
    const name = lastOf(it.Prefix?.replace(/\/$/, ''))
    return { name, kind: 'folder', size: 0, modified: 0, stamp: '' }
  })
  // The object that stands for the folder itself, and keys with `//`, have no name.
  return [...files, ...folders].filter((it) => it.name !== '' && it.name !== '.' && it.name !== '..')
}

const lastOf = (key = ''): string => splitPath(key).name

/** A listing tells milliseconds, a single question only seconds; both must give the same file the same time. */
function fileEntry(name: string, size = 0, time?: Date, etag = ''): FileEntry {
  const modified = Math.floor((time?.getTime() ?? 0) / 1000) * 1000
  return { name, kind: 'file', size, modified, stamp: `${size}:${modified}:${etag}` }
}
