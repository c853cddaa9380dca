import { z } from 'zod'
import { roleSchema } from './roles.ts'

/** Signatures of ID tokens that are taken: asymmetric ones only, so that neither `none` nor the client's secret can sign one (RFC 8725). */
export const SIGNING_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const

const address = z.string().trim().max(1000)
const claim = z.string().trim().min(1).max(100)

/** Whoever has `value` in `claim` gets `role`; `claim` may lead into objects with dots (`realm_access.roles`). */
export const roleRuleSchema = z.strictObject({ claim, value: z.string().trim().min(1).max(300), role: roleSchema })
export type RoleRule = z.infer<typeof roleRuleSchema>

/** Where a provider without a discovery document answers. `userinfo`, `keys` and `signOut` may be empty. */
export const endpointsSchema = z.strictObject({
  authorization: address,
  token: address,
  userinfo: address,
  keys: address,
  signOut: address,
})

/**
 * A provider of identities (OpenID Connect Core 1.0, authorization code flow). Without `endpoints` they are read from the issuer's
 * discovery document. `hosts`: further hosts (`name` or `name:port`) that this server may call for it. `idToken`: `required`, or
 * `optional` for providers that tell who signed in by their userinfo endpoint only. Seconds for `clockTolerance`.
 */
export const identitySettingsSchema = z.strictObject({
  enabled: z.boolean(),
  title: z.string().trim().min(1).max(60),
  issuer: address,
  endpoints: endpointsSchema.optional(),
  hosts: z.array(z.string().trim().min(1).max(255)).max(10),
  clientId: z.string().trim().min(1).max(300),
  clientAuth: z.enum(['basic', 'post']),
  scopes: z.string().trim().min(1).max(500),
  acrValues: z.string().trim().max(200),
  idToken: z.enum(['required', 'optional']),
  algorithm: z.enum(SIGNING_ALGORITHMS),
  pkce: z.boolean(),
  personClaim: claim,
  nameClaim: claim,
  roleRules: z.array(roleRuleSchema).max(50),
  signOutThere: z.boolean(),
  clockTolerance: z.number().int().min(0).max(300),
})
export type IdentitySettings = z.infer<typeof identitySettingsSchema>

/** `PUT /identity-source`. A secret that is left out stays as it is. */
export const saveIdentitySourceSchema = identitySettingsSchema.extend({
  clientSecret: z.string().min(1).max(1000).optional(),
})

/** `GET /identity-source`: the settings if there are any, and the addresses that the provider must be told. */
export const identitySourceSchema = z.object({
  settings: identitySettingsSchema.optional(),
  secretSet: z.boolean(),
  redirectUri: z.string(),
  signedOutUri: z.string(),
  updatedAt: z.string().optional(),
  updatedBy: z.string().optional(),
})
export type IdentitySource = z.infer<typeof identitySourceSchema>

/** `POST /identity-source/test`: what was asked of the provider and how it came out. */
export const identityTestSchema = z.object({
  ok: z.boolean(),
  checks: z.array(
    z.object({
      name: z.enum(['endpoints', 'token', 'keys']),
      ok: z.boolean(),
      code: z.string().optional(),
      reason: z.string().optional(),
    }),
  ),
})
export type IdentityTest = z.infer<typeof identityTestSchema>

/** Somebody whom the provider vouches for and whom no rule gives a role. Of the identifier only its end is kept; times are ISO 8601. */
export const outsidePersonSchema = z.object({
  id: z.string(),
  displayName: z.string(),
  identifierEnd: z.string(),
  state: z.enum(['waiting', 'refused']),
  firstAt: z.string(),
  lastAt: z.string(),
  tries: z.number(),
})
export type OutsidePerson = z.infer<typeof outsidePersonSchema>

/** `POST /identity-source/people/{id}`: a new account with this role, an account that exists, or no. */
export const admitSchema = z.union([
  z.strictObject({ decision: z.literal('role'), role: roleSchema }),
  z.strictObject({ decision: z.literal('account'), name: z.string().min(1).max(100) }),
  z.strictObject({ decision: z.literal('refuse') }),
])
export type Admit = z.infer<typeof admitSchema>

/** `GET /session/ways`: how one may sign in beside name and password; `start` is opened by the browser. */
export const signInWaysSchema = z.object({
  outside: z.object({ title: z.string(), start: z.string() }).optional(),
})

/** `GET /session/outside`: `to` is the page to come back to, a path of this server. */
export const startOutsideSchema = z.strictObject({ to: z.string().max(2000).optional() })

/** What the provider sends the browser back with (RFC 6749 §4.1.2, RFC 9207); what else it adds is not read. */
export const finishOutsideSchema = z.object({
  code: z.string().max(4000).optional(),
  state: z.string().max(500).optional(),
  iss: z.string().max(1000).optional(),
  error: z.string().max(200).optional(),
})
export type FinishOutside = z.infer<typeof finishOutsideSchema>
