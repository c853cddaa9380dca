import { permanent } from '#shared/errors/flow-error.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'
import { faultSchema } from './fault.ts'

/** The letter has already become a message (see `poll.ts`); one that could not be taken whole stops here, in the error inbox. */
export const run = defineRun(definition, () => (message) => {
  const { body } = message
  const fault =
    typeof body === 'object' && body !== null ? faultSchema.safeParse(Reflect.get(body, 'fault')).data : undefined
  if (!fault) return emit('out', message)
  if (fault.code === 'mail.unreadable') throw permanent(fault.code, { reason: fault.reason })
  throw permanent(fault.code, { size: fault.size, limit: `${fault.limit} byte` })
})
