import { defineRun } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** Messages are immutable, so the copy is the message itself. */
export const run = defineRun(definition, () => (message) => ({
  kind: 'fan',
  outputs: [
    { port: 'out', message },
    { port: 'tap', message },
  ],
}))
