import { gunzipSync, gzipSync } from 'node:zlib'
import { LARGEST_BUNDLE } from '#shared/api/bundles.ts'
import { permanent } from '#shared/errors/flow-error.ts'

/** Files by path. */
export type Files = ReadonlyMap<string, Buffer>

/** Bytes of all files together when unpacked. */
const LARGEST_UNPACKED = 64 * 1024 * 1024
/** Files in an archive. */
const MOST_FILES = 5000
const BLOCK = 512
/** Words and slashes only: nothing that leads out of a folder, whatever it would be written to. */
const PATH = /^(?:[a-z0-9][a-z0-9-]{0,63}\/){0,3}[a-z0-9][a-z0-9-]{0,63}\.json$/

/** Packs files as tar and gzip. The same files give the same tar: sorted, without times, owners or modes of their own. */
export function packFiles(files: Files): Buffer {
  const blocks: Buffer[] = []
  for (const [path, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    blocks.push(header(path, content.length), content, Buffer.alloc(padding(content.length)))
  blocks.push(Buffer.alloc(2 * BLOCK))
  const packed = gzipSync(Buffer.concat(blocks), { level: 9 })
  if (packed.length > LARGEST_BUNDLE) throw tooLarge(`${LARGEST_BUNDLE / 1024 / 1024} MB`)
  return packed
}

/**
 * Unpacks in memory, or refuses: `bundle.too-large` for bombs and huge counts, `bundle.path` for names that are not plain,
 * links and files that come twice, `bundle.unreadable` for anything that is no such archive.
 */
export function unpackFiles(packed: Buffer): Files {
  if (packed.length > LARGEST_BUNDLE) throw tooLarge(`${LARGEST_BUNDLE / 1024 / 1024} MB`)
  const tar = unzipped(packed)
  const files = new Map<string, Buffer>()
  let at = 0
  for (;;) {
    const head = tar.subarray(at, at + BLOCK)
    if (head.length < BLOCK) throw permanent('bundle.unreadable')
    if (head.every((byte) => byte === 0)) return files
    const { path, size } = readHeader(head)
    if (files.has(path)) throw permanent('bundle.path', { path })
    const content = tar.subarray(at + BLOCK, at + BLOCK + size)
    if (content.length < size) throw permanent('bundle.unreadable')
    files.set(path, content)
    if (files.size > MOST_FILES) throw tooLarge(`${MOST_FILES} tệp`)
    at += BLOCK + size + padding(size)
  }
}

function unzipped(packed: Buffer): Buffer {
  try {
    return gunzipSync(packed, { maxOutputLength: LARGEST_UNPACKED })
  } catch (error) {
    if (
      error instanceof RangeError ||
      (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
    )
      throw tooLarge(`${LARGEST_UNPACKED / 1024 / 1024} MB khi giải nén`)
    throw permanent('bundle.unreadable')
  }
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK
}

/** A header of POSIX.1-1988 tar (ustar) for a plain file. */
function header(path: string, size: number): Buffer {
  if (!PATH.test(path) || path.length > 99) throw permanent('bundle.path', { path })
  const block = Buffer.alloc(BLOCK)
  block.write(path, 0, 'latin1')
  block.write('0000644\0', 100, 'latin1')
  block.write('0000000\0', 108, 'latin1')
  block.write('0000000\0', 116, 'latin1')
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1')
  block.write('00000000000\0', 136, 'latin1')
  block.write('0', 156, 'latin1')
  block.write('ustar\x0000', 257, 'latin1')
  block.write(`${checksum(block).toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return block
}

function readHeader(block: Buffer): { readonly path: string; readonly size: number } {
  const text = (from: number, length: number): string => {
    const field = block.subarray(from, from + length).toString('latin1')
    const end = field.indexOf('\0')
    return (end < 0 ? field : field.slice(0, end)).trim()
  }
  const octal = (from: number, length: number): number => {
    const digits = text(from, length)
    if (!/^[0-7]{1,11}$/.test(digits)) throw permanent('bundle.unreadable')
    return Number.parseInt(digits, 8)
  }
  if (octal(148, 8) !== checksum(block)) throw permanent('bundle.unreadable')
  const path = text(0, 100)
  const type = text(156, 1)
  const isPlain = (type === '' || type === '0') && text(345, 155) === ''
  if (!isPlain || !PATH.test(path)) throw permanent('bundle.path', { path: path.slice(0, 100) })
  return { path, size: octal(124, 12) }
}

/** The sum of all bytes, the field of the sum itself counted as spaces. */
function checksum(block: Buffer): number {
  let sum = 8 * 32
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i >= 156) sum += block[i] ?? 0
  return sum
}

function tooLarge(limit: string): Error {
  return permanent('bundle.too-large', { limit })
}
