import { isZip, packZip, safeName, unpackZip, ZipFault, type ZipFile } from '#nodes/archives/zip.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { fieldsOf, listOf, textOf } from './values.ts'

const MOST_ATTACHMENTS = 100
const MOST_FILES = 200

/** A file inside an attachment. */
export interface AttachedFile {
  readonly Name: string
  readonly Size: number
  readonly Base64: string
}

/** An attachment of a packet with its files unpacked. */
export interface Attachment {
  readonly ContentId: string
  readonly AttachmentName: string
  readonly ContentType: string
  readonly Description: string
  readonly Files: readonly AttachedFile[]
}

/** Joins what the manifest says with what the attachments hold; `maxBytes` bounds all files together. */
export function readAttachments(manifest: unknown, encoded: unknown, maxBytes: number): readonly Attachment[] {
  const described = new Map(listOf(manifest).map((it) => [idOf(fieldsOf(it).ContentId), fieldsOf(it)]))
  const found = listOf(encoded)
  if (found.length > MOST_ATTACHMENTS)
    throw refused('', `quá ${MOST_ATTACHMENTS} tệp`, `more than ${MOST_ATTACHMENTS} files`)
  let left = maxBytes
  return found.map((item) => {
    const own = fieldsOf(item)
    const ContentId = idOf(own.ContentId)
    const about = described.get(ContentId) ?? {}
    const say = (name: string): string => textOf(own[name]) || textOf(about[name])
    const AttachmentName = nameOf(say('AttachmentName') || ContentId || 'tep-dinh-kem')
    const files = unpack(textOf(own.ContentTransferEncoded), AttachmentName, left)
    left -= files.reduce((sum, file) => sum + file.Size, 0)
    return { ContentId, AttachmentName, ContentType: say('ContentType'), Description: say('Description'), Files: files }
  })
}

/** `cid:a` and `a` are the same attachment. */
function idOf(value: unknown): string {
  return textOf(value).replace(/^cid:/i, '')
}

function unpack(base64: string, name: string, left: number): readonly AttachedFile[] {
  const bytes = bytesOf(base64, name, left)
  if (bytes.length === 0) return []
  const files: readonly ZipFile[] = isZip(bytes)
    ? within(name, () => unpackZip(bytes, { files: MOST_FILES, bytes: left }))
    : [{ name, content: bytes }]
  return files.map((file) => ({ Name: file.name, Size: file.content.length, Base64: file.content.toString('base64') }))
}

function bytesOf(base64: string, name: string, most: number): Buffer {
  const text = base64.replace(/\s+/g, '')
  if (text.length > most * 1.4 + 1000) throw refused(name, 'quá lớn', 'too large')
  if (text.length % 4 === 1 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text))
    throw refused(name, 'không phải Base64', 'is no Base64')
  return Buffer.from(text, 'base64')
}

function nameOf(name: string): string {
  return within(name, () => safeName(name))
}

function within<T>(name: string, work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    if (thrown instanceof ZipFault) throw refused(name, thrown.reason.vi, thrown.reason.en)
    throw thrown
  }
}

function refused(name: string, vi: string, en: string): Error {
  return permanent('edxml.attachment', { name: name.slice(0, 100), reason: { vi, en } })
}

/** The two halves of attachments in a packet: rows of the manifest, and the zipped files. */
export function writeAttachments(
  value: unknown,
  maxBytes: number,
): { readonly references: readonly object[]; readonly encoded: readonly object[] } {
  const found = listOf(value).map(fieldsOf)
  if (found.length > MOST_ATTACHMENTS)
    throw refused('', `quá ${MOST_ATTACHMENTS} tệp`, `more than ${MOST_ATTACHMENTS} files`)
  let left = maxBytes
  const rows = found.map((item, index) => {
    const ContentId = idOf(item.ContentId) || `tep-${index + 1}`
    const AttachmentName = nameOf(textOf(item.AttachmentName) || `${ContentId}.zip`)
    const files = listOf(item.Files).map((file) => {
      const { Name, Base64 } = fieldsOf(file)
      const name = nameOf(textOf(Name) || AttachmentName)
      const content = bytesOf(textOf(Base64), name, left)
      left -= content.length
      if (left < 0) throw refused(name, 'tổng các tệp quá lớn', 'the files together are too large')
      return { name, content }
    })
    if (files.length > MOST_FILES) throw refused(AttachmentName, 'quá nhiều tệp', 'too many files')
    const ContentType = textOf(item.ContentType) || 'application/zip'
    const about = { ContentType, Description: textOf(item.Description), AttachmentName }
    const zip = files.length === 0 ? '' : packZip(files).toString('base64')
    return {
      reference: { ContentId: `cid:${ContentId}`, ...about },
      encoded: { ContentId, AttachmentName, ContentType, ContentTransferEncoded: zip },
    }
  })
  return { references: rows.map((it) => it.reference), encoded: rows.map((it) => it.encoded) }
}
