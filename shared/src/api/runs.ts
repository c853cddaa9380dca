import { z } from 'zod'
import { roleSchema } from './roles.ts'

/** States of a run (contract §11). */
export const runStatuses = [
  'accepted',
  'running',
  'waiting',
  'retrying',
  'in-doubt',
  'failed',
  'done',
  'cancelled',
] as const
/** One state of a run. */
export const runStatusSchema = z.enum(runStatuses)
export type RunStatus = z.infer<typeof runStatusSchema>

/** How far a run is in undoing what it did outside; `partial`: it stopped before the end and waits for a person. */
export const compensationSchema = z.enum(['under-way', 'partial', 'done'])
export type Compensation = z.infer<typeof compensationSchema>

/** A text in both languages (`Text`). */
export const textSchema = z.object({ vi: z.string(), en: z.string() })

/** An error as screens show it: what happened, whose side, what to do next. */
export const errorSchema = z.object({
  code: z.string(),
  class: z.string(),
  side: z.enum(['ours', 'partner', 'data']),
  message: textSchema,
  advice: textSchema,
  status: z.number(),
  details: z.record(z.string(), z.unknown()).optional(),
})

/** What a person is asked to decide (`Task` of a node). */
export const taskSchema = z.object({
  title: z.string(),
  instructions: z.string().optional(),
  fields: z.array(z.object({ label: z.string(), value: z.string() })),
  choices: z.array(z.object({ id: z.string(), label: z.string() })),
  role: roleSchema,
  commentRequired: z.boolean(),
})

const waitBase = {
  node: z.string(),
  path: z.string(),
  since: z.string(),
  /** When it gives up waiting. */
  until: z.string(),
}

/** What a waiting run waits for: a callback with a key, a person's decision, or the answer to a question that it repeats. */
export const runWaitSchema = z.discriminatedUnion('for', [
  z.object({ for: z.literal('callback'), ...waitBase, topic: z.string(), key: z.string() }),
  z.object({
    for: z.literal('person'),
    ...waitBase,
    title: z.string(),
    role: roleSchema,
    /** Only in the steps of a run. */
    task: taskSchema.optional(),
  }),
  z.object({ for: z.literal('answer'), ...waitBase, tries: z.number(), next: z.string() }),
])
export type RunWait = z.infer<typeof runWaitSchema>

/** A row of the run list. Times are ISO 8601 with offset. */
export const runSummarySchema = z.object({
  id: z.string(),
  flow: z.string(),
  version: z.string(),
  status: runStatusSchema,
  keys: z.record(z.string(), z.string()),
  acceptedAt: z.string(),
  endedAt: z.string().optional(),
  /** When a waiting or retrying run goes on. */
  wakeAt: z.string().optional(),
  error: errorSchema.optional(),
  /** The node that failed or is in doubt. */
  errorNode: z.string().optional(),
  /** The run undoes, or has undone, what it did outside. Absent: it does not. */
  compensation: compensationSchema.optional(),
  /** The run whose message a person submitted again as this one. */
  origin: z.string().optional(),
  /** The contents were removed when their time was over; the run has no steps to show and cannot be repeated. */
  emptied: z.literal(true).optional(),
  /** What a waiting run waits for from outside. */
  waits: z.array(runWaitSchema).optional(),
})
export type RunSummary = z.infer<typeof runSummarySchema>

/** States of one step in a run. */
export const stepStatuses = [
  'done',
  'dropped',
  'failed',
  'retrying',
  'waiting',
  'in-doubt',
  'running',
  'skipped',
] as const

