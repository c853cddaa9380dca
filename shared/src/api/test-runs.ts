import { z } from 'zod'

/**
 * What stands for the outside: the body that leaves the node (with headers that it adds, through another port than the first), only the port
 * (a choice of a task, a time-out; the message stays as it is), or an error code.
 */
const stubSchema = z.union([
  z.strictObject({
    body: z.unknown(),
    port: z.string().max(64).optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  z.strictObject({ port: z.string().max(64) }),
  z.strictObject({ error: z.string() }),
])
export type Stub = z.infer<typeof stubSchema>
/** Stubs by node id, or by the path of a step where the steps of one node differ. */
export const stubsSchema = z.record(z.string(), stubSchema)

const testMessageSchema = z.strictObject({
  body: z.unknown(),
  headers: z.record(z.string(), z.string()).optional(),
  keys: z.record(z.string(), z.string()).optional(),
})

/**
 * What a step is taken to have given: pinned by a person, or known from the test run before. `each`: one message after the other, as a
 * splitter sends them. Without messages nothing leaves.
 */
const givenSchema = z.strictObject({
  by: z.enum(['pin', 'before']),
  port: z.string().max(64).optional(),
  messages: z.array(testMessageSchema).max(10_000),
  each: z.literal(true).optional(),
})
export type Given = z.infer<typeof givenSchema>

/** Breakpoints of a test run: in front of nodes, or only where the message comes `from` a certain one. */
const haltSchema = z.strictObject({
  at: z.array(z.strictObject({ node: z.string().max(64), from: z.string().max(64).optional() })).max(500),
  /** In front of every step. */
  every: z.literal(true).optional(),
  /** Paths of steps that are let through. */
  passed: z.array(z.string().max(500)).max(10_000).optional(),
  /** Messages that steps get instead of those that arrive, by path. */
  edited: z.record(z.string().max(500), testMessageSchema).optional(),
})

/** `POST /flows/{id}/test`: runs the caller's draft (or a version) on a sample; nothing leaves except to simulators. */
export const testRequestSchema = z.strictObject({
  input: z.strictObject({ body: z.unknown(), headers: z.record(z.string(), z.string()).optional() }),
  version: z.string().max(100).optional(),
  /** The trigger that the sample enters by; default the first. */
  trigger: z.string().max(64).optional(),
  stubs: stubsSchema.optional(),
  /** Outputs that steps (by node, or by path) are taken to have given; they are not run. */
  given: z.record(z.string().max(500), givenSchema).optional(),
  /** Goes no further than this node, and runs only what leads to it. */
  until: z.string().max(64).optional(),
  /** Where it stands still. Nothing is held on the server: it goes on by a request that gives what was done so far. */
  halt: haltSchema.optional(),
  /** The run that this one goes on from: computed steps see the same instant and the same id. */
  of: z
    .strictObject({ run: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/), at: z.iso.datetime({ offset: true }) })
    .optional(),
})
export type TestRequest = z.infer<typeof testRequestSchema>

/** `POST /flows/{id}/sample`: the trigger that the sample shall enter by; default the first. */
export const sampleRequestSchema = z.strictObject({ trigger: z.string().max(64).optional() })
/** A message to try the draft with: what waits at a simulator, else the input of a test case; neither is there for a flow without them. */
export const sampleAnswerSchema = z.object({
  sample: z
    .object({
      from: z.enum(['simulator', 'case']),
      body: z.unknown(),
      headers: z.record(z.string(), z.string()),
    })
    .optional(),
})
