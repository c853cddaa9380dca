import { serviceOf } from '#nodes/soap/operation.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** The gateway has already made the message; a WSDL that cannot be used is told before anybody calls. */
export const run = defineRun(definition, ({ settings }) => {
  serviceOf(settings.wsdl)
  return (message) => emit('out', message)
})
