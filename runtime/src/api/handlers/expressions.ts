import { permanent } from '#shared/errors/flow-error.ts'
import type { Handlers } from '../handler.ts'
import type { Services } from '../services.ts'

/** Trying a formula or a mapping on a sample; it runs in a worker, where it cannot hold up the kernel. */
export function expressionHandlers({ pool }: Services) {
  return {
    previewExpression: async ({ body }) => {
      const { expression, mapping, input, steps } = body
      if ((expression === undefined) === (mapping === undefined)) {
        throw permanent('api.invalid', { place: 'expression', reason: 'expression / mapping' })
      }
      const { result, error } = await pool.one((worker) =>
        worker.preview({
          input,
          ...(expression === undefined ? {} : { expression }),
          ...(mapping === undefined ? {} : { mapping }),
          ...(steps === undefined ? {} : { steps }),
        }),
      )
      return {
        ...(result === undefined ? {} : { result }),
        ...(error ? { error: { ...error, details: { ...error.details } } } : {}),
      }
    },
  } satisfies Partial<Handlers>
}
