import type { JudgedReply } from '#nodes/replies/reply.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineRun, type Emission, emit, type Prepare, type Probe, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'
import { dossierEvidence, type Evidence, stepEvidence } from './evidence.ts'
import { fieldsOf, type Item, itemsOf, type Question, questionsOf } from './items.ts'
import { callPortal, type PortalCall, type PortalOptions } from './portal.ts'
import { QUESTION_SERVICES, questionEvidence } from './questions.ts'
import { refusalCode } from './refusals.ts'
import { type Ask, OTHER, serviceNamed } from './services.ts'
import { synchronise } from './synchronise.ts'

type Settings = SettingsOf<typeof definition>
type Tools = Prepare<Settings>

/** More dossiers than this are not looked up one by one to settle a doubt. */
const MOST_LOOKUPS = 100

/** Calls a service of the portal; after an interrupted write the probe asks `TraCuuHoSo` what arrived. */
export const run = defineRun(
  definition,
  (tools) => {
    const { settings } = tools
    const options = optionsOf(settings)
    const build = callBuilder(tools)
    return async (message, context) => {
      const call = (it: PortalCall): Promise<JudgedReply> => callPortal(it, options, context)
      const built = await build(message, context)
      const answer =
        built.items && settings.service === 'DongBoHoSoMC'
          ? await synchronise(built.items, settings.mode, call)
          : await call(built.call)
      return outcome(answer, built.call, settings, message)
    }
  },
  {
    probe: probeWith,
    request: (tools) => {
      const { connection, mode } = tools.settings
      const build = callBuilder(tools)
      return async (message, context) => {
        const { call } = await build(message, context)
        return { method: call.kind, connection, path: call.service, query: { mode }, body: call.fields }
      }
    },
  },
)

function optionsOf(settings: Settings): PortalOptions {
  const { connection, rules, keepRaw, timeout } = settings
  return { connection, rules, keepRaw, timeoutMs: durationMs(timeout) }
}

interface Built {
  readonly call: PortalCall
  /** The list that goes out, for the two services that synchronise dossiers. */
  readonly items?: readonly Item[]
  /** The list that goes out, for the two that send questions and answers. */
  readonly questions?: readonly Question[]
}

function callBuilder({ settings, value }: Tools): (message: Message, context: StepContext) => Promise<Built> {
  const named = serviceNamed(settings.service)
  const service = named?.sent ?? named?.name ?? settings.otherService ?? ''
  const kind = named?.kind ?? settings.otherKind
  const data = settings.data === undefined ? undefined : value(settings.data, 'data')
  const fields = settings.fields.map((pair) => ({ name: pair.name, get: value(pair.value, pair.name) }))
  return async (message, context) => {
    const own = await Promise.all(fields.map(async ({ name, get }) => [name, await get(message, context)] as const))
    const extra = Object.fromEntries(own)
    const input = data ? await data(message, context) : message.body
    if (named?.kind === 'write') {
      const list = QUESTION_SERVICES.has(service)
        ? { questions: questionsOf(input) }
        : { items: itemsOf(input, service) }
      return { call: { service, kind, fields: { ...extra, data: list.items ?? list.questions } }, ...list }
    }
    const given = fieldsOf(input)
    if (named?.asks) return { call: { service, kind, unit: named.unit, fields: asked(named.asks, given, extra) } }
    return { call: { service, kind, fields: { ...(settings.fields.length === 0 || data ? given : {}), ...extra } } }
  }
}

/** The fields of a look-up: what the node says, else what the message carries. Throws `mapping.missing` before anything is sent. */
function asked(
  asks: readonly Ask[],
  given: Readonly<Record<string, unknown>>,
  extra: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const found: Record<string, unknown> = {}
  for (const { name, from, needed, otherwise } of asks) {
    const source = from.find((one) => isFilled(given[one]))
    const value = isFilled(extra[name]) ? extra[name] : source === undefined ? otherwise : given[source]
    if (value !== undefined) found[name] = value
    else if (needed) throw permanent('mapping.missing', { target: name, source: from.join(', ') })
  }
  return { ...extra, ...found }
}

function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

function outcome(answer: JudgedReply, call: PortalCall, settings: Settings, message: Message): Emission {
  // "Already there" is the aim of a write; a look-up that says so was refused.
  const ok = answer.verdict === 'ok' || (answer.verdict === 'duplicate' && call.kind === 'write')
  if (ok) return emit('out', { ...message, body: answer.reply })
  const { code, message: reason } = answer.reply
  if (settings.onReject === 'port') {
    return emit('rejected', { ...message, body: { ...answer.reply, ok: false, duplicate: false } })
  }
  throw permanent(refusalCode(reason), { reason: reason.slice(0, 500), code }, { service: call.service })
}

function probeWith(tools: Tools): Probe {
  const { settings } = tools
  const options = optionsOf(settings)
  const build = callBuilder(tools)
  return async (message, context) => {
    const { items, questions } = await build(message, context)
    if (questions) {
      const ask = (it: PortalCall): Promise<JudgedReply> => callPortal(it, options, context)
      const found = await questionEvidence(settings.service, questions, ask)
      return found === 'there' ? alreadyThere(questions, message) : found === 'missing' ? 'not-done' : 'unknown'
    }
    if (settings.service === OTHER || !items) return 'unknown'
    const codes = [...new Set(items.map((item) => item.MaHoSo))]
    if (codes.length > MOST_LOOKUPS) return 'unknown'
    const found = new Map<string, Readonly<Record<string, unknown>> | undefined>()
    for (const code of codes) {
      const lookup: PortalCall = { service: 'TraCuuHoSo', kind: 'read', fields: { mahoso: code } }
      const answer = await callPortal(lookup, options, context)
      if (answer.verdict !== 'ok') return 'unknown'
      found.set(code, recordIn(answer.reply.result))
    }
    return settle(items, settings, found, message)
  }
}

function settle(
  items: readonly Item[],
  settings: Settings,
  found: ReadonlyMap<string, Readonly<Record<string, unknown>> | undefined>,
  message: Message,
): Emission | 'not-done' | 'unknown' {
  const dossiers = settings.service === 'DongBoHoSoMC'
  const evidence = items.map((item): Evidence => {
    const record = found.get(item.MaHoSo)
    return dossiers ? dossierEvidence(item, record) : stepEvidence(item, record)
  })
  if (evidence.every((one) => one === 'there')) {
    return alreadyThere(
      [...found.keys()].map((MaHoSo) => ({ MaHoSo })),
      message,
    )
  }
  // Dossiers may be sent again at any time. Steps would be there twice, so some of them is a matter for a person.
  if (dossiers || evidence.every((one) => one === 'missing')) return 'not-done'
  return 'unknown'
}

function alreadyThere(result: readonly unknown[], message: Message): Emission {
  const reply = { ok: true, duplicate: true, retryable: false, code: '0', message: 'Đã có trên Cổng', result }
  return emit('out', { ...message, body: reply })
}

function recordIn(result: unknown): Readonly<Record<string, unknown>> | undefined {
  const first: unknown = Array.isArray(result) ? result[0] : result
  const fields = fieldsOf(first)
  return Object.keys(fields).length > 0 ? fields : undefined
}
