import { createHash } from 'node:crypto'
import { type Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** How much went over, and its SHA-256 in hex. */
export interface Transferred {
  readonly size: number
  readonly sha256: string
}

/** Where content comes from: sent into a stream, which is ended; may be asked for more than once. */
export type Content = (sink: Writable) => Promise<void>

/** Moves content piece by piece, never whole in memory; when one end fails, the other is stopped and the first fault is thrown. */
export async function transfer(from: Content, into: (source: Readable) => Promise<void>): Promise<Transferred> {
  const hash = createHash('sha256')
  let size = 0
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      hash.update(chunk)
      done(null, chunk)
    },
  })
  const ends = [from(meter), into(meter)]
  try {
    await Promise.all(ends)
    return { size, sha256: hash.digest('hex') }
  } catch (first) {
    meter.destroy()
    // The other end is let go of its connection before that is used again, but not waited for without end.
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise((done) => {
      timer = setTimeout(done, STOP_MS)
    })
    await Promise.race([Promise.allSettled(ends), patience])
    clearTimeout(timer)
    throw first
  }
}

/** How long the other end of a failed transfer may take to stop. */
const STOP_MS = 5000

/** The size and hash of content that is read and let go. */
export function measure(from: Content): Promise<Transferred> {
  return transfer(from, (source) => pipeline(source, new Writable({ write: (_chunk, _encoding, done) => done() })))
}

/** Content that is in memory already. */
export function contentOf(bytes: Buffer): Content {
  return (sink) =>
    pipeline(async function* () {
      yield bytes
    }, sink)
}

/** Reads at most so many bytes; undefined when there are more. */
export async function readLimited(from: Content, limit: number): Promise<Buffer | undefined> {
  const { bytes, more } = await taken(from, limit)
  return more ? undefined : bytes
}

/** The first bytes, so many or fewer; the rest is not fetched. */
export async function readFirst(from: Content, count: number): Promise<Buffer> {
  const { bytes } = await taken(from, count)
  return bytes.subarray(0, count)
}

/** Reads until there are more bytes than the limit, then lets the source go. */
async function taken(from: Content, limit: number): Promise<{ readonly bytes: Buffer; readonly more: boolean }> {
  const chunks: Buffer[] = []
  let size = 0
  const enough = new Error('more than may be read')
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.length
      chunks.push(chunk)
      done(size > limit ? enough : undefined)
    },
  })
  await from(sink).catch((error: unknown) => {
    if (size <= limit) throw error
  })
  return { bytes: Buffer.concat(chunks), more: size > limit }
}
