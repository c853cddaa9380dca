import { titleOfNode } from '../../document/catalogue.ts'
import { type Alignment, alignNodes } from '../../document/commands/align-nodes.ts'
import { changeNote } from '../../document/commands/change-notes.ts'
import { duplicateNodes } from '../../document/commands/duplicate-nodes.ts'
import { moveNodes } from '../../document/commands/move-nodes.ts'
import { toggleDisabled } from '../../document/commands/toggle-disabled.ts'
import { type Position, positionOf } from '../../document/document.ts'
import { membersOf } from '../../document/groups.ts'
import { findNext } from '../find/go-to-hit.ts'
import { type Direction, freePlace, nearestNode, placeAfter, readingOrder } from '../geometry.ts'
import { nextProblem } from '../next-problem.ts'
import type { EditorActions } from '../use-editor.ts'
import { boxOf, walkable } from '../view/boxes.ts'
import { GRID } from '../view/sizes.ts'
import { openWireHere } from '../wires/open-wire.ts'
import { addBehindPort, cancelWiring, finishWiring, moveCandidate, startWiring } from './keyboard-wiring.ts'
import type { Action } from './shortcuts.ts'
import { toggleStopHere } from './toggle-stop.ts'

/** What an action needs that is not in the editor. */
export interface Surroundings {
  readonly tidy: () => void
  readonly save: () => void
  /** Opens the flow that a node calls; false when it calls none. */
  readonly openCalled: (node: string) => boolean
}

/** Runs an action. False when it has nothing to do here and the key should go its usual way (Tab leaves an empty selection). */
export function runAction(action: Action, editor: EditorActions, around: Surroundings): boolean {
  const { session, document, camera } = editor
  const { wiring, focus, selection } = session.getState()
  const step = directionOf(action)
  if (step?.way === 'focus')
    return wiring ? done(moveCandidate(editor, step.direction)) : moveFocus(editor, step.direction)
  if (step) return nudge(editor, step.direction, step.way === 'leap' ? 5 : 1)
  if (wiring && action === 'open') return done(finishWiring(editor))
  if (wiring && action === 'escape') return done(cancelWiring(editor))
  const { readOnly } = document.getState()
  if (readOnly && changing.has(action)) return true
  switch (action) {
    case 'quickAdd':
      if (wiring?.port) return done(addBehindPort(editor, wiring.from, wiring.port))
      // Without a selection Tab goes on to the next part of the page: the canvas is no trap.
      return selection.size === 1 && openQuickAdd(editor)
    case 'addHere':
      if (wiring?.port) return done(addBehindPort(editor, wiring.from, wiring.port))
      return openQuickAdd(editor)
    case 'find':
      return done(session.getState().set({ dialog: 'find' }))
    case 'findNext':
      return done(findNext(editor))
    case 'group':
      return done(editor.group())
    case 'ungroup':
      return done(editor.ungroup())
    case 'expandGroups':
      return done(editor.fold(false))
    case 'collapseGroups':
      return done(editor.fold(true))
    case 'chooseGroup':
      return done(editor.chooseGroup())
    case 'addNote':
      return done(editor.addNote(freePlace(document.getState().layout, camera.centre())))
    case 'alignLeft':
      return align(editor, 'left')
    case 'alignTop':
      return align(editor, 'top')
    case 'spreadAcross':
      return align(editor, 'across')
    case 'spreadDown':
      return align(editor, 'down')
    case 'extract':
      return done(session.getState().set({ dialog: 'extract' }))
    case 'openCalled':
      return focus !== undefined && around.openCalled(focus)
    case 'links':
      return done(toggleLinks(editor))
    case 'open':
      if (focus !== undefined && boxOf(focus)) return done(editor.openBox(focus))
      if (selection.size === 0 && session.getState().selectedWires.size > 0) return openWireHere(editor)
      return focus !== undefined && selection.size > 0 ? done(session.getState().open(focus)) : false
    case 'checkWire':
      return openWireHere(editor)
    case 'breakpoint':
      return done(toggleStopHere(editor))
    case 'wire':
      return done(startWiring(editor, 'next'))
    case 'wireFrom':
      return done(startWiring(editor, 'ask'))
    case 'delete':
      return done(editor.remove({ rejoin: false }))
    case 'deleteRejoin':
      return done(editor.remove({ rejoin: true }))
    case 'undo':
      return done(editor.undo())
    case 'redo':
      return done(editor.redo())
    case 'history':
      return done(session.getState().set({ dialog: 'history' }))
    case 'duplicate':
      return done(editor.select(editor.run(duplicateNodes([...selection]))))
    case 'selectAll':
      return done(session.getState().select(Object.keys(document.getState().flow.nodes)))
    case 'disable':
      return done(editor.run(toggleDisabled([...selection])))
    case 'rename':
      return focus === undefined ? false : done(session.getState().set({ renaming: focus }))
    case 'zoomFull':
      return done(camera.zoomTo(1))
    case 'zoomIn':
      return done(camera.zoomBy(1.25))
    case 'zoomOut':
      return done(camera.zoomBy(0.8))
    case 'fitAll':
      return done(camera.fit())
    case 'fitSelection':
      return done(camera.fit(selection.size > 0 ? [...selection] : undefined))
    case 'tidy':
      return done(around.tidy())
    case 'nextProblem':
      return done(nextProblem(editor, 1))
    case 'previousProblem':
      return done(nextProblem(editor, -1))
    case 'save':
      return done(around.save())
    case 'shortcuts':
      return done(session.getState().set({ dialog: 'shortcuts' }))
    case 'escape':
      return done(session.getState().clearSelection())
    default:
      return false
  }
}

