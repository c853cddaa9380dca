import type { Flow, Layout } from '#shared/flow/flow.ts'
import { documentHash } from './canonical.ts'
import type { Document } from './document.ts'
import { emptyHistory, type History } from './history.ts'
import type { Kept } from './keeper.ts'
import { placeMissing } from './place-missing.ts'

/** What to open: the server's document or the edits kept here, with the history that belongs to it. */
export interface Restored {
  readonly flow: Flow
  readonly layout: Layout
  readonly history: History
  readonly savedHash: string
  readonly revision: number
  /** `unsent`: edits that never reached the server are back · `conflict`: so they are, but the server went on meanwhile. */
  readonly found: 'nothing' | 'unsent' | 'conflict'
  /** What the edits began from, as the server held it then. */
  readonly base?: Document
  /** The published version that the edits were begun on; null when there was none. */
  readonly begunOn?: string | null
}

/** Decides between what the server sent and what was kept in the browser. No edit is dropped without asking. */
export function restore(
  server: {
    readonly flow: Flow
    readonly layout?: Layout | undefined
    readonly revision: number
    readonly begunOn?: string | null | undefined
  },
  kept: Kept | undefined,
): Restored {
  const layout = placeMissing(server.flow, server.layout ?? { format: 1, at: {} })
  const hash = documentHash({ flow: server.flow, layout })
  const held = { flow: server.flow, layout }
  const begun = server.begunOn === undefined ? {} : { begunOn: server.begunOn }
  const plain = { ...held, ...begun, base: held, savedHash: hash, revision: server.revision }
  if (!kept || kept.flow.id !== server.flow.id) return { ...plain, history: emptyHistory, found: 'nothing' }
  if (kept.hash === hash) return { ...plain, history: kept.history, found: 'nothing' }
  // Everything was saved when the page closed, and somebody (or another tab) went on: the old history does not fit.
  if (kept.hash === kept.savedHash) return { ...plain, history: emptyHistory, found: 'nothing' }
  const keptOn = kept.begunOn === undefined ? {} : { begunOn: kept.begunOn }
  const mine = { flow: kept.flow, layout: kept.layout, history: kept.history, ...keptOn }
  if (kept.revision === server.revision) return { ...plain, ...mine, found: 'unsent' }
  const { base: _held, ...late } = plain
  return { ...late, ...mine, ...(kept.base ? { base: kept.base } : {}), revision: kept.revision, found: 'conflict' }
}
