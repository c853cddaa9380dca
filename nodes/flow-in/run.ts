import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** The caller has already handed over the message; it passes through. */
export const run = defineRun(definition, () => (message) => emit('out', message))
