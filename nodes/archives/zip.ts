import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Text } from '#shared/text/text.ts'

/** A file of an archive. */
export interface ZipFile {
  readonly name: string
  readonly content: Buffer
}

/** Why an archive is refused. */
export class ZipFault extends Error {
  readonly reason: Text
  constructor(vi: string, en: string) {
    super(en)
    this.reason = { vi, en }
  }
}

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
/** Bytes of a local header without name and extra field. */
const LOCAL_HEADER = 30
const UTF8 = 0x0800
/** Version 2.0. Of archives made on DOS, Info-ZIP misreads names even when they are marked as UTF-8. */
const MADE_ON_UNIX = 0x0314
/** The mode of a file, `rw-r--r--`, in the upper half. */
const PLAIN_FILE = 0o100644 * 0x10000
/** 1 January 1980, so that the same files give the same archive. */
const FIXED_DAY = 0x21

/** Whether bytes begin as an archive does. */
export function isZip(bytes: Buffer): boolean {
  return bytes.length >= 22 && (bytes.readUInt32LE(0) === LOCAL || bytes.readUInt32LE(0) === END)
}

/** Packs files; the same files always give the same bytes. */
export function packZip(files: readonly ZipFile[]): Buffer {
  const parts: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, content } of files) {
    const path = Buffer.from(safeName(name), 'utf8')
    const packed = deflateRawSync(content)
    const common = commonHeader(path, content, packed)
    const local = Buffer.concat([word(LOCAL), common, path, packed])
    central.push(
      Buffer.concat([word(CENTRAL), half(MADE_ON_UNIX), common, Buffer.alloc(6), word(PLAIN_FILE), word(offset), path]),
    )
    parts.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const count = half(files.length)
  return Buffer.concat([
    ...parts,
    directory,
    word(END),
    half(0),
    half(0),
    count,
    count,
    word(directory.length),
    word(offset),
    half(0),
  ])
}

