import { createHash, timingSafeEqual } from 'node:crypto'
import type { Random } from './ports.ts'

/** A new bearer secret of 256 random bits, 43 URL-safe characters. */
export function newSecretToken(random: Random): string {
  return random(32).toString('base64url')
}

/** How a bearer secret is stored: SHA-256 in hex. Fast is right here, because the secret itself has 256 bits. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Compares two secrets in a time that does not depend on where they differ. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(expected).digest())
}
