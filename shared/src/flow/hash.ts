import type { Flow } from './flow.ts'
import { serialiseFlow } from './serialise.ts'

/** The content hash that names a version: SHA-256 of the canonical text, 64 hex characters. Works in Node and in browsers. */
export async function hashFlow(flow: Flow): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(serialiseFlow(flow)))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
