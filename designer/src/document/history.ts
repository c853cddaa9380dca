import type { Text } from '#shared/text/text.ts'
import { applyChange, type Change, type Document, mergeChanges } from './document.ts'

/** One undo step as plain data. `at` is milliseconds since 1970. */
export interface Entry {
  readonly label: Text
  readonly at: number
  readonly forward: Change
  readonly inverse: Change
  readonly coalesce?: string
  readonly rebase?: Rebase
}

/** From a step on the document stands on another published version; undone, it stands on the earlier one again. */
export interface Rebase {
  readonly from: string | null | undefined
  readonly to: string
}

/** The newest step in force that put the document on another version. */
export function rebaseOf({ past }: History): Rebase | undefined {
  return past.findLast((it) => it.rebase)?.rebase
}

/** What was done (oldest first) and what was undone (next to redo first). */
export interface History {
  readonly past: readonly Entry[]
  readonly future: readonly Entry[]
}

/** The longest history that is kept. */
export const MAX_ENTRIES = 500

/** Typing in one field within this many milliseconds is one undo step. */
export const COALESCE_MS = 800

/** A history without entries. */
export const emptyHistory: History = { past: [], future: [] }

/** Puts a step on top and forgets what was undone; joins it to the last one when both are typing in the same field. */
export function push(history: History, entry: Entry, mayJoin: boolean): History {
  const last = history.past.at(-1)
  const joins =
    mayJoin &&
    last !== undefined &&
    entry.coalesce !== undefined &&
    last.coalesce === entry.coalesce &&
    entry.at - last.at <= COALESCE_MS
  if (!joins) return { past: [...history.past, entry].slice(-MAX_ENTRIES), future: [] }
  const joined: Entry = {
    ...entry,
    forward: mergeChanges(last.forward, entry.forward),
    inverse: mergeChanges(entry.inverse, last.inverse),
  }
  return { past: [...history.past.slice(0, -1), joined], future: [] }
}

/** A document with its history. */
export interface Walked {
  readonly doc: Document
  readonly history: History
}

/** One step back; undefined when there is none. */
export function undo({ doc, history }: Walked): Walked | undefined {
  const entry = history.past.at(-1)
  if (!entry) return undefined
  return {
    doc: applyChange(doc, entry.inverse).doc,
    history: { past: history.past.slice(0, -1), future: [entry, ...history.future] },
  }
}

/** One step forward again; undefined when there is none. */
export function redo({ doc, history }: Walked): Walked | undefined {
  const [entry, ...future] = history.future
  if (!entry) return undefined
  return { doc: applyChange(doc, entry.forward).doc, history: { past: [...history.past, entry], future } }
}

/** Walks until `done` steps lie in the past (the history list jumps to any point). */
export function walkTo(start: Walked, done: number): Walked {
  let at = start
  const target = Math.max(0, done)
  for (;;) {
    const distance = at.history.past.length - target
    const next = distance > 0 ? undo(at) : distance < 0 ? redo(at) : undefined
    if (!next) return at
    at = next
  }
}
