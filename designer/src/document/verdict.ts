import type { Flow } from '#shared/flow/flow.ts'
import type { Text } from '#shared/text/text.ts'
import { type Catalogue, definitionOf } from './catalogue.ts'
import { nodeOf } from './document.ts'
import { errorSourcesOf, wiresInto } from './wires.ts'

/** Whether a wire may be drawn. `doubt`: allowed, but the bodies do not look alike. */
export type Verdict =
  | { readonly is: 'ok' }
  | { readonly is: 'doubt'; readonly reason: Text }
  | { readonly is: 'refused'; readonly reason: Text }

/** Nothing is to be said against the wire. */
export const OK: Verdict = { is: 'ok' }

/** The wire may not be drawn, and why. */
export const refused = (vi: string, en: string): Verdict => ({ is: 'refused', reason: { vi, en } })

/** Every node from which `id` can be reached without passing a node that breaks loops, `id` included. Empty when `id` breaks loops itself. */
export function upstreamWithoutDelay(flow: Flow, catalogue: Catalogue, id: string): ReadonlySet<string> {
  const found = new Set<string>()
  const open = [id]
  while (open.length > 0) {
    const next = open.pop()
    if (next === undefined || found.has(next)) continue
    if (definitionOf(catalogue, nodeOf(flow, next))?.breaksCycle) continue
    found.add(next)
    for (const wire of wiresInto(flow, next)) open.push(wire.from)
    open.push(...errorSourcesOf(flow, next))
  }
  return found
}