/** One node in one run. `path` tells steps of the same node apart (split frames, fan-out, loops). */
export const runStepSchema = z.object({
  node: z.string(),
  path: z.string(),
  status: z.enum(stepStatuses),
  attempts: z.number(),
  startedAt: z.string(),
  durationMs: z.number(),
  /** `{ body, headers, keys }` that came in. */
  input: z.unknown(),
  /** `{ body, headers, keys }` that left, with `port`; absent when nothing left. */
  output: z.unknown().optional(),
  /** The port it left through. */
  port: z.string().optional(),
  /** The step that this one's input came from; absent for the first. */
  from: z.string().optional(),
  error: errorSchema.optional(),
  /** Whether the step touched the outside, and how the answer was got in this view. */
  effect: z.enum(['none', 'real', 'stub', 'simulator', 'pinned', 'kept']).optional(),
  /** All ports, when messages left through several; `output` is the first. */
  ports: z.array(z.string()).optional(),
  /** It answered the caller. */
  replies: z.literal(true).optional(),
  childRun: z.string().optional(),
  /** Path of the step that this one helps to undo. */
  undoes: z.string().optional(),
  waits: runWaitSchema.optional(),
  /** The effect in the ledger of calls: key, fingerprint of the request (SHA-256, base64url), state, and the keys given up before. */
  call: z
    .object({
      key: z.string(),
      fingerprint: z.string().optional(),
      state: z.enum(['begun', 'answered', 'failed', 'in-doubt']),
      before: z.array(z.object({ key: z.string(), fingerprint: z.string(), until: z.string() })).optional(),
    })
    .optional(),
})
export type RunStep = z.infer<typeof runStepSchema>

/** A run with its steps, recomputed from the journal. */
export const runSchema = runSummarySchema.extend({
  /** What people call its version. */
  versionName: z.string().optional(),
  steps: z.array(runStepSchema),
  reply: z.object({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.unknown() }).optional(),
  parent: z.string().optional(),
  /** What the run undoes, in order; `by-hand`: a person did it outside. */
  undoing: z
    .object({
      since: z.string(),
      error: errorSchema,
      steps: z.array(z.object({ node: z.string(), path: z.string(), state: z.enum(['left', 'undone', 'by-hand']) })),
    })
    .optional(),
  /** Runs that took this one's message, newest first (the last 50). */
  copies: z.array(z.object({ id: z.string(), status: runStatusSchema, acceptedAt: z.string() })).optional(),
  /** Paths of the steps in front of which a test run stands. */
  held: z.array(z.string()).optional(),
})
export type Run = z.infer<typeof runSchema>

/** A page of the run list, newest first; with `cursor` there are more. */
export const runPageSchema = z.object({
  runs: z.array(runSummarySchema),
  cursor: z.string().optional(),
  total: z.number().optional(),
})
export type RunPage = z.infer<typeof runPageSchema>

/** Query of `GET /runs`. `q` searches keys and ids; `status` may be a comma-separated list. */
export const runQuerySchema = z.object({
  flow: z.string().optional(),
  key: z.string().max(200).optional(),
  status: z.string().max(200).optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  q: z.string().max(200).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
})
export type RunQuery = z.infer<typeof runQuerySchema>

/** `POST /runs/{id}/retry`: `from` = a step's path (default: the failed ones), `version` = another version of the flow. */
export const retryRequestSchema = z.strictObject({
  from: z.string().max(500).optional(),
  version: z.string().max(100).optional(),
  /** For the audit trail. */
  reason: z.string().min(1).max(1000).optional(),
})

/** `POST /runs/{id}/resubmit`: the message, as it was or as given here, becomes a new run; the old one stays as it is. */
export const resubmitRequestSchema = z.strictObject({
  reason: z.string().min(1).max(1000),
  message: z.strictObject({ body: z.unknown(), headers: z.record(z.string(), z.string()).optional() }).optional(),
  /** Default: the version that receives new messages. */
  version: z.string().max(100).optional(),
})

/** `POST /runs/{id}/resolve`: what a person decided about a step in doubt. */
export const resolveRequestSchema = z.strictObject({
  path: z.string().max(500),
  decision: z.enum(['sent', 'resend', 'drop']),
  reason: z.string().min(1).max(1000),
})

/** A task that waits for a person, with the run that it belongs to. */
export const openTaskSchema = z.object({
  run: z.string(),
  flow: z.string(),
  ...waitBase,
  keys: z.record(z.string(), z.string()),
  task: taskSchema,
})

/** Query of `GET /tasks`. */
export const taskQuerySchema = z.object({
  flow: z.string().max(64).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
})

/** Answer of `GET /tasks`: the most urgent first. */
export const taskPageSchema = z.object({
  tasks: z.array(openTaskSchema),
  total: z.number(),
  cursor: z.string().optional(),
})

/** `POST /runs/{id}/decide`: what a person decided about a task. */
export const decideRequestSchema = z.strictObject({
  path: z.string().max(500),
  /** Id of the choice. */
  decision: z.string().max(64),
  comment: z.string().max(2000).optional(),
})
