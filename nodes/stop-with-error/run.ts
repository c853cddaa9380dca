import { FlowError, permanent } from '#shared/errors/flow-error.ts'
import { defineRun } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** Throws `run.stopped`; the officer's code is in `details.code`, the sentence is the message in both languages. */
export const run = defineRun(definition, ({ settings, value }) => {
  const sentence = value(settings.message, 'message')
  return async (message, context) => {
    const said = await sentence(message, context)
    const text = typeof said === 'string' ? said : said === undefined || said === null ? '' : JSON.stringify(said)
    const reason = text.trim() === '' ? settings.code : text.slice(0, 1000)
    const { data } = permanent('run.stopped', { reason }, { code: settings.code })
    throw new FlowError({ ...data, status: settings.status })
  }
})