const changing: ReadonlySet<Action> = new Set([
  'quickAdd',
  'addHere',
  'wire',
  'wireFrom',
  'breakpoint',
  'delete',
  'deleteRejoin',
  'undo',
  'redo',
  'history',
  'duplicate',
  'disable',
  'rename',
  'group',
  'ungroup',
  'addNote',
  'extract',
  'alignLeft',
  'alignTop',
  'spreadAcross',
  'spreadDown',
  'tidy',
  'save',
])

function align(editor: EditorActions, how: Alignment): boolean {
  const { selection } = editor.session.getState()
  if (selection.size < 2) return false
  editor.run(alignNodes([...selection], how))
  return true
}

function toggleLinks({ panels, say }: EditorActions): void {
  const links = !panels.getState().links
  panels.getState().set({ links })
  say(
    links
      ? { vi: 'Đang hiện các mối liên hệ ngầm', en: 'Links that no wire shows are shown' }
      : { vi: 'Đã ẩn các mối liên hệ ngầm', en: 'Links that no wire shows are hidden' },
  )
}

const done = (_nothing: unknown): true => true

function directionOf(
  action: Action,
): { readonly way: 'focus' | 'nudge' | 'leap'; readonly direction: Direction } | undefined {
  for (const way of ['focus', 'nudge', 'leap'] as const) {
    if (!action.startsWith(way)) continue
    for (const direction of ['left', 'right', 'up', 'down'] as const)
      if (action.slice(way.length).toLowerCase() === direction) return { way, direction }
  }
  return undefined
}

function moveFocus(editor: EditorActions, direction: Direction): boolean {
  const { flow, layout } = editor.document.getState()
  const { focus, focusNode } = editor.session.getState()
  const shown = walkable({ flow, layout })
  const order = readingOrder(shown)
  // From the head of an open group the arrows go to what lies in it.
  const box = focus === undefined ? undefined : boxOf(focus)
  const inside = box && focus !== undefined && !Object.hasOwn(shown.at, focus) ? membersOf(layout, box.id) : []
  const from = inside.find((id) => Object.hasOwn(shown.at, id))
  const next =
    from ??
    (focus === undefined || !Object.hasOwn(shown.at, focus) ? order[0] : nearestNode(shown, order, focus, direction))
  if (next !== undefined) {
    if (boxOf(next)) editor.chooseBox(next)
    else focusNode(next)
    editor.camera.show(next)
  }
  return true
}

function nudge(editor: EditorActions, direction: Direction, times: number): boolean {
  const { layout } = editor.document.getState()
  const ids = [...editor.session.getState().selection]
  const dx = direction === 'left' ? -1 : direction === 'right' ? 1 : 0
  const dy = direction === 'up' ? -1 : direction === 'down' ? 1 : 0
  const to: Record<string, Position> = {}
  for (const id of ids) {
    const [x, y] = positionOf(layout, id)
    to[id] = [x + dx * GRID * times, y + dy * GRID * times]
  }
  if (ids.length > 0) editor.run(moveNodes(to, `nudge:${ids.join(',')}`))
  for (const key of editor.session.getState().boxes) {
    const box = boxOf(key)
    const note = box?.is === 'note' ? layout.notes?.[box.id] : undefined
    if (box && note)
      editor.run(changeNote(box.id, { at: [note.at[0] + dx * GRID * times, note.at[1] + dy * GRID * times] }))
  }
  return true
}

/** Behind the one selected node, else in the middle of the view. */
function openQuickAdd(editor: EditorActions): boolean {
  const { flow, layout, catalogue } = editor.document.getState()
  const { selection, set } = editor.session.getState()
  const [only] = selection
  const node = selection.size === 1 ? only : undefined
  const port = node === undefined ? undefined : editor.freePort(node)
  const at = node === undefined ? editor.camera.centre() : placeAfter(flow, layout, node)
  const after = node !== undefined && port !== undefined ? { node, port } : undefined
  set({ quickAdd: { screen: editor.camera.toScreen(at), at, after } })
  if (after) {
    const name = titleOfNode(catalogue, flow, after.node)
    editor.say({ vi: `Thêm nút sau ${name.vi}`, en: `Add a node after ${name.en}` })
  }
  return true
}
