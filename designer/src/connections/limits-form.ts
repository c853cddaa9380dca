import { connectionLimitsSchema } from '#shared/node/connection-limits.ts'
import { toJsonSchema } from '#shared/node/to-json-schema.ts'

/** The limits of a connection as a form; the same for every kind. */
export const limitsForm = toJsonSchema(connectionLimitsSchema)
