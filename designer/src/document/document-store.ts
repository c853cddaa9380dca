import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Flow, Layout } from '#shared/flow/flow.ts'
import type { Text } from '#shared/text/text.ts'
import { documentHash } from './canonical.ts'
import type { Catalogue } from './catalogue.ts'
import type { Command } from './command.ts'
import { applyChange, type Document, isEmptyChange } from './document.ts'
import { emptyHistory, type History, push, redo, undo, type Walked, walkTo } from './history.ts'
import { placeMissing } from './place-missing.ts'

/** What came of a command: the ids of nodes that it added, or why it was refused. */
export type Dispatched =
  | { readonly ok: true; readonly created: readonly string[] }
  | { readonly ok: false; readonly reason: Text }

/** The document with its history. Change it with `dispatch`, `undo`, `redo` and `goTo` only. */
export interface DocumentState {
  readonly flow: Flow
  readonly layout: Layout
  readonly catalogue: Catalogue
  readonly history: History
  /** Versions and run views: every change is refused and undo is unbound. */
  readonly readOnly: boolean
  /** The hash of the document now, and of what the server is known to hold. */
  readonly hash: string
  readonly savedHash: string
  readonly dispatch: (command: Command) => Dispatched
  readonly undo: () => Text | undefined
  readonly redo: () => Text | undefined
  /** Walks to the point where `done` steps lie in the past. */
  readonly goTo: (done: number) => void
  /** The next edit begins a new undo step; call it when a field loses the focus. */
  readonly endStep: () => void
  /** The server holds the document with this hash. */
  readonly markSaved: (hash: string) => void
}

/** The store of one open flow. */
export type DocumentStore = StoreApi<DocumentState>

const READ_ONLY: Text = { vi: 'Đang xem, không sửa được', en: 'This is a read-only view' }

/**
 * Makes the store of one open flow. `history` is what a former visit left (it must belong to this document).
 * `savedHash` differs from the document's own when edits are restored that the server has not got yet.
 */
export function createDocumentStore(input: {
  readonly flow: Flow
  readonly layout?: Layout | undefined
  readonly catalogue: Catalogue
  readonly history?: History | undefined
  readonly savedHash?: string | undefined
  readonly readOnly?: boolean | undefined
  readonly now?: () => number
}): DocumentStore {
  const now = input.now ?? Date.now
  const layout = placeMissing(input.flow, input.layout ?? { format: 1, at: {} })
  const hash = documentHash({ flow: input.flow, layout })
  let mayJoin = false
  return createStore<DocumentState>()((set, get) => {
    const show = ({ doc, history }: Walked): void => {
      mayJoin = false
      set({ flow: doc.flow, layout: doc.layout, history, hash: documentHash(doc) })
    }
    const here = (): Walked => {
      const { flow, layout, history } = get()
      return { doc: { flow, layout }, history }
    }
    return {
      flow: input.flow,
      layout,
      catalogue: input.catalogue,
      history: input.history ?? emptyHistory,
      readOnly: input.readOnly ?? false,
      hash,
      savedHash: input.savedHash ?? hash,
      dispatch(command) {
        const { flow, layout, catalogue, history, readOnly } = get()
        if (readOnly) return { ok: false, reason: READ_ONLY }
        const done = command.execute({ flow, layout }, catalogue)
        if ('refused' in done) return { ok: false, reason: done.refused }
        if (isEmptyChange(done.change)) return { ok: true, created: [] }
        const { doc, inverse } = applyChange({ flow, layout }, done.change)
        const entry = {
          label: done.label,
          at: now(),
          forward: done.change,
          inverse,
          ...(command.coalesce === undefined ? {} : { coalesce: command.coalesce }),
          ...(command.rebase === undefined ? {} : { rebase: command.rebase }),
        }
        const next = push(history, entry, mayJoin)
        mayJoin = true
        set({ flow: doc.flow, layout: doc.layout, history: next, hash: documentHash(doc) })
        const created = Object.keys(done.change.nodes ?? {}).filter(
          (id) => !Object.hasOwn(flow.nodes, id) && Object.hasOwn(doc.flow.nodes, id),
        )
        return { ok: true, created }
      },
      undo() {
        const label = get().history.past.at(-1)?.label
        const back = get().readOnly ? undefined : undo(here())
        if (back) show(back)
        return back ? label : undefined
      },
      redo() {
        const label = get().history.future[0]?.label
        const forth = get().readOnly ? undefined : redo(here())
        if (forth) show(forth)
        return forth ? label : undefined
      },
      goTo(done) {
        if (!get().readOnly) show(walkTo(here(), done))
      },
      endStep() {
        mayJoin = false
      },
      markSaved(savedHash) {
        set({ savedHash })
      },
    }
  })
}

/** The document inside the state, as commands and `changeBetween` take it. */
export function documentOf(state: Pick<DocumentState, 'flow' | 'layout'>): Document {
  return { flow: state.flow, layout: state.layout }
}

/** True when the server does not hold what is on the screen. */
export function isDirty(state: DocumentState): boolean {
  return state.hash !== state.savedHash
}
