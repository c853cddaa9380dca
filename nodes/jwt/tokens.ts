import type { KeyObject } from 'node:crypto'
import { CompactEncrypt, CompactSign, compactDecrypt, compactVerify, errors } from 'jose'
import { permanent } from '#shared/errors/flow-error.ts'

/** The content encryption of every JWE here. */
const CONTENT = 'A256GCM'

/** A compact JWS (RFC 7515) over bytes. */
export function signToken(bytes: Uint8Array, key: KeyObject, alg: string): Promise<string> {
  return new CompactSign(bytes).setProtectedHeader({ alg, typ: 'JWT' }).sign(key)
}

/** The bytes that a compact JWS signs, by exactly this algorithm; throws `token.refused`. */
export async function verifyToken(token: string, key: KeyObject, alg: string): Promise<Uint8Array> {
  try {
    return (await compactVerify(token, key, { algorithms: [alg] })).payload
  } catch (thrown) {
    throw refused(thrown, alg)
  }
}

/** A compact JWE (RFC 7516) of bytes. */
export function encryptToken(bytes: Uint8Array, key: KeyObject, alg: string): Promise<string> {
  return new CompactEncrypt(bytes).setProtectedHeader({ alg, enc: CONTENT }).encrypt(key)
}

/** The bytes in a compact JWE of exactly this algorithm, never compressed; throws `token.refused` or `decrypt.failed`. */
export async function decryptToken(token: string, key: KeyObject, alg: string): Promise<Uint8Array> {
  try {
    const only = { keyManagementAlgorithms: [alg], contentEncryptionAlgorithms: [CONTENT], maxDecompressedLength: 0 }
    return (await compactDecrypt(token, key, only)).plaintext
  } catch (thrown) {
    if (thrown instanceof errors.JWEDecryptionFailed) throw permanent('decrypt.failed')
    throw refused(thrown, `${alg} + ${CONTENT}`)
  }
}

function refused(thrown: unknown, alg: string): Error {
  if (thrown instanceof errors.JWSSignatureVerificationFailed)
    return because('chữ ký không đúng', 'the signature does not hold')
  if (thrown instanceof errors.JOSEAlgNotAllowed || thrown instanceof errors.JOSENotSupported)
    return because(`khoá này chỉ nhận ${alg} không nén`, `this key takes ${alg} only, not compressed`)
  if (thrown instanceof errors.JOSEError || thrown instanceof TypeError)
    return because('không phải thẻ viết đúng dạng', 'it is no well-formed token')
  throw thrown
}

/** An error that refuses a token, with its reason. */
export function because(vi: string, en: string): Error {
  return permanent('token.refused', { reason: { vi, en } })
}
