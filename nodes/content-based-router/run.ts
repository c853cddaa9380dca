import type { Message } from '#shared/message/message.ts'
import { defineRun, emit, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** Tries the conditions in order; stays synchronous for as long as they are. */
export const run = defineRun(definition, ({ settings, condition }) => {
  const branches = settings.branches.map(({ id, when }) => ({ id, holds: condition(when) }))

  const lateFrom = async (first: Promise<boolean>, from: number, message: Message, context: StepContext) => {
    let holds = await first
    for (let i = from; ; i++) {
      const branch = branches[i]
      if (!branch) return emit('otherwise', message)
      if (i > from) holds = await branch.holds(message, context)
      if (holds) return emit(branch.id, message)
    }
  }

  return (message, context) => {
    for (const [i, branch] of branches.entries()) {
      const holds = branch.holds(message, context)
      if (holds instanceof Promise) return lateFrom(holds, i, message, context)
      if (holds) return emit(branch.id, message)
    }
    return emit('otherwise', message)
  }
})
