import { createHash } from 'node:crypto'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { Address } from './addresses.ts'

/** A file that goes with a letter. */
export interface Enclosure {
  readonly name: string
  readonly bytes: Buffer
}

/** A letter before it is written down; names and texts in NFC, checked. */
export interface Draft {
  readonly from: Address
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly replyTo: readonly Address[]
  readonly subject: string
  readonly text: string | undefined
  readonly html: string | undefined
  readonly enclosures: readonly Enclosure[]
  readonly messageId: string
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** The Message-ID of what is sent with a key: equal on every try, so that receivers and people can tell a duplicate. */
export function messageIdOf(key: string, from: Address): string {
  return `<lt.${digest(key)}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`
}

/**
 * Writes a letter (RFC 5322 with RFC 2047 and RFC 2231 for what is not ASCII): equal for equal drafts. It is marked as sent by a machine
 * (RFC 3834), so that out-of-office answers do not come back. Blind copies are in the envelope alone.
 */
export function writeLetter(draft: Draft): Promise<Buffer> {
  const { text, html, enclosures, messageId, at } = draft
  const composer = new MailComposer({
    from: draft.from,
    to: [...draft.to],
    cc: [...draft.cc],
    replyTo: [...draft.replyTo],
    subject: draft.subject,
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    attachments: enclosures.map(({ name, bytes }) => ({ filename: name, content: bytes })),
    messageId,
    date: new Date(at),
    headers: { 'Auto-Submitted': 'auto-generated' },
    baseBoundary: digest(messageId),
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
