import { type ErrorData, toErrorData } from '#shared/errors/flow-error.ts'
import { ExpressionError } from '#shared/expression/errors.ts'
import type { CodeTables } from '#shared/expression/scope.ts'
import { compileMapping } from '#shared/mapping/apply.ts'
import { mappingSchema } from '#shared/mapping/schema.ts'
import { type CompileExpression, compileText } from '#shared/mapping/values.ts'
import { toMessage } from './sample.ts'

/** Evaluates an expression or a mapping on a sample (a body, or a whole message), for the field that is being edited. Never throws. */
export async function previewOn(
  input: {
    readonly expression?: string
    readonly mapping?: readonly unknown[]
    readonly input: unknown
    readonly steps?: Readonly<Record<string, unknown>>
  },
  tables: CodeTables,
  compile: CompileExpression,
): Promise<{ readonly result?: unknown; readonly error?: ErrorData }> {
  const message = toMessage(input.input)
  const run = { id: 'xem-thu', at: new Date(0).toISOString(), flow: 'xem-thu' }
  const scope = { ...message, steps: input.steps ?? {}, run, tables }
  try {
    if (input.expression !== undefined) return { result: await compileText(input.expression, compile).get(scope) }
    return { result: await compileMapping(mappingSchema().parse(input.mapping ?? []), compile)(scope) }
  } catch (error) {
    if (error instanceof ExpressionError) return { error: { ...toErrorData(error), message: error.text } }
    return { error: toErrorData(error) }
  }
}
