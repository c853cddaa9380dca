import type { Flow, Layout } from '#shared/flow/flow.ts'
import { parseFlow, parseLayout } from '#shared/flow/parse.ts'

/** Parsed flows by content hash: the list of flows would otherwise parse every file again. */
const parsed = new Map<string, Flow>()
const MOST = 500

/** Reads a flow that was stored as canonical text; its hash names its content, so it is parsed once. */
export function readStoredFlow(hash: string, text: string): Flow {
  const known = parsed.get(hash)
  if (known) return known
  const { flow, problems } = parseFlow(text)
  if (!flow) throw new Error(`a stored flow cannot be read: ${problems[0]?.message.en ?? ''}`)
  if (parsed.size >= MOST) for (const oldest of [...parsed.keys()].slice(0, MOST / 10)) parsed.delete(oldest)
  parsed.set(hash, flow)
  return flow
}

/** Reads a stored layout. */
export function readStoredLayout(text: string | undefined): Layout | undefined {
  return text === undefined ? undefined : parseLayout(text)
}
