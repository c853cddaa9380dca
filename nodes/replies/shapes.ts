import type { JsonSchema } from '#shared/node/define.ts'

/** A text. */
export const text: JsonSchema = { type: 'string' }

/** An object with these fields among others; none is promised, since partners leave out what they do not have. */
export const object = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({ type: 'object', properties })

/** A list of one shape. */
export const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items })

/** A reply in the one shape (domain-vietnam §4.6) around its data. */
export const reply = (result: JsonSchema): JsonSchema => ({
  type: 'object',
  properties: {
    ok: { type: 'boolean' },
    duplicate: { type: 'boolean' },
    retryable: { type: 'boolean' },
    code: text,
    message: text,
    result,
  },
  required: ['ok', 'duplicate', 'retryable', 'code', 'message', 'result'],
})
