import { isFields } from '#nodes/writing/field-changed.ts'
import { wrongShape } from '#nodes/writing/with-field.ts'
import { because } from './tokens.ts'

/** What is asked of the claims of a token; the instant in ms since the epoch. */
export interface Asked {
  readonly now: number
  readonly issuer?: string | undefined
  readonly audience?: string | undefined
}

/** Clocks of partners may differ from ours by so many seconds. */
const TOLERANCE_S = 60

/** Checks `exp`, `nbf`, `iss` and `aud` (RFC 7519); throws `token.refused`. What is no object has no claims and passes only when none is asked for. */
export function checkClaims(payload: unknown, { now, issuer, audience }: Asked): void {
  const claims = isFields(payload) ? payload : {}
  const seconds = Math.floor(now / 1000)
  const exp = timeOf(claims.exp)
  const nbf = timeOf(claims.nbf)
  if (exp !== undefined && seconds >= exp + TOLERANCE_S) throw because('thẻ đã hết hạn', 'it has expired')
  if (nbf !== undefined && seconds < nbf - TOLERANCE_S)
    throw because('thẻ chưa tới giờ có hiệu lực', 'it is not valid yet')
  if (issuer !== undefined && claims.iss !== issuer)
    throw because('không phải do bên phát hành đã chọn', 'it is of another issuer')
  const { aud } = claims
  if (audience !== undefined && aud !== audience && !(Array.isArray(aud) && aud.includes(audience)))
    throw because('thẻ dành cho nơi khác', 'it is meant for somebody else')
}

function timeOf(claim: unknown): number | undefined {
  if (claim === undefined) return undefined
  if (typeof claim === 'number' && Number.isFinite(claim)) return claim
  throw because('giờ trong thẻ (exp, nbf) viết sai', 'its times (exp, nbf) are wrong')
}

/** The payload with `iat` and `exp` of a token that lives for so many ms; throws `message.wrong-shape` for what is no object. */
export function withLifetime(payload: unknown, now: number, ms: number): unknown {
  if (!isFields(payload))
    throw wrongShape('chỉ thêm hạn được khi nội dung là đối tượng', 'a lifetime can be added to an object only')
  const iat = Math.floor(now / 1000)
  return { ...payload, iat, exp: iat + Math.ceil(ms / 1000) }
}
