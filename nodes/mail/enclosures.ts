import { withStore } from '#nodes/files/open.ts'
import { safeFilePath } from '#nodes/files/safe-path.ts'
import { readLimited } from '#nodes/files/transfer.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { StepContext } from '#shared/node/run.ts'
import type { Text } from '#shared/text/text.ts'
import type { Enclosure } from './compose.ts'
import { oneLine } from './one-line.ts'

/** Most files with one letter. */
export const MOST_ENCLOSURES = 50

/** What a row of the node says: the value of its content, and the name that goes before any other. */
export interface EnclosureRow {
  readonly content: unknown
  readonly name: unknown
}

/** How much all files may have together in bytes, and the one connection whose files may go out. */
export interface EnclosureLimits {
  readonly files: string | undefined
  readonly maxBytes: number
}

/**
 * The files that rows name: Base64 text, `{ name, content }` with Base64, a reference `{ connection, path, name }` to a file of the connection
 * that the node names (a message must not choose another one), or a list of these. Throws `mail.bad-letter`, `mail.too-large`, `file.*`.
 */
export async function enclosuresFrom(
  rows: readonly EnclosureRow[],
  limits: EnclosureLimits,
  context: StepContext,
): Promise<readonly Enclosure[]> {
  const found: Enclosure[] = []
  let size = 0
  for (const { content, name } of rows)
    for (const one of Array.isArray(content) ? content : [content]) {
      if (one === null || one === undefined) continue
      if (found.length >= MOST_ENCLOSURES)
        throw bad({
          vi: `hơn ${MOST_ENCLOSURES} tệp trong một thư`,
          en: `more than ${MOST_ENCLOSURES} files in a letter`,
        })
      const room = limits.maxBytes - size
      const enclosure = await readOne(
        one,
        Array.isArray(content) ? undefined : name,
        { ...limits, maxBytes: room },
        context,
      )
      size += enclosure.bytes.length
      if (size > limits.maxBytes) throw tooLarge(size, limits.maxBytes)
      found.push(enclosure)
    }
  return found
}

async function readOne(
  one: unknown,
  given: unknown,
  { files, maxBytes }: EnclosureLimits,
  context: StepContext,
): Promise<Enclosure> {
  if (typeof one === 'string') return { name: nameFrom(given), bytes: fromBase64(one) }
  if (typeof one !== 'object' || one === null) throw bad({ vi: 'không phải tệp', en: 'it is no file' })
  const { connection, path, name, content }: Readonly<Record<'connection' | 'path' | 'name' | 'content', unknown>> = {
    connection: undefined,
    path: undefined,
    name: undefined,
    content: undefined,
    ...one,
  }
  const called = given === undefined || given === '' ? name : given
  if (path === undefined) {
    if (typeof content === 'string') return { name: nameFrom(called), bytes: fromBase64(content) }
    throw bad({ vi: 'thiếu nội dung (content) hoặc đường dẫn (path)', en: 'there is neither content nor path' })
  }
  if (typeof path !== 'string' || files === undefined || (connection !== undefined && connection !== files))
    throw bad({
      vi: 'tệp không thuộc kết nối đã chọn ở ô "Kết nối chứa tệp"',
      en: 'the file is not one of the connection chosen in "Connection of the files"',
    })
  const place = safeFilePath(path)
  const bytes = await withStore(files, context, async (store) => {
    const there = await store.find(place)
    if (there?.kind !== 'file') throw permanent('file.not-found', { path: place })
    if (there.size > maxBytes) throw tooLarge(there.size, maxBytes)
    return readLimited((sink) => store.download(place, sink), maxBytes)
  })
  if (!bytes) throw tooLarge(maxBytes + 1, maxBytes)
  return { name: nameFrom(called ?? place.slice(place.lastIndexOf('/') + 1)), bytes }
}

function nameFrom(value: unknown): string {
  if (typeof value !== 'string' || value.trim() === '') throw bad({ vi: 'thiếu tên tệp', en: 'there is no file name' })
  const name = oneLine(value, 'attachments').normalize('NFC')
  if (/[/\\]/.test(name) || Buffer.byteLength(name) > 255)
    throw bad({ vi: 'tên tệp có dấu / hoặc quá dài', en: 'the file name has a slash or is too long' })
  return name
}

function fromBase64(text: string): Buffer {
  const plain = text.replace(/\s/g, '')
  if (plain.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(plain))
    throw bad({ vi: 'nội dung không phải Base64', en: 'the content is not Base64' })
  return Buffer.from(plain, 'base64')
}

function bad(reason: Text) {
  return permanent('mail.bad-letter', { field: 'attachments', reason })
}

/** A letter or its files are larger than they may be; sizes in bytes. */
export function tooLarge(size: number, limit: number) {
  return permanent('mail.too-large', { size, limit: `${limit} byte` })
}
