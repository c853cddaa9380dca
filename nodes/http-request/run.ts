import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'
import { describeRequest, prepareRequest } from './prepare-request.ts'

/** Sends one request; statuses that are not welcome become errors by their class. */
export const run = defineRun(
  definition,
  ({ settings, value }) => {
    const send = prepareRequest(settings, value)
    return async (message, context) => emit('out', await send(message, context))
  },
  { request: ({ settings, value }) => describeRequest(settings, value) },
)
