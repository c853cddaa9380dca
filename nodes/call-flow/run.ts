import { defineRun } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** The executor starts the other flow durably, once, and brings its result back. */
export const run = defineRun(definition, ({ settings: { flow, wait } }) => (message) => ({
  kind: 'call',
  flow,
  message,
  wait,
  port: 'out',
}))
