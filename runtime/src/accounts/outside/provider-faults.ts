import type { OutsideCode } from '#shared/errors/codes/outside.ts'
import { FlowError, permanent } from '#shared/errors/flow-error.ts'

/** Codes of the library (openid-client, oauth4webapi) for what a token says that it must not say. */
const BY_CODE: Readonly<Record<string, OutsideCode>> = {
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: 'outside.token-time',
  OAUTH_JWT_CLAIM_COMPARISON_FAILED: 'outside.token',
  OAUTH_KEY_SELECTION_FAILED: 'outside.token',
  OAUTH_INVALID_RESPONSE: 'outside.token',
  OAUTH_UNSUPPORTED_OPERATION: 'outside.token',
  OAUTH_PARSE_ERROR: 'outside.answer',
  OAUTH_TIMEOUT: 'outside.unreachable',
  OAUTH_ABORT: 'outside.unreachable',
}

/** Errors of the token endpoint that are about us and not about this sign-in (RFC 6749 §5.2). */
const ABOUT_CLIENT: readonly string[] = ['invalid_client', 'unauthorized_client', 'unsupported_grant_type']

/**
 * What the library threw, in our words. Its errors carry answers of the provider with tokens in them, so nothing of their causes is kept
 * but the sentence of the library, which names a claim and never its value.
 */
export function providerFault(thrown: unknown): FlowError {
  if (thrown instanceof FlowError) return thrown
  const cause = causeOf(thrown)
  if (cause instanceof FlowError) return cause
  const name = thrown instanceof Error ? thrown.name : ''
  const said = wordOf(thrown, 'error')
  if (name === 'AuthorizationResponseError')
    return permanent(said === 'access_denied' ? 'outside.cancelled' : 'outside.refused', {}, { reason: said })
  if (name === 'ResponseBodyError')
    return permanent(ABOUT_CLIENT.includes(said) ? 'outside.client' : 'outside.code', {}, { reason: said })
  const code = BY_CODE[wordOf(thrown, 'code')] ?? 'outside.answer'
  if (name === 'WWWAuthenticateChallengeError') return permanent('outside.client', {}, { reason: 'HTTP 401' })
  const sentence = cause instanceof Error ? cause.message : thrown instanceof Error ? thrown.message : ''
  return permanent(code, {}, { reason: sentence.slice(0, 200) })
}

function causeOf(thrown: unknown): unknown {
  return thrown instanceof Error ? thrown.cause : undefined
}

/** A word of the protocol such as `access_denied`; anything longer or stranger is not repeated (RFC 6749 §4.1.2.1). */
function wordOf(thrown: unknown, field: string): string {
  const value: unknown = typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, field) : undefined
  return typeof value === 'string' && /^[\w.-]{1,60}$/.test(value) ? value : ''
}
