import type { Language, Text } from '#shared/text/text.ts'
import type { Command } from '../document/command.ts'
import { collapseGroups } from '../document/commands/change-group.ts'
import { addNote } from '../document/commands/change-notes.ts'
import { groupNodes, ungroup } from '../document/commands/group-nodes.ts'
import { applyChange, type Position } from '../document/document.ts'
import type { DocumentStore } from '../document/document-store.ts'
import { foldedNodes, groupOf, groupsOf, homeOf, membersOf } from '../document/groups.ts'
import type { SessionStore } from '../session/session-store.ts'
import { boxOf, groupKey, noteKey } from './view/boxes.ts'

/** What is done to groups and notes; each gesture and its key end in the same function. */
export interface BoxActions {
  /** Puts the selected nodes into a group and lets its title be typed. */
  readonly group: () => void
  /** Takes away the selected groups, or the group of what has the focus. */
  readonly ungroup: () => void
  /** Collapses or opens the selected groups, else those of the selected nodes, else all. */
  readonly fold: (collapsed: boolean) => void
  readonly foldGroup: (id: string, collapsed: boolean) => void
  /** Selects the group around what has the focus; once more, the group around that. */
  readonly chooseGroup: () => void
  /** Selects a group with what lies in it, or a note. */
  readonly chooseBox: (key: string) => void
  /** Enter and double click: opens a collapsed group, renames an open one, writes in a note. */
  readonly openBox: (key: string) => void
  readonly addNote: (at: Position) => void
}

/** Makes the actions for groups and notes of one open flow. */
export function createBoxActions(input: {
  readonly document: DocumentStore
  readonly session: SessionStore
  readonly language: () => Language
  readonly run: (command: Command) => readonly string[]
  readonly say: (text: Text) => void
}): BoxActions {
  const { document, session, run, say } = input
  const layout = () => document.getState().layout
  const membersAt = (key: string): readonly string[] => {
    const box = boxOf(key)
    return box?.is === 'group' ? membersOf(layout(), box.id) : []
  }
  const chooseBox = (key: string): void => session.getState().focusBox(key, membersAt(key))
  const chosen = (): readonly string[] =>
    [...session.getState().boxes].flatMap((key) => {
      const box = boxOf(key)
      return box?.is === 'group' ? [box.id] : []
    })
  const homes = (): readonly string[] => [
    ...new Set([...session.getState().selection].flatMap((node) => homeOf(layout(), node) ?? [])),
  ]

  function group(): void {
    const ids = [...session.getState().selection]
    const before = groupsOf(layout())
    const n = Object.keys(before).length + 1
    run(groupNodes(ids, input.language() === 'vi' ? `Nhóm ${n}` : `Group ${n}`))
    const id = Object.keys(groupsOf(layout())).find((it) => !Object.hasOwn(before, it))
    if (id === undefined) return
    chooseBox(groupKey(id))
    session.getState().set({ renaming: groupKey(id), focusAsked: undefined })
    say({ vi: `Đã gộp ${ids.length} nút thành nhóm`, en: `Grouped ${ids.length} nodes` })
  }
  function foldAll(ids: readonly string[], collapsed: boolean): void {
    const command = collapseGroups(ids, collapsed)
    const { readOnly, flow, catalogue } = document.getState()
    const done = readOnly ? command.execute({ flow, layout: layout() }, catalogue) : undefined
    // Where nothing may be changed, folding is only a way to look: it is neither kept nor sent.
    if (done && 'change' in done)
      document.setState({ layout: applyChange({ flow, layout: layout() }, done.change).doc.layout })
    else run(command)
  }
  function foldGroup(id: string, collapsed: boolean): void {
    foldAll([id], collapsed)
    const title = groupOf(layout(), id)?.title ?? ''
    chooseBox(groupKey(id))
    say(
      collapsed
        ? { vi: `Đã thu gọn nhóm ${title}`, en: `Collapsed group ${title}` }
        : { vi: `Đã mở rộng nhóm ${title}`, en: `Expanded group ${title}` },
    )
  }
  return {
    group,
    chooseBox,
    foldGroup,
    ungroup() {
      const ids = chosen().length > 0 ? chosen() : homes()
      const nodes = [...session.getState().selection]
      if (ids.length === 0) return say({ vi: 'Chưa chọn nhóm nào', en: 'No group is selected' })
      for (const id of ids) run(ungroup(id))
      session.getState().select(nodes)
      const [first] = nodes
      if (first !== undefined) session.getState().set({ focus: first, focusAsked: first })
      say({ vi: 'Đã bỏ nhóm', en: 'Ungrouped' })
    },
    fold(collapsed) {
      const ids = chosen().length > 0 ? chosen() : homes()
      const [only] = ids
      if (ids.length === 1 && only !== undefined) return foldGroup(only, collapsed)
      foldAll(ids.length > 0 ? ids : Object.keys(groupsOf(layout())), collapsed)
      session.getState().clearSelection()
    },
    chooseGroup() {
      const { focus } = session.getState()
      const box = focus === undefined ? undefined : boxOf(focus)
      const around =
        box?.is === 'group' ? groupOf(layout(), box.id)?.in : focus === undefined ? undefined : homeOf(layout(), focus)
      if (around === undefined) return say({ vi: 'Không nằm trong nhóm nào', en: 'Not in a group' })
      chooseBox(groupKey(around))
    },
    openBox(key) {
      const box = boxOf(key)
      const collapsed = box?.is === 'group' && groupOf(layout(), box.id)?.collapsed
      if (box && collapsed) foldGroup(box.id, false)
      else if (box && !document.getState().readOnly) session.getState().set({ renaming: key })
    },
    addNote(at) {
      const before = layout().notes ?? {}
      run(addNote(at))
      const id = Object.keys(layout().notes ?? {}).find((it) => !Object.hasOwn(before, it))
      if (id === undefined) return
      session.getState().focusBox(noteKey(id), [])
      session.getState().set({ renaming: noteKey(id), focusAsked: undefined })
    },
  }
}

/** Opens the groups that hide a node. */
export function reveal(document: DocumentStore, actions: Pick<BoxActions, 'foldGroup'>, node: string): void {
  for (let n = 0; n < 2; n++) {
    const id = foldedNodes(document.getState().layout).get(node)
    if (id === undefined) return
    actions.foldGroup(id, false)
  }
}
