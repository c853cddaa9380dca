import { describeRequest, prepareRequest } from '#nodes/http-request/prepare-request.ts'
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
  const ask = prepareRequest(settings, value)
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
    return { kind: 'again', at: Math.min(now + every, until), until, ...('error' in answer ? answer : {}) }
  }
}

async function attempt(
  ask: (message: Message, context: StepContext) => Promise<Message>,
  message: Message,
  context: StepContext,
): Promise<{ readonly message: Message } | { readonly error: ErrorData }> {
  try {
    return { message: await ask(message, context) }
  } catch (thrown) {
    const error = toErrorData(thrown)
    if (error.class !== 'transient' || context.signal.aborted) throw thrown
    return { error }
  }
}
