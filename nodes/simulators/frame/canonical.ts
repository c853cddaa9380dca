import { createHash } from 'node:crypto'
import { canonicalJson } from '#shared/text/canonical-json.ts'

/** The fingerprint of a body: SHA-256 (hex) of its canonical JSON. */
export function fingerprintOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}
