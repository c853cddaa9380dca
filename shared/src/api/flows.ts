import { z } from 'zod'
import { EFFECTS } from '../flow/diff/change.ts'
import { errorSchema, textSchema } from './runs.ts'

/** One problem of a flow: `code` of the error table, and where it is (`path` inside the node's settings, such as `settings.path`). */
export const problemSchema = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  node: z.string().optional(),
  port: z.string().optional(),
  path: z.string().optional(),
  from: z.string().optional(),
  message: textSchema,
  advice: textSchema.optional(),
})

/** The flow file as the API carries it; its exact shape is checked by `shared/src/flow/parse.ts`, which answers with problems. */
export const flowDocumentSchema = z.record(z.string(), z.unknown())

/** A row of `GET /flows`. Counts are of the last 24 hours; `traffic` has 24 hourly buckets, oldest first. */
export const flowSummarySchema = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string().optional(),
  /** `draft`: never published · `published` · `changed`: the draft differs from the published version · `paused`. */
  state: z.enum(['draft', 'published', 'changed', 'paused']),
  version: z.string().optional(),
  publishedAt: z.string().optional(),
  draftBy: z.string().optional(),
  savedAt: z.string().optional(),
  triggers: z.array(z.object({ node: z.string(), type: z.string(), address: z.string().optional() })),
  counts: z.object({ accepted: z.number(), done: z.number(), failed: z.number(), open: z.number() }),
  traffic: z.array(z.number()),
  lastRunAt: z.string().optional(),
  lastError: textSchema.optional(),
})
export type FlowSummary = z.infer<typeof flowSummarySchema>

/** `GET /flows/{id}`: the caller's draft if there is one, else the published version. */
export const flowDetailSchema = z.object({
  flow: flowDocumentSchema,
  layout: z.record(z.string(), z.unknown()).optional(),
  /** Changes with every save; send it back with PUT, and a save over somebody else's answers 409. 0 = no draft yet. */
  revision: z.number(),
  problems: z.array(problemSchema),
  state: z.enum(['draft', 'published', 'changed', 'paused']),
  version: z.string().optional(),
  /** The version that the draft on show was begun from. */
  base: z.string().optional(),
  savedAt: z.string().optional(),
  draftBy: z.string().optional(),
  /** Others who have unpublished drafts of this flow. */
  otherDrafts: z.array(z.object({ by: z.string(), savedAt: z.string() })),
})
export type FlowDetail = z.infer<typeof flowDetailSchema>

/**
 * `PUT /flows/{id}`: the caller's draft; `revision` is the one that was read, left out it overwrites. `base` is the version that the
 * draft stands on: its edits were begun there, or it was merged in. Left out, a draft with changes stays where it is, another one stands
 * on the version that runs now; `null` says that no version was published when the edits were begun.
 */
export const saveFlowSchema = z.strictObject({
  flow: flowDocumentSchema,
  layout: z.record(z.string(), z.unknown()).optional(),
  revision: z.number().int().min(0).optional(),
  base: z.string().min(1).max(100).nullable().optional(),
})
/** The answer to a save. A draft with problems is saved all the same; `savedAt` is ISO 8601. */
export const savedFlowSchema = z.object({ revision: z.number(), problems: z.array(problemSchema), savedAt: z.string() })
export type SavedFlow = z.infer<typeof savedFlowSchema>

/** What people call a version, such as "Theo QĐ 15"; empty: it has no name. */
const versionNameSchema = z.string().trim().normalize('NFC').max(80)
/** `POST /flows/{id}/publish`: what changed and why, for the list of versions; `name` is kept when the version has one already. */
export const publishRequestSchema = z.strictObject({
  note: z.string().max(2000).default(''),
  name: versionNameSchema.default(''),
})
/** `PUT /flows/{id}/versions/{version}/name`. */
export const nameVersionSchema = z.strictObject({ name: versionNameSchema })
/** `POST /flows/{id}/versions/{version}/activate`: why an older version runs again. */
export const rollBackSchema = z.strictObject({ note: z.string().trim().min(1).max(2000) })
/** The answer to a publication: the content hash of the new version, and what is left to warn of. */
export const publishedSchema = z.object({ version: z.string(), problems: z.array(problemSchema) })

/** A row of `GET /flows/{id}/versions`, newest first. `open`: runs still on it. */
export const flowVersionSchema = z.object({
  version: z.string(),
  number: z.number(),
  name: z.string(),
  note: z.string(),
  by: z.string(),
  at: z.string(),
  active: z.boolean(),
  open: z.number(),
  /** The last time that it was made the running version again after another one: by whom, when and why. */
  returned: z.object({ note: z.string(), by: z.string(), at: z.string() }).optional(),
})
export type FlowVersion = z.infer<typeof flowVersionSchema>

/** `GET /flows/{id}/versions/{version}`. */
export const versionDetailSchema = flowVersionSchema.extend({
  flow: flowDocumentSchema,
  layout: z.record(z.string(), z.unknown()).optional(),
})

/** A line of a compared text of several lines; `skipped` stands for lines that did not change. */
const textLineSchema = z.union([
  z.object({ is: z.enum(['same', 'added', 'removed']), text: z.string() }),
  z.object({ is: z.literal('skipped'), count: z.number() }),
])
/** One difference between two versions (`shared/src/flow/diff/change.ts`). */
export const changeSchema = z.object({
  kind: z.enum(['added', 'removed', 'changed']),
  effect: z.enum(EFFECTS),
  node: z.string().optional(),
  path: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  sentence: textSchema,
  lines: z.array(textLineSchema).readonly().optional(),
})
/** A flow, connection or code table by id, as people call it. */
const namedSchema = z.object({ id: z.string(), title: z.string() })
/** Who else meets a change: what is named by the steps that have changed or that come behind them. */
export const impactSchema = z.object({
  /** Published flows that call this one. */
  callers: z.array(namedSchema),
  /** Flows that this one calls from there. */
  called: z.array(namedSchema),
  /** Partners, by connection. `changed`: a step that speaks to it has changed itself; else it may only be sent something else. */
  connections: z.array(namedSchema.extend({ kind: textSchema.optional(), changed: z.boolean() })),
  tables: z.array(namedSchema),
  /** Saved test cases; `touched`: it says something about a step that has changed. */
  cases: z.array(z.object({ name: z.string(), title: z.string(), touched: z.boolean() })),
  /** Problems that the older version does not have, such as fields that steps further on no longer get. */
  problems: z.array(problemSchema),
})
export type Impact = z.infer<typeof impactSchema>
/** One of two compared versions. */
const comparedSchema = z.object({
  flow: flowDocumentSchema,
  layout: z.record(z.string(), z.unknown()).optional(),
  /** Of a published version. */
  number: z.number().optional(),
  name: z.string().optional(),
})
/** `GET /flows/{id}/diff`: what changed from one version (or `draft`, `published`) to another, and who else meets it. */
export const diffSchema = z.object({
  from: z.string(),
  to: z.string(),
  before: comparedSchema,
  after: comparedSchema,
  changes: z.array(changeSchema),
  impact: impactSchema,
})

/** How a trigger that listens to a queue is connected, in one worker. `full`: the engine takes nothing at the moment. */
export const listenerSchema = z.object({
  node: z.string(),
  state: z.enum(['connecting', 'listening', 'full', 'lost']),
  since: z.string(),
  error: errorSchema.optional(),
})
export type Listener = z.infer<typeof listenerSchema>
