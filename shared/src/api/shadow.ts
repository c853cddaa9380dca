import { z } from 'zod'
import { runStatusSchema, stepStatuses } from './runs.ts'

/** Most past messages that one shadow run goes through. */
export const MOST_SHADOWED = 500

/**
 * `POST /flows/{id}/shadow`: past messages of the flow (the last ones, narrowed by the filter) through the caller's draft or a version.
 * Answers a page; send `cursor` back for the next one, or stop asking.
 */
export const shadowRequestSchema = z.strictObject({
  version: z.string().max(100).optional(),
  last: z.number().int().min(1).max(MOST_SHADOWED).default(100),
  /** ISO 8601. */
  from: z.string().max(40).optional(),
  to: z.string().max(40).optional(),
  status: z.enum(['done', 'failed']).optional(),
  q: z.string().max(200).optional(),
  cursor: z.string().max(200).optional(),
})

/** The first place where the new way leaves the old one. JSON texts, cut to 200 characters; absent = nothing there. */
export const shadowDifferenceSchema = z.object({
  node: z.string(),
  /** Path of the step; empty for the run as a whole. */
  path: z.string(),
  /** `output.body.MaHoSo`, `status`, `settings.path`, `added` and `removed` for whole steps … */
  place: z.string(),
  before: z.string().optional(),
  after: z.string().optional(),
})

/**
 * How one message came out: `same` for the outside (what it is asked, reply, state) · `changed` · `new-error`: it was no failure, now it is ·
 * `unknown`: it asks the outside something that the journal has no answer to.
 */
export const shadowRowSchema = z.object({
  run: z.string(),
  keys: z.record(z.string(), z.string()),
  acceptedAt: z.string(),
  before: runStatusSchema,
  after: runStatusSchema,
  result: z.enum(['same', 'changed', 'new-error', 'unknown']),
  first: shadowDifferenceSchema.optional(),
  /** Steps whose answer the journal does not have (the first ten). */
  unanswered: z.array(z.string()),
})
export type ShadowRow = z.infer<typeof shadowRowSchema>

/** A page of a shadow run. `content` names what was run: another hash on the next page means that the draft was changed meanwhile. */
export const shadowPageSchema = z.object({
  rows: z.array(shadowRowSchema),
  /** Messages so far, with this page. */
  done: z.number(),
  content: z.string(),
  cursor: z.string().optional(),
})

const sideSchema = z.object({
  status: z.enum(stepStatuses),
  port: z.string().optional(),
  input: z.unknown().optional(),
  output: z.unknown().optional(),
  error: z.string().optional(),
})

/** `POST /flows/{id}/shadow/{run}`: both ways of one message, step by step; a side that is absent was not walked there. */
export const shadowDetailSchema = z.object({
  row: shadowRowSchema,
  steps: z.array(
    z.object({ node: z.string(), path: z.string(), before: sideSchema.optional(), after: sideSchema.optional() }),
  ),
})
export type ShadowDetail = z.infer<typeof shadowDetailSchema>
