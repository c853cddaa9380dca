import { hostName } from '#nodes/connections/address.ts'
import { faultOfStatus } from '#nodes/connections/http-answer.ts'
import { retryable, toErrorData } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineRun, emit, type Prepare, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'
import { emcStatus, textOf, trackingBody } from './tracking.ts'

type Tools = Prepare<SettingsOf<typeof definition>>
type Build = (message: Message, context: StepContext) => Promise<unknown>

const PATH = '/TrackingMCDT'
const MAX_BYTES = 100_000

/** What became of the calls of one connection since this worker began. */
interface Tally {
  sent: number
  failed: number
}

/**
 * Tells EMC and lets the message go on whatever happens: the time is bounded also while a limit or a token is waited for, and every fault is only
 * noted in the header `emc`, with its code in `emc-error`, and in the log with a running count. Only a stopped run ends it early.
 */
export const run = defineRun(definition, (tools) => {
  const { connection } = tools.settings
  const limitMs = durationMs(tools.settings.timeout)
  const build = bodyBuilder(tools)
  return async (message, context) => {
    const { emc: _state, 'emc-error': _error, ...headers } = message.headers
    try {
      await bounded(tell(build, message, context, connection, limitMs), limitMs, connection, context.signal)
      await count(connection, context, 'sent')
      return emit('out', { ...message, headers: { ...headers, emc: 'sent' } })
    } catch (thrown) {
      if (context.signal.aborted) throw thrown
      const { code } = toErrorData(thrown)
      const tally = await count(connection, context, 'failed')
      context.log('warn', 'EMC was not told', { code, connection, ...tally })
      return emit('out', { ...message, headers: { ...headers, emc: 'failed', 'emc-error': code } })
    }
  }
})

async function tell(
  build: Build,
  message: Message,
  context: StepContext,
  id: string,
  timeoutMs: number,
): Promise<void> {
  const connection = await context.connection(id)
  const answer = await context.http(id, {
    method: 'POST',
    path: PATH,
    headers: { 'idempotency-key': context.idempotencyKey },
    body: await build(message, context),
    timeoutMs,
    maxBytes: MAX_BYTES,
  })
  if (answer.status < 200 || answer.status > 299) throw faultOfStatus(answer, hostName(connection), connection.secrets)
}

/** Gives up after the time, whatever the work is waiting for; the work itself ends by its own limits. */
function bounded(work: Promise<void>, ms: number, host: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason)
    const timer = setTimeout(() => reject(retryable('connect.timeout', { host, seconds: ms / 1000 })), ms)
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
    })
  })
}

/** Counting is a help for whoever reads the log; when it fails the message goes on all the same. */
async function count(connection: string, context: StepContext, what: keyof Tally): Promise<Partial<Tally>> {
  try {
    const tally = await context.shared<Tally>(`emc:${connection}`, async () => ({ sent: 0, failed: 0 }))
    tally[what]++
    return tally
  } catch {
    return {}
  }
}

function bodyBuilder({ settings, value }: Tools): Build {
  const { siteId, dossier, procedure, procedureName, status, statusCodes, reception, level, fromPortal } = settings
  const read = [siteId, dossier, procedure, procedureName ?? '', status].map((one) => value(one))
  const more = settings.more.map((pair) => [pair.name, value(pair.value, pair.name)] as const)
  return async (message, context) => {
    const values = await Promise.all(read.map((one) => one(message, context)))
    const [SiteId = '', MaHoSo = '', CodeTTHC = '', NameTTHC = ''] = values.slice(0, 4).map(textOf)
    const own = await Promise.all(more.map(async ([name, one]) => [name, await one(message, context)] as const))
    const fields = {
      SiteId,
      CodeProfile: MaHoSo,
      CodeTTHC,
      NameTTHC,
      MaHoSo,
      Status: emcStatus(values[4], statusCodes),
      FormsReception: reception,
      FormsPayments: '0',
      Level: level,
      IsFromDVCQG: fromPortal ? '1' : '0',
      IsDVCBC: '0',
    }
    return trackingBody(fields, own)
  }
}
