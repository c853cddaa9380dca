import type { Message } from '#shared/message/message.ts'
import { defineRun, drop, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** One condition, three ways out. */
export const run = defineRun(definition, ({ settings, condition }) => {
  const holds = condition(settings.when)
  const answer = (passed: boolean, message: Message) =>
    passed ? emit('out', message) : settings.rejected === 'port' ? emit('rejected', message) : drop()
  return (message, context) => {
    const passed = holds(message, context)
    return passed instanceof Promise ? passed.then((late) => answer(late, message)) : answer(passed, message)
  }
})
