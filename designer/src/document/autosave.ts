import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Conflict } from '#shared/flow/diff/merge.ts'
import type { Flow, Layout, Problem } from '#shared/flow/flow.ts'
import type { Text } from '#shared/text/text.ts'
import { documentHash } from './canonical.ts'
import type { Command } from './command.ts'
import { changeBetween, type Document } from './document.ts'
import { type DocumentStore, documentOf, isDirty } from './document-store.ts'
import { rebaseOf } from './history.ts'
import type { Keeper } from './keeper.ts'
import { type Choices, type Fork, mergeDocuments, takeMerged } from './merge/merge-documents.ts'
import type { ProblemsStore } from './problems-store.ts'

/** What the server answers to a save. `conflict`: somebody saved in between · `unreachable`: try again · `refused`: trying again is of no use. */
export type SaveAnswer =
  | { readonly is: 'saved'; readonly revision: number; readonly savedAt: string; readonly problems: readonly Problem[] }
  | { readonly is: 'conflict' }
  | { readonly is: 'unreachable' }
  | { readonly is: 'refused'; readonly reason: Text }

/** The server's present draft, for the conflict dialog. */
export interface Theirs {
  readonly flow: Flow
  readonly layout: Layout
  readonly revision: number
  readonly problems: readonly Problem[]
  readonly by?: string | undefined
  readonly savedAt?: string | undefined
}

/** How drafts reach the server. Neither function throws. */
export interface DraftClient {
  save(draft: {
    readonly flow: Flow
    readonly layout: Layout
    readonly revision: number
    /** The version that the edits were begun on. */
    readonly base?: string | null | undefined
  }): Promise<SaveAnswer>
  load(): Promise<Theirs | undefined>
}

/** What the top bar shows. `at`: ISO 8601 time of the last save; `retryAt`: milliseconds since 1970. */
export type SaveState =
  | { readonly is: 'saved'; readonly at?: string | undefined }
  | { readonly is: 'waiting' }
  | { readonly is: 'saving' }
  | { readonly is: 'unreachable'; readonly retryAt: number }
  | { readonly is: 'refused'; readonly reason: Text }
  | {
      readonly is: 'conflict'
      readonly theirs?: Theirs | undefined
      /** Where both began, and what both have changed in different ways; absent when nobody knows where they began. */
      readonly merge?: { readonly fork: Fork; readonly conflicts: readonly Conflict[] } | undefined
    }

/** Saves the draft by itself (design §9): short after an edit, again with back-off while the server is away, never over somebody else's work. */
export interface Autosave {
  readonly state: StoreApi<SaveState>
  /** Saves now; resolves when the server has it or has refused it. True when everything is saved. */
  flush(): Promise<boolean>
  /** Answers to a conflict. `takeTheirs` is an undoable step: the own edits stay in the history. */
  takeTheirs(): Promise<void>
  keepMine(): Promise<void>
  /** Both together; `choices` decide what both have changed. An undoable step, too. */
  mergeBoth(choices: Choices): Promise<void>
  /** A newly published version was merged into the draft: an undoable step, and the draft stands on that version from now on. */
  mergeVersion(version: string, merged: Document): Promise<boolean>
  /** What is on the screen is this version now: later edits begin on it. */
  published(version: string): void
  stop(): void
}

const DEBOUNCE_MS = 800
const FIRST_RETRY_MS = 1000
const LAST_RETRY_MS = 30_000
const KEEP_MS = 250

