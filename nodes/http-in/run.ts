import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** The gateway has already made the message; it passes through. */
export const run = defineRun(definition, () => (message) => emit('out', message))
