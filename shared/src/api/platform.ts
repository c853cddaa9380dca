import { z } from 'zod'
import { CONNECTION_STEPS } from '../node/connection.ts'
import { connectionLimitsSchema } from '../node/connection-limits.ts'
import { roleSchema } from './roles.ts'
import { textSchema } from './runs.ts'

/** `GET /health`. */
export const healthSchema = z.object({
  status: z.enum(['ok', 'starting', 'degraded', 'draining']),
  version: z.string(),
  workers: z.object({ wanted: z.number(), ready: z.number() }),
  gateway: z.object({ address: z.string() }),
})
export type Health = z.infer<typeof healthSchema>

/** `POST /session`: by name and password, or by the one-time link's token. Answers with the user; the session is a cookie. */
export const signInSchema = z.union([
  z.strictObject({ name: z.string().min(1).max(100), password: z.string().min(1).max(500) }),
  z.strictObject({ token: z.string().min(20).max(200) }),
])
/** The signed-in person. `unit` is the organisation (đơn vị) that everything of theirs belongs to. */
export const userSchema = z.object({
  name: z.string(),
  displayName: z.string(),
  role: roleSchema,
  unit: z.string(),
  mustSetPassword: z.boolean(),
  /** Signed in through an outside provider: what it is called, where the browser begins, and where it may sign out there too. */
  outside: z.object({ title: z.string(), start: z.string(), signOut: z.string().optional() }).optional(),
})
export type User = z.infer<typeof userSchema>

/** `POST /users`: without a password the account is entered by a one-time link. */
export const newUserSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,63}$/),
  displayName: z.string().min(1).max(200),
  role: roleSchema,
  password: z.string().min(12).max(500).optional(),
})
/** `PATCH /users/{name}`: what is left out stays as it is. */
export const changeUserSchema = z.strictObject({
  displayName: z.string().min(1).max(200).optional(),
  role: roleSchema.optional(),
  disabled: z.boolean().optional(),
})
/** An account as administrators see it. Times are ISO 8601. */
export const accountSchema = z.object({
  name: z.string(),
  displayName: z.string(),
  role: roleSchema,
  unit: z.string(),
  disabled: z.boolean(),
  createdAt: z.string(),
  lastSignInAt: z.string().optional(),
})
export type Account = z.infer<typeof accountSchema>
/** `PUT /session/password`: the current one is needed unless the person came by a one-time link. */
export const setPasswordSchema = z.strictObject({
  current: z.string().max(500).optional(),
  password: z.string().min(12).max(500),
})

/** `POST /tokens`: a bearer token for another program, with the rights of a role. */
export const newTokenSchema = z.strictObject({
  title: z.string().min(1).max(200),
  role: roleSchema,
  expiresInDays: z.number().int().min(1).max(3650).default(365),
})
/** A bearer token as it is listed, without its secret. Times are ISO 8601. */
export const tokenSchema = z.object({
  id: z.string(),
  title: z.string(),
  role: roleSchema,
  createdBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().optional(),
})
export type ApiToken = z.infer<typeof tokenSchema>
/** The secret is shown once. */
export const createdTokenSchema = tokenSchema.extend({ token: z.string() })

/** Whether the partner behind a connection is called. `half-open`: the pause is over and the next call is a trial. */
export const circuitSchema = z.union([
  z.object({ state: z.literal('closed') }),
  z.object({ state: z.enum(['open', 'half-open']), since: z.string(), until: z.string(), reason: textSchema }),
])

/** A connection as the API shows it: values in clear, of secrets only which are set. */
export const connectionSchema = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  values: z.record(z.string(), z.unknown()),
  secretsSet: z.array(z.string()),
  simulator: z.boolean(),
  limits: connectionLimitsSchema,
  circuit: circuitSchema,
  usedBy: z.array(z.object({ flow: z.string(), node: z.string() })),
  updatedAt: z.string(),
  updatedBy: z.string(),
})
export type Connection = z.infer<typeof connectionSchema>
/** `PUT /connections/{id}`. A secret that is left out keeps its value; `null` clears it. */
export const saveConnectionSchema = z.strictObject({
  kind: z.string().max(64),
  title: z.string().min(1).max(200),
  values: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string(), z.union([z.string().max(100_000), z.null()])).optional(),
  /** Left out: as they were. */
  limits: connectionLimitsSchema.optional(),
})
export type SaveConnection = z.infer<typeof saveConnectionSchema>
/** `POST /connections/{id}/test`. */
export const connectionTestSchema = z.object({
  ok: z.boolean(),
  checks: z.array(
    z.object({
      step: z.enum(CONNECTION_STEPS).optional(),
      name: textSchema,
      ok: z.boolean(),
      durationMs: z.number(),
      message: textSchema.optional(),
    }),
  ),
})
export type ConnectionTestResult = z.infer<typeof connectionTestSchema>

/** A code table (danh mục): rows hold text codes, so leading zeros survive. */
export const codeRowSchema = z.strictObject({
  code: z.string().min(1).max(100),
  name: z.string().max(1000),
  from: z.string().optional(),
  to: z.string().optional(),
  extra: z.record(z.string(), z.unknown()).optional(),
})
/** `PUT /tables/{id}`: a code table with all its rows. */
export const codeTableSchema = z.strictObject({
  id: z.string(),
  title: z.string().min(1).max(200),
  rows: z.array(codeRowSchema).max(100_000),
})
export type CodeTable = z.infer<typeof codeTableSchema>
/** `GET /tables/{id}`: the table, and the nodes of drafts and published flows that name it. */
export const usedCodeTableSchema = codeTableSchema.extend({
  usedBy: z.array(z.object({ flow: z.string(), node: z.string() })),
})
export type UsedCodeTable = z.infer<typeof usedCodeTableSchema>
/** A line of the list of code tables; `rows` counts them. */
export const codeTableSummarySchema = z.object({
  id: z.string(),
  title: z.string(),
  rows: z.number(),
  updatedAt: z.string(),
})

/** `GET /simulators` and `PUT /simulators/{name}/faults`. */
export const simulatorSchema = z.object({
  name: z.string(),
  title: textSchema,
  url: z.string(),
  running: z.boolean(),
  faults: z.record(z.string(), z.number()),
  counts: z.record(z.string(), z.number()),
  /** What each count is called. */
  countTitles: z.record(z.string(), textSchema),
})
export type Simulator = z.infer<typeof simulatorSchema>

/** A row of the audit trail, newest first. `action` is an operation, with `.refused` or `.failed`, or an event such as `signIn`. */
export const auditEntrySchema = z.object({
  seq: z.number(),
  at: z.string(),
  actor: z.string(),
  address: z.string(),
  action: z.string(),
  target: z.string(),
  details: z.record(z.string(), z.unknown()),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

/** Query of `GET /audit`: entries with a smaller `seq` than `before`, 100 unless told. */
export const auditQuerySchema = z.object({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
})

/** RFC 9457 problem document; `code` is from the error table and `detail` is its Vietnamese sentence. */
export const problemDocumentSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.string(),
  message: textSchema,
  advice: textSchema,
  problems: z.array(z.unknown()).optional(),
})
export type ProblemDocument = z.infer<typeof problemDocumentSchema>
