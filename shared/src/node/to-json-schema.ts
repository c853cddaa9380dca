import { z } from 'zod'
import type { JsonSchema } from './define.ts'

/**
 * A zod schema as JSON Schema of what may be stored. zod leaves defaults out of what it calls the input where a preprocess stands
 * in between (texts that a file may hold as lines); forms need them, so they are put back.
 */
export function toJsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      const { def } = zodSchema._zod
      if (def.type === 'default' && jsonSchema.default === undefined)
        jsonSchema.default = JSON.parse(JSON.stringify(def.defaultValue))
    },
  })
}
