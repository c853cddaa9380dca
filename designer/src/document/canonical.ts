import { serialiseFlow, serialiseLayout } from '#shared/flow/serialise.ts'
import type { Document } from './document.ts'

const known = new WeakMap<Document['flow'], { layout: Document['layout']; hash: string }>()

/**
 * A short hash of the canonical text of flow and layout: equal documents have equal hashes whatever edits led there.
 * "Changed since it was saved" compares these and never counts edits (an undo back to the saved state is clean again).
 */
export function documentHash(doc: Document): string {
  const found = known.get(doc.flow)
  if (found?.layout === doc.layout) return found.hash
  const hash = shortHash(serialiseFlow(doc.flow) + serialiseLayout(doc.layout))
  known.set(doc.flow, { layout: doc.layout, hash })
  return hash
}

/** 64 bits of FNV-1a in two halves with different bases; not for security. The web's own digest is asynchronous, this is asked at every edit. */
function shortHash(text: string): string {
  let a = 0x811c9dc5
  let b = 0x9e3779b9
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    a = Math.imul(a ^ c, 0x01000193)
    b = Math.imul(b ^ c, 0x85ebca6b)
    b ^= b >>> 13
  }
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0')
}
