import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** The dossier has already become a message (see `poll.ts`); it passes through. */
export const run = defineRun(definition, () => (message) => emit('out', message))
