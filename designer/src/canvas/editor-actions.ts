import type { CatalogueNode } from '#shared/node/catalogue.ts'
import type { Language, Text } from '#shared/text/text.ts'
import { branchOf } from '../document/branches.ts'
import { outPortsOf, titleOfNode } from '../document/catalogue.ts'
import type { Command } from '../document/command.ts'
import { addNode } from '../document/commands/add-node.ts'
import { removeNotes } from '../document/commands/change-notes.ts'
import { connectNodes } from '../document/commands/connect-nodes.ts'
import { disconnectWires } from '../document/commands/disconnect-wires.ts'
import { insertNewOnWire } from '../document/commands/insert-on-wire.ts'
import { removeNodes } from '../document/commands/remove-nodes.ts'
import { nodeOf, type Position } from '../document/document.ts'
import type { DocumentStore } from '../document/document-store.ts'
import type { ProblemsStore } from '../document/problems-store.ts'
import { targetsOf, type Wire } from '../document/wires.ts'
import type { PanelsStore } from '../session/panels-store.ts'
import type { SessionStore } from '../session/session-store.ts'
import type { TrialStore } from '../session/trial-store.ts'
import { type BoxActions, createBoxActions } from './box-actions.ts'
import { freePlace, nearestNode, placeAfter } from './geometry.ts'
import { wireByKey } from './gestures/hit.ts'
import { boxOf } from './view/boxes.ts'
import type { Camera } from './view/camera.ts'
import type { WireChecks } from './wires/checks-store.ts'

/** Where a new node goes. Nothing given: behind the selected node, wired to it, else into the middle of the view. */
export interface AddPlace {
  readonly at?: Position | undefined
  readonly after?: { readonly node: string; readonly port: string } | undefined
  readonly onWire?: Wire | undefined
}

/** What canvas, palette, keys and top bar do to the open flow; every gesture and its key end in the same function. */
export interface EditorActions extends BoxActions {
  readonly document: DocumentStore
  readonly session: SessionStore
  readonly problems: ProblemsStore
  readonly panels: PanelsStore
  readonly camera: Camera
  readonly wireChecks: WireChecks
  readonly trial: TrialStore
  /** Runs a command; a refusal is shown. The ids of nodes that came. */
  readonly run: (command: Command) => readonly string[]
  readonly refuse: (reason: Text) => void
  readonly say: (text: Text) => void
  readonly select: (ids: readonly string[]) => void
  readonly connect: (wire: Wire) => void
  readonly add: (type: string, place: AddPlace) => void
  readonly remove: (options: { readonly rejoin: boolean }) => void
  readonly undo: () => void
  readonly redo: () => void
  /** The first output port of a node that nothing is wired to, else its first; undefined for a node without outputs. */
  readonly freePort: (id: string) => string | undefined
}

/** What the actions need from around them. */
export interface ActionsInput {
  readonly document: DocumentStore
  readonly session: SessionStore
  readonly problems: ProblemsStore
  readonly panels: PanelsStore
  readonly camera: Camera
  readonly wireChecks: WireChecks
  readonly trial: TrialStore
  readonly language: () => Language
  /** Shows a refusal. */
  readonly notify: (text: Text) => void
}

