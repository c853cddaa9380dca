import { permanent } from '#shared/errors/flow-error.ts'
import { innerScope } from '#shared/expression/inner-scope.ts'
import type { Message } from '#shared/message/message.ts'
import type { Prepare, StepContext } from '#shared/node/run.ts'

/** How parts become one body: the list of their bodies, or what an expression over `$parts` gives. */
export interface Combining {
  readonly combine: 'bodies' | 'expression'
  readonly expression: string
}

/** Prepares the body of parts; throws `message.wrong-shape` when the expression gives nothing. */
export function combining(
  settings: Combining,
  expression: Prepare<unknown>['expression'],
): (parts: readonly Message[], context: Pick<StepContext, 'scope'>) => unknown {
  const combine = settings.combine === 'expression' ? expression(settings.expression) : undefined
  return (parts, context) => {
    const bodies = parts.map((part) => part.body)
    if (combine === undefined) return bodies
    const body = combine.evaluate(innerScope(context.scope, bodies, { parts: bodies }))
    return body instanceof Promise ? body.then(there) : there(body)
  }
}

function there(body: unknown): unknown {
  if (body !== undefined) return body
  const reason = { vi: 'công thức gộp không cho ra giá trị nào', en: 'the expression gives no value' }
  throw permanent('message.wrong-shape', { reason })
}
