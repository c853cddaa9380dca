import { z } from 'zod'
import { runSummarySchema } from './runs.ts'

/** What the WebSocket `/api/v1/live` sends: batches, at most four a second, newest state of each run only. */
export const liveEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('runs'), runs: z.array(runSummarySchema) }),
  /** Counts of the running minute by flow and since the server started. */
  z.object({
    type: z.literal('counts'),
    flows: z.record(
      z.string(),
      z.object({ accepted: z.number(), done: z.number(), failed: z.number(), open: z.number() }),
    ),
  }),
  z.object({
    type: z.literal('flow'),
    flow: z.string(),
    change: z.enum(['saved', 'published', 'deleted', 'paused', 'resumed', 'named']),
    by: z.string(),
  }),
  z.object({ type: z.literal('presence'), flow: z.string(), users: z.array(z.string()) }),
  z.object({ type: z.literal('health'), status: z.string(), workers: z.number() }),
])
export type LiveEvent = z.infer<typeof liveEventSchema>

/** What a client may send: which flow it has open. */
export const liveCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('open'), flow: z.string().max(64).nullable() }),
])
export type LiveCommand = z.infer<typeof liveCommandSchema>
