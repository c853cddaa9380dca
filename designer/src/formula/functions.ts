import { z } from 'zod'
import { textSchema } from '#shared/api/runs.ts'
import type { Text } from '#shared/text/text.ts'
import { builtInHelp } from './built-in-help.ts'

/** A function that formulas can call, as completion and help show it. */
export interface FormulaFunction {
  /** Without `$`. */
  readonly name: string
  readonly alias?: string | undefined
  readonly parameters: readonly string[]
  readonly help: Text
  readonly example?: { readonly expression: string; readonly result?: unknown } | undefined
}

const schema = z.object({
  functions: z.array(
    z.object({
      name: z.string(),
      alias: z.string().optional(),
      parameters: z.array(z.string()),
      help: textSchema,
      example: z.object({ expression: z.string(), result: z.unknown() }).optional(),
    }),
  ),
})

/** The functions in what `GET /nodes` answered, domain functions first, then those of the language that officers use most. */
export function functionsOf(catalogue: unknown): readonly FormulaFunction[] {
  return [...(schema.safeParse(catalogue).data?.functions ?? []), ...builtInHelp]
}
