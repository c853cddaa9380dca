import { type Flow, ID_PATTERN } from '#shared/flow/flow.ts'

/** Words that a plain object inherits or that mean something else where a node id stands; never given as an id. */
const RESERVED: ReadonlySet<string> = new Set(['constructor', 'prototype', 'hop-loi'])

/**
 * A node id that is free in the flow and not in `taken`: the word itself, else the word with the next number
 * (`http-request`, `http-request-2`). At most 64 characters.
 */
export function freeNodeId(flow: Flow, word: string, taken: ReadonlySet<string> = new Set()): string {
  const base = ID_PATTERN.test(word) && !RESERVED.has(word) ? word : 'node'
  const free = (id: string): boolean => !Object.hasOwn(flow.nodes, id) && !taken.has(id)
  if (free(base)) return base
  const stem = base.replace(/-\d+$/, '').slice(0, 58)
  for (let n = 2; ; n++) if (free(`${stem}-${n}`)) return `${stem}-${n}`
}