function commonHeader(path: Buffer, content: Buffer, packed: Buffer): Buffer {
  return Buffer.concat([
    half(20),
    half(UTF8),
    half(8),
    half(0),
    half(FIXED_DAY),
    word(crc32(content)),
    word(packed.length),
    word(content.length),
    half(path.length),
    half(0),
  ])
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function half(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

/** Most files of an archive, and most bytes of all of them unpacked. */
export interface ZipLimits {
  readonly files: number
  readonly bytes: number
}

/** Names as UTF-8, whether the archive says so or not. */
const utf8Name = (name: Buffer, _utf8: boolean): string => name.toString('utf8')

/**
 * Unpacks an archive within limits, whatever sizes it declares. Refuses names that leave the folder or stand twice, links, passwords, unknown
 * methods, entries that share bytes, and content whose size or check sum is not the declared one. Folders are left out.
 */
export function unpackZip(bytes: Buffer, limits: ZipLimits, nameOf = utf8Name): readonly ZipFile[] {
  const { count, start } = endOf(bytes)
  if (count > limits.files) throw new ZipFault(`có quá ${limits.files} tệp`, `holds more than ${limits.files} files`)
  const files: ZipFile[] = []
  const names = new Set<string>()
  let left = limits.bytes
  for (const entry of entriesOf(bytes, start, count, nameOf)) {
    if (entry.name.endsWith('/')) continue
    const name = safeName(entry.name)
    if (names.has(name)) throw new ZipFault('có hai tệp trùng tên', 'holds two files of one name')
    names.add(name)
    const content = contentOf(bytes, entry, left)
    left -= content.length
    files.push({ name, content })
  }
  return files
}

interface Entry {
  readonly name: string
  readonly method: number
  readonly sum: number
  readonly packed: number
  readonly size: number
  readonly local: number
  readonly next: number
}

const broken = (): ZipFault => new ZipFault('tệp nén bị hỏng', 'the archive is broken')

function endOf(bytes: Buffer): { readonly count: number; readonly start: number } {
  const lowest = Math.max(0, bytes.length - 22 - 65_535)
  for (let at = bytes.length - 22; at >= lowest; at--) {
    if (bytes.readUInt32LE(at) !== END) continue
    const start = bytes.readUInt32LE(at + 16)
    if (start === 0xffffffff) throw new ZipFault('kiểu ZIP64 không được nhận', 'ZIP64 is not taken')
    return { count: bytes.readUInt16LE(at + 10), start }
  }
  throw broken()
}

type NameOf = (name: Buffer, utf8: boolean) => string

/** What the directory lists. Entries that share bytes make a bomb out of a small file without a high ratio in any of them. */
function entriesOf(bytes: Buffer, start: number, count: number, nameOf: NameOf): readonly Entry[] {
  const entries: Entry[] = []
  for (let at = start; entries.length < count; ) {
    const entry = entryAt(bytes, at, nameOf)
    entries.push(entry)
    at = entry.next
  }
  let free = 0
  for (const { local, packed } of entries.toSorted((a, b) => a.local - b.local)) {
    if (local < free) throw new ZipFault('có tệp chồng lên nhau', 'its files overlap')
    free = local + LOCAL_HEADER + packed
  }
  return entries
}

function entryAt(bytes: Buffer, at: number, nameOf: NameOf): Entry {
  if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL) throw broken()
  const flags = bytes.readUInt16LE(at + 8)
  if ((flags & 1) !== 0) throw new ZipFault('tệp nén có mật khẩu', 'the archive has a password')
  // Made on Unix, the upper half of the attributes is the mode of the file.
  if (bytes[at + 5] === 3 && (bytes.readUInt16LE(at + 40) & 0xf000) === 0xa000)
    throw new ZipFault('có liên kết (symlink)', 'holds a link (symlink)')
  const nameEnd = at + 46 + bytes.readUInt16LE(at + 28)
  const next = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  if (next > bytes.length) throw broken()
  return {
    name: nameOf(bytes.subarray(at + 46, nameEnd), (flags & UTF8) !== 0),
    method: bytes.readUInt16LE(at + 10),
    sum: bytes.readUInt32LE(at + 16),
    packed: bytes.readUInt32LE(at + 20),
    size: bytes.readUInt32LE(at + 24),
    local: bytes.readUInt32LE(at + 42),
    next,
  }
}

function contentOf(bytes: Buffer, { method, sum, packed, size, local }: Entry, most: number): Buffer {
  if (local + LOCAL_HEADER > bytes.length || bytes.readUInt32LE(local) !== LOCAL) throw broken()
  const start = local + LOCAL_HEADER + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
  if (start + packed > bytes.length) throw broken()
  const content = inflated(bytes.subarray(start, start + packed), method, most)
  if (content.length > most) throw tooLarge()
  if (content.length !== size || crc32(content) !== sum) throw broken()
  return content
}

const tooLarge = (): ZipFault => new ZipFault('giải nén ra quá lớn', 'unpacks to too much')

function inflated(packed: Buffer, method: number, most: number): Buffer {
  if (method === 0) return packed
  if (method !== 8) throw new ZipFault('kiểu nén không được nhận', 'its compression is not taken')
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, most) })
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : ''
    throw code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : broken()
  }
}

/** The name of a file in NFC; throws when it would leave its folder, or holds what no file name may. */
export function safeName(name: string): string {
  const clean = name.normalize('NFC').replaceAll('\\', '/')
  const parts = clean.split('/')
  const bad =
    clean === '' ||
    clean.length > 255 ||
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
    /[\u0000-\u001f\u007f\ufffd]|^[A-Za-z]:/.test(clean) ||
    parts.some((part) => part === '' || part === '.' || part === '..')
  if (bad) throw new ZipFault('tên tệp không an toàn', 'the file name is not safe')
  return clean
}
