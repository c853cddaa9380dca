import { z } from 'zod'

/** How long runs are kept, in days since they were accepted. Runs that wait for a person are kept until somebody decides. */
export const retentionRuleSchema = z.strictObject({
  /** Message, steps and reply. */
  contentDays: z.number().int().min(1).max(36_500),
  /** The line of the run: when, which flow, which keys, how it ended. Never shorter than `contentDays`. */
  runDays: z.number().int().min(1).max(36_500),
  /** Quota: of more runs than this the oldest go earlier. */
  mostRuns: z.number().int().min(100).max(1_000_000_000).optional(),
  /** Quota in bytes: of more contents than this the oldest go earlier; the lines of their runs stay. */
  mostBytes: z.number().int().min(1_000_000).max(1_000_000_000_000_000).optional(),
})
export type RetentionDays = z.infer<typeof retentionRuleSchema>

/** `PUT /retention`: the usual rule, and rules of flows that differ. */
export const saveRetentionSchema = z.strictObject({
  usual: retentionRuleSchema,
  flows: z.record(z.string().min(1).max(100), retentionRuleSchema),
})
export type RetentionRules = z.infer<typeof saveRetentionSchema>

/** `GET /retention`: the rules, what is on the disk (bytes), and the last round of clearing up. */
export const retentionSchema = saveRetentionSchema.extend({
  size: z.object({ database: z.number(), log: z.number(), free: z.number() }),
  last: z
    .object({ at: z.string(), contents: z.number(), runs: z.number(), keys: z.number(), files: z.number() })
    .optional(),
})
export type Retention = z.infer<typeof retentionSchema>

/** Until an administrator decides otherwise; no law is meant by it. */
export const usualRetention: RetentionRules = { usual: { contentDays: 90, runDays: 730 }, flows: {} }
