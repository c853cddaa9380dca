import type { Message, Reply } from '#shared/message/message.ts'
import type { JournalEntry } from '../engine.ts'
import type { Payloads, Stored } from './stored.ts'

/** Kinds of row: the accepted message, what the port calls entries, and the replies that belong to an end. */
export type RowKind = 'message' | JournalEntry['kind'] | 'reply' | 'child-reply' | 'callback-message'

/** A journal row as stored. */
export interface JournalRow extends Stored {
  readonly kind: RowKind
}

/** What the journal of a run says. `reply` is that of its last end, unless it was resumed since. */
export interface RunJournal {
  readonly message: Message
  readonly entries: readonly JournalEntry[]
  readonly reply?: Reply
}

/** A journal row that somebody else than the run's own member writes. */
export interface NewsRow {
  readonly kind: RowKind
  readonly stored: Stored
}

/** Reads the payloads of a run's rows. Throws `engine.storage` when one of them cannot be read. */
export async function readJournal(payloads: Payloads, rows: readonly JournalRow[]): Promise<RunJournal> {
  const entries: JournalEntry[] = []
  let message: Message = { body: null, headers: {}, keys: {} }
  let reply: Reply | undefined
  for (const row of rows) {
    const value = await payloads.load(row)
    if (row.kind === 'message') message = value as Message
    else if (row.kind === 'reply') reply = value as Reply
    else if (row.kind === 'child-reply') answerChild(entries, value as Reply)
    else if (row.kind === 'callback-message') answerWait(entries, value as Message)
    else {
      if (row.kind === 'resume') reply = undefined
      entries.push(value as JournalEntry)
    }
  }
  return { message, entries, ...(reply ? { reply } : {}) }
}

/** A callback's message has its own row for the same reason. */
function answerWait(entries: JournalEntry[], message: Message): void {
  const end = entries.pop()
  if (end?.kind === 'await-end' && end.how === 'callback') entries.push({ ...end, message })
}

/** A child's reply has its own row, because its payload is copied from the child as it is stored. */
function answerChild(entries: JournalEntry[], reply: Reply): void {
  const end = entries.pop()
  if (end?.kind === 'child-end') entries.push({ ...end, reply })
}
