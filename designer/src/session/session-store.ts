import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RequestSource } from '#shared/node/define.ts'
import type { Text } from '#shared/text/text.ts'
import type { Position } from '../document/document.ts'
import type { Wire } from '../document/wires.ts'

/** Where the quick-add list opens and what it does with the chosen type. */
export interface QuickAdd {
  /** Where the list stands, in pixels of the window. */
  readonly screen: Position
  /** Where the node goes, in pixels of the canvas: its top left corner, or with `centred` its middle. */
  readonly at: Position
  readonly centred?: boolean
  /** Wire the new node behind this port. */
  readonly after?: { readonly node: string; readonly port: string } | undefined
  /** Put the new node into this wire. */
  readonly onWire?: Wire | undefined
}

/** A wire being drawn: by dragging, or with the keys (then `candidate` is the node that Enter would connect). */
export interface Wiring {
  readonly by: 'pointer' | 'keys'
  readonly from: string
  /** Undefined while a port is still to be chosen. */
  readonly port: string | undefined
  readonly candidate?: string | undefined
}

/** What is open and chosen on one screen; never saved, never undone. */
export interface SessionState {
  /** Ids of selected nodes, and keys (`wireKey`) of selected wires. */
  readonly selection: ReadonlySet<string>
  readonly selectedWires: ReadonlySet<string>
  /** Keys of selected groups (whose nodes are then selected too) and notes. */
  readonly boxes: ReadonlySet<string>
  /** The node with the keyboard focus: the one that Tab reaches. */
  readonly focus: string | undefined
  /** The node that is about to take the page's focus (after a key, not after a click); it clears this itself. */
  readonly focusAsked: string | undefined
  /** The wire (key) that would take up what is being dragged. */
  readonly dropWire: string | undefined
  /** The node whose title is being typed on the canvas. */
  readonly renaming: string | undefined
  /** The node whose editor is open (Enter, double click). */
  readonly openNode: string | undefined
  /** The setting that the editor should go to, as a problem's path. */
  readonly openPath: string | undefined
  /** Which of the problems with a place F8 showed last. */
  readonly problemAt: number | undefined
  readonly quickAdd: QuickAdd | undefined
  readonly wiring: Wiring | undefined
  /** The wire whose check is open, and where on the window. */
  readonly openWire: { readonly wire: Wire; readonly screen: Position } | undefined
  /** Pasted nodes that may name what is not here. */
  readonly rebinding: readonly string[] | undefined
  /** A node whose settings are being filled in from a description of a request; `text` is what was pasted already. */
  readonly importing: { readonly node: string; readonly from: RequestSource; readonly text?: string } | undefined
  readonly dialog: 'shortcuts' | 'history' | 'find' | 'extract' | undefined
  /** What was looked for last in this flow, and which of the places found is shown. */
  readonly finding: { readonly query: string; readonly at: number }
  /** The last sentence for screen readers; `n` grows so that an equal sentence is spoken again. */
  readonly announcement: { readonly text: Text; readonly n: number } | undefined
  readonly select: (nodes: Iterable<string>, wires?: Iterable<string>, boxes?: Iterable<string>) => void
  readonly clearSelection: () => void
  readonly set: (
    part: Partial<
      Pick<
        SessionState,
        | 'focus'
        | 'focusAsked'
        | 'dropWire'
        | 'renaming'
        | 'quickAdd'
        | 'wiring'
        | 'openWire'
        | 'dialog'
        | 'rebinding'
        | 'importing'
        | 'finding'
        | 'openNode'
        | 'openPath'
      >
    >,
  ) => void
  /** Opens the editor of a node, at a setting if one is named. */
  readonly open: (node: string | undefined, path?: string) => void
  readonly announce: (text: Text) => void
  readonly setProblemAt: (index: number) => void
  /** Selects one node and brings the page's focus to it. */
  readonly focusNode: (id: string) => void
  /** Selects a group with its nodes, or a note, and brings the page's focus to it. */
  readonly focusBox: (key: string, nodes: Iterable<string>) => void
}

/** The session of one open flow. */
export type SessionStore = StoreApi<SessionState>

const NOTHING: ReadonlySet<string> = new Set()

/** Makes the session of one open flow. */
export function createSessionStore(): SessionStore {
  return createStore<SessionState>()((set, get) => ({
    selection: NOTHING,
    selectedWires: NOTHING,
    boxes: NOTHING,
    focus: undefined,
    focusAsked: undefined,
    dropWire: undefined,
    renaming: undefined,
    openNode: undefined,
    openPath: undefined,
    problemAt: undefined,
    quickAdd: undefined,
    wiring: undefined,
    openWire: undefined,
    dialog: undefined,
    rebinding: undefined,
    importing: undefined,
    finding: { query: '', at: 0 },
    announcement: undefined,
    select(nodes, wires = [], keys = []) {
      const before = get()
      const selection = same(before.selection, new Set(nodes))
      const selectedWires = same(before.selectedWires, new Set(wires))
      const boxes = same(before.boxes, new Set(keys))
      const [first] = boxes.size > 0 ? boxes : selection
      const held = before.focus !== undefined && (boxes.size > 0 ? boxes : selection).has(before.focus)
      set({ selection, selectedWires, boxes, focus: held ? before.focus : (first ?? before.focus) })
    },
    clearSelection() {
      set({ selection: NOTHING, selectedWires: NOTHING, boxes: NOTHING })
    },
    set(part) {
      set(part)
    },
    open(openNode, openPath) {
      set({ openNode, openPath })
    },
    focusNode(id) {
      const selection = same(get().selection, new Set([id]))
      set({ selection, selectedWires: NOTHING, boxes: NOTHING, focus: id, focusAsked: id })
    },
    focusBox(key, nodes) {
      const selection = same(get().selection, new Set(nodes))
      set({ selection, selectedWires: NOTHING, boxes: new Set([key]), focus: key, focusAsked: key })
    },
    setProblemAt(problemAt) {
      set({ problemAt })
    },
    announce(text) {
      set({ announcement: { text, n: (get().announcement?.n ?? 0) + 1 } })
    },
  }))
}

/** The old set when both hold the same, so that nothing is drawn anew. */
function same(before: ReadonlySet<string>, after: ReadonlySet<string>): ReadonlySet<string> {
  return before.size === after.size && [...after].every((id) => before.has(id)) ? before : after
}
