import { retryAfterSeconds } from '#nodes/connections/retry-after.ts'
import { describeRequest, type Protocol, prepareRequest } from '#nodes/http-request/prepare-request.ts'
import { type ErrorData, toErrorData } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineRun, emit, type Prepare, type Step, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** Asks once; the executor runs it again when it says so. A partner that cannot be reached has no answer yet. */
export const run = defineRun(definition, prepare, {
  request: ({ settings, value }) => describeRequest(settings, value),
})

function prepare({ settings, value, condition }: Prepare<SettingsOf<typeof definition>>): Step {
  const ask = prepareRequest(settings, value, { protocol: askedToWait })
  const isDone = condition(settings.done)
  const every = durationMs(settings.every)
  const length = durationMs(settings.deadline)
  return async (message, context) => {
    const now = context.now()
    const { tries, since } = context.asked ?? { tries: 0, since: now }
    const until = since + length
    const answer = await attempt(ask, message, context)
    if ('message' in answer && (await isDone(answer.message, context))) return emit('out', answer.message)
    if (tries + 1 >= settings.tries || now >= until) return emit('timeout', message)
    const at = now + Math.max(every, waitOf(answer))
    return { kind: 'again', at: Math.min(at, until), until, ...('error' in answer ? answer : {}) }
  }
}

const RETRY_AFTER = 'retry-after'

/** How long an answer asks us to wait stands in the headers of its message, in seconds and bounded. */
const askedToWait: Protocol = {
  sent: async (request) => request,
  answered({ headers }) {
    const seconds = retryAfterSeconds(headers, Date.now())
    return seconds === undefined ? {} : { [RETRY_AFTER]: String(seconds) }
  },
}

/** Milliseconds that the partner asked us to wait, in an answer that is not what is waited for or in an error; 0 when it asked nothing. */
function waitOf(answer: Answer): number {
  const seconds = 'message' in answer ? answer.message.headers[RETRY_AFTER] : answer.error.details?.retryAfterSeconds
  return Number(seconds ?? 0) * 1000
}

type Answer = { readonly message: Message } | { readonly error: ErrorData }

async function attempt(
  ask: (message: Message, context: StepContext) => Promise<Message>,
  message: Message,
  context: StepContext,
): Promise<Answer> {
  // What an earlier step or the caller was told to wait is not this partner's word.
  const { [RETRY_AFTER]: _, ...headers } = message.headers
  try {
    return { message: await ask({ ...message, headers }, context) }
  } catch (thrown) {
    const error = toErrorData(thrown)
    if (error.class !== 'transient' || context.signal.aborted) throw thrown
    return { error }
  }
}