/** Makes the actions of one open flow. */
export function createEditorActions(input: ActionsInput): EditorActions {
  const { document, session, panels, camera } = input
  const say = (text: Text): void => session.getState().announce(text)
  const name = (id: string): Text => titleOfNode(document.getState().catalogue, document.getState().flow, id)

  function refuse(reason: Text): void {
    input.notify(reason)
    say(reason)
  }
  function run(command: Command): readonly string[] {
    const done = document.getState().dispatch(command)
    if (done.ok) return done.created
    refuse(done.reason)
    return []
  }
  function connect(wire: Wire): void {
    const before = document.getState().flow
    run(connectNodes(wire))
    if (document.getState().flow === before) return
    const [from, to] = [name(wire.from), name(wire.to)]
    const label = branchOf(wire.port) && document.getState().history.past.at(-1)?.label
    say(label ?? { vi: `Đã nối ${from.vi} với ${to.vi}`, en: `Connected ${from.en} to ${to.en}` })
  }
  function freePort(id: string): string | undefined {
    const { flow, catalogue } = document.getState()
    const node = nodeOf(flow, id)
    const ports = node ? outPortsOf(catalogue, node) : []
    return (ports.find((port) => targetsOf(node, port.name).length === 0) ?? ports[0])?.name
  }
  function add(type: string, place: AddPlace): void {
    const { flow, layout, catalogue } = document.getState()
    const definition = catalogue.byType.get(type)
    if (!definition) return
    const { at, after } = resolvePlace(input, definition, place, freePort)
    const title = freshTitle(input, definition)
    const command = place.onWire
      ? insertNewOnWire(place.onWire, { definition, at, title })
      : addNode({ definition, at, title, after })
    const created = run(command)
    const [id] = created
    if (id === undefined) return
    panels.getState().used(type)
    session.getState().focusNode(id)
    camera.show(id)
    const added = name(id)
    const before = place.onWire ? undefined : after && titleOfNode(catalogue, flow, after.node)
    say(
      before
        ? { vi: `Đã thêm ${added.vi}, nối sau ${before.vi}`, en: `Added ${added.en}, wired after ${before.en}` }
        : { vi: `Đã thêm ${added.vi}`, en: `Added ${added.en}` },
    )
    if (layout === document.getState().layout) camera.show(id)
  }
  function remove(options: { readonly rejoin: boolean }): void {
    const { flow, layout } = document.getState()
    const { selection, selectedWires, boxes } = session.getState()
    const notes = [...boxes].flatMap((key) => {
      const box = boxOf(key)
      return box?.is === 'note' ? [box.id] : []
    })
    if (notes.length > 0) run(removeNotes(notes))
    if (selection.size === 0 && selectedWires.size === 0 && notes.length === 0) return
    const [first] = selection
    const others = Object.keys(flow.nodes).filter((id) => !selection.has(id))
    const next =
      first === undefined
        ? undefined
        : (nearestNode(layout, others, first, 'left') ?? nearestNode(layout, others, first, 'right') ?? others[0])
    const wires = [...selectedWires].flatMap((key) => wireByKey(flow, key) ?? [])
    if (wires.length > 0) run(disconnectWires(wires))
    if (selection.size > 0) run(removeNodes([...selection], options))
    session.getState().clearSelection()
    const label = document.getState().history.past.at(-1)?.label
    if (label) say(label)
    if (next !== undefined) session.getState().focusNode(next)
  }
  function step(direction: 'undo' | 'redo'): void {
    const label = document.getState()[direction]()
    const { flow } = document.getState()
    const { selection, selectedWires, select, boxes } = session.getState()
    const { groups, notes } = document.getState().layout
    select(
      [...selection].filter((id) => Object.hasOwn(flow.nodes, id)),
      [...selectedWires].filter((key) => wireByKey(flow, key)),
      [...boxes].filter((key) => {
        const box = boxOf(key)
        return box && Object.hasOwn((box.is === 'group' ? groups : notes) ?? {}, box.id)
      }),
    )
    if (label && direction === 'undo') say({ vi: `Đã hoàn tác: ${label.vi}`, en: `Undone: ${label.en}` })
    if (label && direction === 'redo') say({ vi: `Đã làm lại: ${label.vi}`, en: `Redone: ${label.en}` })
  }
  return {
    ...input,
    ...createBoxActions({ document, session, language: input.language, run, say }),
    run,
    refuse,
    say,
    connect,
    add,
    remove,
    freePort,
    select: (ids) => {
      if (ids.length > 0) session.getState().select(ids)
    },
    undo: () => step('undo'),
    redo: () => step('redo'),
  }
}

function resolvePlace(
  { document, session, camera }: ActionsInput,
  definition: CatalogueNode,
  place: AddPlace,
  freePort: (id: string) => string | undefined,
): { readonly at: Position; readonly after: AddPlace['after'] } {
  const { flow, layout } = document.getState()
  const { selection } = session.getState()
  const [only] = selection
  const behind = place.after?.node ?? (place.at === undefined && selection.size === 1 ? only : undefined)
  const port = behind === undefined ? undefined : (place.after?.port ?? freePort(behind))
  const after = behind !== undefined && port !== undefined && definition.input ? { node: behind, port } : undefined
  if (place.at) return { at: place.at, after: place.after }
  if (after) return { at: placeAfter(flow, layout, after.node, after.port), after }
  return { at: freePlace(layout, camera.centre()), after: undefined }
}

/** A title with a number when another node shows the type's own title already; undefined when that is free. */
function freshTitle({ document, language }: ActionsInput, definition: CatalogueNode): string | undefined {
  const { flow, catalogue } = document.getState()
  const in_ = language()
  const taken = new Set(Object.keys(flow.nodes).map((id) => titleOfNode(catalogue, flow, id)[in_]))
  const own = definition.title[in_]
  if (!taken.has(own)) return undefined
  for (let n = 2; ; n++) if (!taken.has(`${own} ${n}`)) return `${own} ${n}`
}
