import { type FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import { messageOf, networkFault, type Place } from './faults.ts'

/** Codes of S3 (Amazon S3 API Reference, Error responses) that say who we are is not accepted. */
const IDENTITY =
  /^(InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|InvalidToken|UnauthorizedAccess|CredentialsProviderError)$/
const REGION = /^(PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraintException)$/
const FULL = /^(QuotaExceeded|XMinioStorageFull|XMinioAdminBucketQuotaExceeded|InsufficientStorage)$/

/** What a fault of the client means, whether from the network, from TLS or told by the storage. */
export function s3Fault(error: unknown, place: Place & { readonly bucket: string }): FlowError {
  const { host, path, bucket } = place
  const name = error instanceof Error ? error.name : ''
  const status = statusOf(error)
  if (name === 'NoSuchBucket') return permanent('file.no-bucket', { host, bucket })
  if (IDENTITY.test(name) || status === 401) return permanent('file.auth', { host })
  if (name === 'RequestTimeTooSkewed') return retryable('file.clock', { host })
  if (REGION.test(name) || status === 301) return permanent('file.region', { host })
  if (FULL.test(name) || status === 507) return retryable('file.full', { host, path })
  if (isMissing(error)) return permanent('file.not-found', { path })
  if (status === 412) return permanent('file.exists', { path })
  if (status === 403) return permanent('file.denied', { host, path })
  const known = status === undefined || status < 300 ? networkFault(error, { host }) : undefined
  if (known) return known
  if (name === 'AbortError') return retryable('connect.cut', { host })
  const told = status === undefined ? messageOf(error) : `HTTP ${status} ${name}: ${messageOf(error)}`
  return retryable('file.failed', { host, path, reason: told })
}

/** There is no such object; a missing bucket is told apart where the answer has a body. */
export function isMissing(error: unknown): boolean {
  const name = error instanceof Error ? error.name : ''
  return name === 'NoSuchKey' || name === 'NotFound' || (statusOf(error) === 404 && name !== 'NoSuchUpload')
}

/** The HTTP status that the storage answered with; undefined when it did not answer. */
export function statusOf(error: unknown): number | undefined {
  const metadata: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, '$metadata') : undefined
  const status: unknown =
    typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'httpStatusCode') : undefined
  return typeof status === 'number' ? status : undefined
}