/** Starts saving. `revision` is that of the document in the store; `conflict` opens with the dialog (see `restore.ts`). */
export function createAutosave(input: {
  readonly document: DocumentStore
  readonly problems: ProblemsStore
  readonly client: DraftClient
  readonly revision: number
  readonly savedAt?: string | undefined
  readonly conflict?: boolean
  /** What the server held at `revision`. */
  readonly base?: Document | undefined
  /** The version that the document was begun on; null when none was published then. */
  readonly begunOn?: string | null | undefined
  /** Edits from elsewhere that touched other things were merged without asking. */
  readonly merged?: ((theirs: Theirs) => void) | undefined
  readonly keep?: { readonly keeper: Keeper; readonly key: string } | undefined
}): Autosave {
  const { document, problems, client } = input
  const state = createStore<SaveState>()(() => ({ is: 'saved', at: input.savedAt }))
  let revision = input.revision
  let base = input.base
  let begunOn = input.begunOn
  let timer: ReturnType<typeof setTimeout> | undefined
  let keepTimer: ReturnType<typeof setTimeout> | undefined
  let tries = 0
  let sending: Promise<boolean> | undefined
  let stopped = false

  const show = (next: SaveState): void => state.setState(next, true)
  const schedule = (ms: number): void => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(() => void send(), ms)
  }

  function keepNow(): void {
    clearTimeout(keepTimer)
    keepTimer = undefined
    const { flow, layout, history, hash, savedHash, readOnly } = document.getState()
    if (input.keep && !readOnly)
      void input.keep.keeper.save(input.keep.key, {
        ...{ flow, layout, history, hash, savedHash, revision },
        ...(base ? { base } : {}),
        ...(begunOn === undefined ? {} : { begunOn }),
      })
  }

  /** One save at a time; edits made meanwhile are sent right after. */
  function send(): Promise<boolean> {
    clearTimeout(timer)
    sending ??= sendOnce().finally(() => {
      sending = undefined
    })
    return sending
  }

  async function sendOnce(): Promise<boolean> {
    while (!stopped) {
      const now = document.getState()
      if (!isDirty(now)) {
        if (state.getState().is !== 'saved') show({ is: 'saved' })
        return true
      }
      show({ is: 'saving' })
      const answer = await client.save({ flow: now.flow, layout: now.layout, revision, base: begunOn })
      if (answer.is !== 'saved') {
        await fail(answer)
        return false
      }
      tries = 0
      revision = answer.revision
      base = documentOf(now)
      problems.getState().replace(answer.problems)
      document.getState().markSaved(now.hash)
      keepNow()
      if (!isDirty(document.getState())) {
        show({ is: 'saved', at: answer.savedAt })
        return true
      }
    }
    return false
  }

  async function fail(answer: Exclude<SaveAnswer, { is: 'saved' }>): Promise<void> {
    keepNow()
    if (answer.is === 'refused') show(answer)
    else if (answer.is === 'conflict') await meet()
    else {
      const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** tries++)
      show({ is: 'unreachable', retryAt: Date.now() + wait })
      schedule(wait)
    }
  }

  /** Somebody saved in between. What touches other places is merged at once and with a notice; the rest is asked about. */
  async function meet(): Promise<void> {
    const theirs = await client.load()
    if (!theirs || !base) return show({ is: 'conflict', theirs })
    const fork = { base, mine: documentOf(document.getState()), theirs: { flow: theirs.flow, layout: theirs.layout } }
    const { doc, conflicts } = mergeDocuments(fork)
    if (conflicts.length > 0) return show({ is: 'conflict', theirs, merge: { fork, conflicts } })
    stand(theirs, doc)
    input.merged?.(theirs)
  }

  /** Goes on from their revision with a merged document. */
  function stand(theirs: Theirs, doc: Document): void {
    revision = theirs.revision
    base = { flow: theirs.flow, layout: theirs.layout }
    document.getState().dispatch(takeMerged(doc))
    document.getState().markSaved(documentHash(base))
    show({ is: 'waiting' })
    schedule(0)
    keepNow()
  }

  const unsubscribe = document.subscribe((next, before) => {
    if (next.flow === before.flow && next.layout === before.layout && next.history === before.history) return
    const [rebase, earlier] = [rebaseOf(next.history), rebaseOf(before.history)]
    // Undone, the draft is one of the older version again, and publishing it must be warned of.
    if (rebase !== earlier) begunOn = rebase ? rebase.to : earlier?.from
    keepTimer ??= setTimeout(keepNow, KEEP_MS)
    const { is } = state.getState()
    if (is === 'conflict' || is === 'unreachable' || sending) return
    if (isDirty(next)) {
      show({ is: 'waiting' })
      schedule(DEBOUNCE_MS)
    } else if (is !== 'saved') show({ is: 'saved' })
  })

  if (input.conflict) void meet()
  else if (isDirty(document.getState())) {
    show({ is: 'waiting' })
    schedule(0)
  }

  async function theirsNow(): Promise<Theirs | undefined> {
    const now = state.getState()
    return now.is === 'conflict' && now.theirs ? now.theirs : await client.load()
  }

  return {
    state,
    async flush() {
      tries = 0
      if (state.getState().is === 'conflict') return false
      return send()
    },
    async takeTheirs() {
      const theirs = await theirsNow()
      if (!theirs) return
      revision = theirs.revision
      base = { flow: theirs.flow, layout: theirs.layout }
      document.getState().dispatch(replaceBy(theirs))
      document.getState().markSaved(document.getState().hash)
      problems.getState().replace(theirs.problems)
      show({ is: 'saved', at: theirs.savedAt })
      keepNow()
    },
    async keepMine() {
      // Asked again: the revision to save over is the one that stands now.
      const theirs = await client.load()
      if (!theirs) return
      revision = theirs.revision
      document.getState().markSaved('')
      show({ is: 'waiting' })
      await send()
    },
    async mergeBoth(choices) {
      const now = state.getState()
      if (now.is !== 'conflict' || !now.theirs || !now.merge) return
      const fork = { ...now.merge.fork, mine: documentOf(document.getState()) }
      stand(now.theirs, mergeDocuments(fork, choices).doc)
      await send()
    },
    async mergeVersion(version, merged) {
      document.getState().dispatch(takeMerged(merged, { from: begunOn, to: version }))
      begunOn = version
      // Also a merge that changes nothing is sent: the server must learn of the version.
      document.getState().markSaved('')
      show({ is: 'waiting' })
      keepNow()
      return send()
    },
    published(version) {
      begunOn = version
    },
    stop() {
      stopped = true
      clearTimeout(timer)
      unsubscribe()
      if (keepTimer !== undefined) keepNow()
    },
  }
}

function replaceBy(theirs: Theirs): Command {
  return {
    execute: (doc) => ({
      label: { vi: 'Lấy bản của người khác', en: 'Take the other version' },
      change: changeBetween(doc, { flow: theirs.flow, layout: theirs.layout }),
    }),
  }
}
