import type { FlowNode } from '#shared/flow/flow.ts'
import { isRecord } from '../catalogue.ts'

/** The steps that a node's settings read as `$steps.<id>`; `'all'` when a setting uses `$steps` in another way. */
export function stepsReadBy(node: FlowNode): ReadonlySet<string> | 'all' {
  const ids = new Set<string>()
  let all = false
  for (const text of textsIn(node.settings)) {
    for (const [, rest = ''] of text.matchAll(/\$steps\b(.{0,80})/gs)) {
      const named = /^\s*\.\s*(?:`([^`]+)`|([a-z][a-z0-9]*)(?![\w-]))/.exec(rest)
      const id = named?.[1] ?? named?.[2]
      if (id === undefined) all = true
      else ids.add(id)
    }
  }
  return all ? 'all' : ids
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (Array.isArray(value)) for (const item of value) yield* textsIn(item)
  else if (isRecord(value)) for (const item of Object.values(value)) yield* textsIn(item)
}
