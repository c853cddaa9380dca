import { createHash } from 'node:crypto'
import { withStore } from '#nodes/files/open.ts'
import { joinPath, safePath } from '#nodes/files/safe-path.ts'
import { contentOf } from '#nodes/files/transfer.ts'
import { writeWhole } from '#nodes/files/write-whole.ts'
import type { Mailbox } from '#nodes/mail/imap.ts'
import { type LetterFile, readLetter } from '#nodes/mail/read-letter.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import type { PollContext } from '#shared/node/trigger.ts'
import type { definition } from './definition.ts'
import type { Fault } from './fault.ts'

interface Taking {
  readonly settings: SettingsOf<typeof definition>
  readonly context: PollContext
  readonly mailbox: Mailbox
}

/** When the letter came in (ms since the epoch), and whether it was stored before. */
interface Taken {
  readonly duplicate: boolean
  readonly received: number
}

/** Stores one letter as a message; undefined when it is gone. A letter that cannot be taken becomes a message that says why, and stops at the trigger. */
export async function takeLetter(uid: number, taking: Taking): Promise<Taken | undefined> {
  const { settings, context, mailbox } = taking
  const { maxBytes, folder } = settings
  const facts = await mailbox.facts(uid)
  if (!facts) return undefined
  const fits = facts.size <= maxBytes
  const source = await mailbox.source(uid, fits ? maxBytes + 1 : undefined)
  if (!source) return undefined
  const whole = fits && source.length <= maxBytes
  const bytes = whole ? source : headersOf(source)
  const identity = createHash('sha256')
    .update(bytes)
    .update(whole ? '' : `\n${facts.size}`)
    .digest('hex')
  const place = { folder, uid, size: facts.size, received: new Date(facts.received).toISOString() }
  const tooLarge: Fault = { code: 'mail.too-large', size: facts.size, limit: maxBytes }
  const read = await readWhole(bytes, whole ? undefined : tooLarge)
  const attachments = await keepFiles(read.files, identity, taking)
  const fault = read.fault ? { fault: read.fault } : {}
  const body = { ...read.letter, attachments, ...place, ...fault }
  // The same bytes are the same delivery, also under another UID: mail servers put their own time and number into each.
  const { duplicate } = await context.accept({ body, headers: {}, keys: {} }, `letter:${identity}`)
  return { duplicate, received: facts.received }
}

type Read = Partial<Awaited<ReturnType<typeof readLetter>>> & {
  readonly files: readonly LetterFile[]
  readonly fault?: Fault
}

/** What can be read of a letter; of one that is too large, its headers. */
async function readWhole(bytes: Buffer, known: Fault | undefined): Promise<Read> {
  try {
    const read = await readLetter(bytes)
    return known ? { letter: read.letter, files: [], fault: known } : read
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, 200)
    return { files: [], fault: known ?? { code: 'mail.unreadable', reason } }
  }
}

/** Up to the first blank line. */
function headersOf(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1')
  const end = /\r?\n\r?\n/.exec(text)
  return end ? bytes.subarray(0, end.index + end[0].length) : bytes
}

/** The files as messages carry them: Base64 in the message, or written to the connection for files, under names that are equal on every try. */
async function keepFiles(files: readonly LetterFile[], identity: string, { settings, context }: Taking) {
  if (settings.attachments === 'skip' || files.length === 0) return []
  const { files: connection, filesFolder } = settings
  if (settings.attachments === 'message' || connection === undefined)
    return files.map(({ name, contentType, bytes }) => ({
      name,
      contentType,
      size: bytes.length,
      content: bytes.toString('base64'),
    }))
  return withStore(connection, context, async (store) => {
    const folder = joinPath(safePath(filesFolder), identity.slice(0, 24))
    const kept = []
    for (const [index, { name, contentType, bytes }] of files.entries()) {
      const path = joinPath(folder, `${index + 1}-${name}`)
      await writeWhole(store, { path, ifExists: 'error', key: identity }, contentOf(bytes))
      kept.push({ connection, path, name, contentType, size: bytes.length })
    }
    return kept
  })
}
