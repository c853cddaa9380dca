import { z } from 'zod'
import { textSchema } from './runs.ts'
import { stubsSchema } from './test-runs.ts'

/** What a test case may say of one step. `body` is compared as a subset: fields that are not named may be anything. */
const expectedStepSchema = z.strictObject({
  status: z.string().optional(),
  port: z.string().optional(),
  body: z.unknown().optional(),
  input: z.unknown().optional(),
  error: z.string().optional(),
  /** How often the node ran. */
  times: z.number().int().min(0).optional(),
})

/** A test case of a flow: a sample, what the partners answer, and what must come of it (`flows/<id>/tests/*.json`). */
export const testCaseSchema = z.strictObject({
  title: z.string().min(1).max(200),
  trigger: z.string().optional(),
  input: z.strictObject({ body: z.unknown(), headers: z.record(z.string(), z.string()).optional() }),
  stubs: stubsSchema.default({}),
  expect: z.strictObject({
    status: z.string().optional(),
    reply: z.strictObject({ status: z.number().optional(), body: z.unknown().optional() }).optional(),
    keys: z.record(z.string(), z.string()).optional(),
    /** By node id (its first step) or by the path of a step. */
    steps: z.record(z.string(), expectedStepSchema).default({}),
    notReached: z.array(z.string()).default([]),
  }),
})
export type TestCase = z.infer<typeof testCaseSchema>

/** File name of a case without `.json`. */
export const caseNameSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/)

/** A case as it is kept with its flow. */
export const storedCaseSchema = z.object({
  name: z.string(),
  case: testCaseSchema,
  by: z.string(),
  at: z.string(),
})
export type StoredCase = z.infer<typeof storedCaseSchema>

/** Where a test run came out otherwise than expected; JSON texts, cut to 200 characters; absent = nothing there. */
export const differenceSchema = z.object({
  place: z.string(),
  expected: z.string().optional(),
  actual: z.string().optional(),
  sentence: textSchema,
})
export type Difference = z.infer<typeof differenceSchema>

/** How one case came out; `ok` = no differences. */
export const caseResultSchema = z.object({
  name: z.string(),
  title: z.string(),
  ok: z.boolean(),
  status: z.string().optional(),
  durationMs: z.number(),
  differences: z.array(differenceSchema),
})
export type CaseResult = z.infer<typeof caseResultSchema>

/** `POST /runs/{id}/case`: with `mask` values that look personal are replaced, the same value by the same other one. */
export const captureRequestSchema = z.strictObject({ mask: z.boolean().default(true) })

/** A case made from a run, not yet saved. */
export const capturedCaseSchema = z.object({
  case: testCaseSchema,
  /** How many different values of each kind were replaced. */
  masked: z.record(z.string(), z.number()),
  /** Steps whose answer the journal does not have, so that the case has none either. */
  unanswered: z.array(z.string()),
  /** Steps that go another way in the case than they did in the run. */
  differs: z.array(z.string()),
})
export type CapturedCase = z.infer<typeof capturedCaseSchema>

/** `POST /flows/{id}/cases/run`: the caller's draft (or a version) on the saved cases, all or these. */
export const runCasesRequestSchema = z.strictObject({
  version: z.string().max(100).optional(),
  names: z.array(caseNameSchema).max(200).optional(),
})
