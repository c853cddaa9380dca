import { readAgain } from '#nodes/queue-in/unread.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** The listener has already made the message (see `listen.ts`); one whose body could not be read fails here, in the error inbox. */
export const run = defineRun(
  definition,
  ({ settings }) =>
    (message) =>
      emit('out', readAgain(message, settings.form)),
)
