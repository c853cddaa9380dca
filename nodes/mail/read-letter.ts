import { type AddressObject, type EmailAddress, type ParsedMail, simpleParser } from 'mailparser'
import type { Address } from './addresses.ts'

/** Bounds on what a letter may hold, whatever its size: files, people in one header, characters of text and of a header. */
const MOST = { files: 200, people: 500, text: 5_000_000, html: 5_000_000, line: 2000, parts: 1000 }

/** A file in a letter that came in, decoded. */
export interface LetterFile {
  readonly name: string
  readonly contentType: string
  readonly bytes: Buffer
}

/** A letter as messages carry it, without its files. Texts in NFC. */
export interface LetterFacts {
  readonly messageId: string
  readonly subject: string
  readonly from: Address
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly replyTo: readonly Address[]
  /** What the sender wrote, ISO 8601; absent when that is no date. */
  readonly date?: string
  /** The Message-ID of the letter that this one answers; blank when it answers none. */
  readonly inReplyTo: string
  readonly text: string
  readonly html: string
  /** Sent by a machine: a notice of non-delivery, an out-of-office answer, another system (RFC 3834). */
  readonly automatic: boolean
  /** Some of it could not be decoded by the character set that the letter names; those characters are lost. */
  readonly garbled: boolean
}

/** Reads a letter (RFC 5322, MIME) as far as it can be read: broken parts become text or files, nothing is thrown for them. */
export async function readLetter(
  source: Buffer,
): Promise<{ readonly letter: LetterFacts; readonly files: readonly LetterFile[] }> {
  const parsed = await simpleParser(source, {
    skipImageLinks: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    maxHtmlLengthToParse: 1_000_000,
    maxChildNodes: MOST.parts,
    checksumAlgo: false,
  })
  if (parsed.attachments.length > MOST.files)
    throw new RangeError(`${parsed.attachments.length} tệp (files), ≤ ${MOST.files}`)
  const files = parsed.attachments.map(({ filename, contentType, content }, index) => ({
    name: fileName(filename, contentType, index),
    contentType: line(contentType).toLowerCase(),
    bytes: content,
  }))
  return { letter: factsOf(parsed, files), files }
}

function factsOf(parsed: ParsedMail, files: readonly LetterFile[]): LetterFacts {
  const text = clean(parsed.text ?? '').slice(0, MOST.text)
  const html = clean(parsed.html === false ? '' : (parsed.html ?? '')).slice(0, MOST.html)
  const subject = line(parsed.subject ?? '')
  const from = people(parsed.from)[0] ?? { name: '', address: '' }
  const date = dateOf(parsed)
  return {
    messageId: line(parsed.messageId ?? ''),
    subject,
    from,
    to: people(parsed.to),
    cc: people(parsed.cc),
    replyTo: people(parsed.replyTo),
    ...(date === undefined ? {} : { date }),
    inReplyTo: line(parsed.inReplyTo ?? ''),
    text,
    html,
    automatic: isAutomatic(parsed),
    garbled: [subject, text, html, from.name, ...files.map((it) => it.name)].some((it) => it.includes('\uFFFD')),
  }
}

/** The parser gives the present for what is no date, which would differ on every reading. */
function dateOf({ headerLines }: ParsedMail): string | undefined {
  const header = headerLines.find(({ key }) => key === 'date')?.line ?? ''
  const at = Date.parse(
    header
      .replace(/^date:/i, '')
      .replace(/\s*\([^()]*\)\s*$/, '')
      .trim(),
  )
  return Number.isFinite(at) ? new Date(at).toISOString() : undefined
}

function isAutomatic({ headers }: ParsedMail): boolean {
  const text = (name: string): string => {
    const value = headers.get(name)
    return typeof value === 'string' ? value.trim().toLowerCase() : ''
  }
  const type = headers.get('content-type')
  const report = typeof type === 'object' && 'value' in type && type.value === 'multipart/report'
  const declared = text('auto-submitted')
  return report || (declared !== '' && declared !== 'no') || /^(bulk|junk|auto_reply)$/.test(text('precedence'))
}

function people(header: AddressObject | AddressObject[] | undefined): readonly Address[] {
  const all = (Array.isArray(header) ? header : header ? [header] : []).flatMap((it) => it.value)
  const flat = (one: EmailAddress): readonly EmailAddress[] => one.group ?? [one]
  return all
    .flatMap(flat)
    .slice(0, MOST.people)
    .map(({ name, address }) => ({ name: line(name), address: line(address ?? '') }))
}

/** A name that can be given to a file anywhere: no folders, no control characters, no leading dot, bounded. */
function fileName(given: string | undefined, contentType: string, index: number): string {
  const plain = line(given ?? '')
    .replace(/[/\\:*?"<>|]/g, '_')
    .replace(/^[.\s]+/, '')
    .trim()
  if (plain === '') return `tep-${index + 1}${contentType === 'message/rfc822' ? '.eml' : '.bin'}`
  const dot = plain.lastIndexOf('.')
  const end = dot > 0 && plain.length - dot <= 12 ? plain.slice(dot) : ''
  return within(plain.slice(0, plain.length - end.length), 150 - Buffer.byteLength(end)) + end
}

function within(text: string, bytes: number): string {
  let kept = ''
  for (const letter of text) {
    if (Buffer.byteLength(kept) + Buffer.byteLength(letter) > bytes) break
    kept += letter
  }
  return kept
}

const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed().normalize('NFC')

/** Text of a header on one line. */
function line(text: string): string {
  return clean(text)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim()
    .slice(0, MOST.line)
}
