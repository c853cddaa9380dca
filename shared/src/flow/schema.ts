import { z } from 'zod'
import { DURATION } from '../node/fields.ts'
import { ID_PATTERN, USE_PATTERN } from './flow.ts'
import { flowLimitsSchema, priorities } from './limits.ts'

/** The largest flow that is opened: beyond it neither an officer nor a canvas copes. */
export const MAX_NODES = 5000

const id = z.string().regex(ID_PATTERN)
const portName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
const title = z.string().min(1).max(200)

const retryPolicySchema = z.strictObject({
  times: z.int().min(0).max(1000),
  first: z.string().regex(DURATION),
  factor: z.number().min(1).max(10),
  max: z.string().regex(DURATION),
  jitter: z.number().min(0).max(1),
})

const nodeSchema = z.strictObject({
  use: z.string().regex(USE_PATTERN),
  title: title.optional(),
  note: z.union([z.string().max(4000), z.array(z.string().max(4000))]).optional(),
  disabled: z.boolean().optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  onError: z.strictObject({ retry: id.optional(), then: id.optional() }).optional(),
  compensate: id.optional(),
  schema: z.record(z.string().max(100), z.unknown()).optional(),
  accepted: z.record(z.string().min(1).max(500), z.string().min(1).max(500)).optional(),
  to: z.record(portName, z.array(id).max(200)).optional(),
})

/** The shape of a flow file of format 1; what it means (known nodes, ports, cycles) is checked in `validate.ts`. */
export const flowSchema = z.strictObject({
  format: z.literal(1),
  id,
  title,
  summary: z.string().max(2000).optional(),
  nodes: z
    .record(id, nodeSchema)
    .refine((nodes) => Object.keys(nodes).length <= MAX_NODES, { message: `more than ${MAX_NODES} nodes` }),
  settings: z
    .strictObject({
      keys: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,63}$/), z.string().min(1).max(2000)).optional(),
      partition: z.string().max(64).optional(),
      timeout: z.string().regex(DURATION).optional(),
      durability: z.enum(['stored', 'none']).optional(),
      retry: z.record(id, retryPolicySchema).optional(),
      compensation: z.enum(['automatic', 'by-hand']).optional(),
      priority: z.enum(priorities).optional(),
      limits: flowLimitsSchema.optional(),
    })
    .optional(),
})
