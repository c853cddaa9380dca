import { hostName } from '#nodes/connections/address.ts'
import { callNational } from '#nodes/connections/national-call.ts'
import { FlowError, permanent } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineRun, emit, type Prepare, type StepContext } from '#shared/node/run.ts'
import { readCitizen } from './citizen.ts'
import { definition } from './definition.ts'

type Tools = Prepare<SettingsOf<typeof definition>>

/** Who asks, why, and about whom; all of it filled. */
interface Question {
  readonly officer: string
  readonly procedure: string
  readonly dossier: string
  readonly purpose: string
  readonly body: Readonly<Record<string, string>>
}

/** Writes the look-up into the audit trail, asks, and gives the citizen; refuses to ask when officer, procedure, dossier or purpose is missing. */
export const run = defineRun(definition, (tools) => {
  const { settings } = tools
  const ask = questionBuilder(tools)
  return async (message, context) => {
    const { body, ...lookup } = await ask(message, context)
    const host = hostName(await context.connection(settings.connection))
    await context.recordLookup({ connection: settings.connection, ...lookup })
    const request = {
      method: 'POST',
      path: settings.path,
      headers: { 'content-type': 'application/json' },
      body,
      trace: { officer: lookup.officer, dossier: lookup.dossier },
      timeoutMs: durationMs(settings.timeout),
    }
    const answer = await callNational(settings.connection, request, context).catch(withoutAnswer)
    const citizen = answer.status === 404 ? undefined : readCitizen(answer.text, host)
    return citizen ? emit('out', { ...message, body: citizen }) : emit('not-found', message)
  }
})

/** The beginning of an answer is left out of errors: it may be somebody's data. */
function withoutAnswer(error: unknown): never {
  if (!(error instanceof FlowError)) throw error
  const { details: { answer: _, ...details } = {}, ...data } = error.data
  throw new FlowError({ ...data, details })
}

function questionBuilder({ settings, value }: Tools): (message: Message, context: StepContext) => Promise<Question> {
  const { officer, procedure, dossier, purpose, idNumber, name, birth } = settings
  const get = Object.entries({ officer, procedure, dossier, purpose, idNumber, name, birth }).map(
    ([label, dynamic]) => [label, value(dynamic, label)] as const,
  )
  const user = settings.serviceUser === undefined ? undefined : value(settings.serviceUser, 'serviceUser')
  return async (message, context) => {
    const read: Record<string, string> = {}
    for (const [label, one] of get) read[label] = filled(await one(message, context), label)
    const userNameService = user ? filled(await user(message, context), 'serviceUser') : undefined
    const asked = { officer: read.officer ?? '', procedure: read.procedure ?? '', dossier: read.dossier ?? '' }
    return {
      ...asked,
      purpose: read.purpose ?? '',
      body: {
        maYeuCau: context.idempotencyKey,
        maDVC: asked.procedure,
        maCanBo: asked.officer,
        ...identityOf(read.idNumber ?? ''),
        hoVaTen: (read.name ?? '').normalize('NFC').replace(/\s+/g, ' ').toLocaleUpperCase('vi'),
        ngayThangNam: birthOf(read.birth ?? ''),
        ...(userNameService === undefined ? {} : { userNameService }),
      },
    }
  }
}

function filled(value: unknown, label: string): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
  if (text === '') throw permanent('mapping.missing', { target: label, source: label })
  return text.slice(0, 500)
}

function identityOf(number: string): Readonly<Record<string, string>> {
  if (/^\d{12}$/.test(number)) return { soDinhDanh: number }
  if (/^\d{9}$/.test(number)) return { soCMND: number }
  throw permanent('citizen.bad-question', { field: 'idNumber' })
}

/** `yyyyMMdd`, or the year alone. */
function birthOf(text: string): string {
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text)
  const [, day = '', month = '', year = ''] = slashed ?? []
  const compact = slashed ? `${year}${month.padStart(2, '0')}${day.padStart(2, '0')}` : text.replaceAll('-', '')
  if (/^\d{4}(?:\d{4})?$/.test(compact)) return compact
  throw permanent('citizen.bad-question', { field: 'birth' })
}
