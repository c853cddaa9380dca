import { type Address, addressesFrom, MOST_RECIPIENTS } from '#nodes/mail/addresses.ts'
import { messageIdOf, writeLetter } from '#nodes/mail/compose.ts'
import { enclosuresFrom, tooLarge } from '#nodes/mail/enclosures.ts'
import { oneLine } from '#nodes/mail/one-line.ts'
import { openSmtp } from '#nodes/mail/smtp.ts'
import { FlowError, permanent } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineRun, emit, type Prepare, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'

type Tools = Prepare<SettingsOf<typeof definition>>

/** Longest subject in characters: what a mail program shows and servers take. */
const LONGEST_SUBJECT = 1000

/** Writes the letter, hands it over once and tells what became of it for each recipient. */
export const run = defineRun(
  definition,
  (tools) => {
    const { connection, files, maxBytes, timeout } = tools.settings
    const read = reader(tools)
    return async (message, context) => {
      const { from, to, cc, bcc, replyTo, subject, text, html, rows } = await read(message, context)
      const enclosures = await enclosuresFrom(rows, { files, maxBytes }, context)
      const messageId = messageIdOf(context.idempotencyKey, from)
      const draft = { from, to, cc, replyTo, subject, text, html, enclosures, messageId, at: context.now() }
      const bytes = await writeLetter(draft)
      if (bytes.length > maxBytes) throw tooLarge(bytes.length, maxBytes)
      const recipients = [...new Set([...to, ...cc, ...bcc].map((it) => it.address))]
      context.signal.throwIfAborted()
      const handle = await context.connection(connection)
      const session = await openSmtp(handle, { signal: context.signal, timeoutMs: durationMs(timeout) })
      try {
        const { accepted, refused, response } = await session.send({ from: from.address, to: recipients, bytes })
        const body = { messageId, accepted, refused, response }
        return emit(refused.length === 0 ? 'out' : 'partial', { ...message, body })
      } catch (error) {
        throw withId(error, messageId)
      } finally {
        session.close()
      }
    }
  },
  {
    request(tools) {
      const read = reader(tools)
      return async (message, context) => {
        const { from, to, cc, bcc, replyTo, ...rest } = await read(message, context)
        const body = { from, to, cc, bcc, replyTo, ...rest }
        return { method: 'SEND', connection: tools.settings.connection, path: 'smtp', body }
      }
    },
  },
)

/** By the Message-ID a person can look the letter up when it is not known whether it went out. */
function withId(error: unknown, messageId: string): unknown {
  if (!(error instanceof FlowError)) return error
  return new FlowError({ ...error.data, details: { ...error.data.details, messageId } })
}

/** What the settings say of a letter for a message, checked. */
function reader({ settings, value }: Tools) {
  const get = (name: 'from' | 'to' | 'cc' | 'bcc' | 'replyTo' | 'subject' | 'text' | 'html') => {
    const given = settings[name]
    return given === undefined ? undefined : value(given, name)
  }
  const list = (name: 'from' | 'to' | 'cc' | 'bcc' | 'replyTo') => {
    const asked = get(name)
    return async (message: Message, context: StepContext): Promise<readonly Address[]> =>
      asked ? addressesFrom(await asked(message, context), name) : []
  }
  const [from, to, cc, bcc, replyTo] = [list('from'), list('to'), list('cc'), list('bcc'), list('replyTo')]
  const [subject, text, html] = [get('subject'), get('text'), get('html')]
  const rows = settings.attachments.map(({ content, name }) => ({
    content: value(content, 'attachments'),
    name: name === undefined ? undefined : value(name, 'attachments'),
  }))
  return async (message: Message, context: StepContext) => {
    const people = {
      to: await to(message, context),
      cc: await cc(message, context),
      bcc: await bcc(message, context),
      replyTo: await replyTo(message, context),
    }
    const count = people.to.length + people.cc.length + people.bcc.length
    if (count === 0 || count > MOST_RECIPIENTS) throw wrongCount(count)
    return {
      from: onlyOne(await from(message, context)),
      ...people,
      subject: oneLine(textOf(await subject?.(message, context), 'subject'), 'subject')
        .normalize('NFC')
        .slice(0, LONGEST_SUBJECT),
      text: text && textOf(await text(message, context), 'text'),
      html: html && textOf(await html(message, context), 'html'),
      rows: await Promise.all(
        rows.map(async ({ content, name }) => ({
          content: await content(message, context),
          name: await name?.(message, context),
        })),
      ),
    }
  }
}

function onlyOne(found: readonly Address[]): Address {
  const [first, ...rest] = found
  if (first && rest.length === 0) return first
  const reason = { vi: 'cần đúng một địa chỉ người gửi', en: 'there must be exactly one sender' }
  throw permanent('mail.bad-letter', { field: 'from', reason })
}

function wrongCount(count: number) {
  const reason =
    count === 0
      ? { vi: 'chưa có người nhận', en: 'there is no recipient' }
      : { vi: `hơn ${MOST_RECIPIENTS} người nhận`, en: `more than ${MOST_RECIPIENTS} recipients` }
  return permanent('mail.bad-letter', { field: 'to', reason })
}

/** Text as it is; numbers as they are written. Anything else is refused rather than sent as something nobody meant. */
function textOf(value: unknown, field: string): string {
  if (typeof value === 'string') return value.toWellFormed()
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const reason = { vi: 'phải là chữ', en: 'it must be text' }
  throw permanent('mail.bad-letter', { field, reason })
}
