import { createContext, useContext } from 'react'

/** How a node or wire differs from another version. `moved`: only its place on the canvas. */
export type Mark = 'added' | 'removed' | 'changed' | 'moved'

/** Marks of a comparison that lies over a read-only canvas: nodes by id, wires by their key. */
export interface ChangeMarks {
  readonly nodes: ReadonlyMap<string, Mark>
  readonly wires: ReadonlyMap<string, Mark>
}

/** The sign of each mark, beside its colour. */
export const markSigns: Readonly<Record<Mark, string>> = { added: '+', removed: '−', changed: '~', moved: '↔' }

const NONE: ChangeMarks = { nodes: new Map(), wires: new Map() }

/** Hands the marks down to nodes and wires; no marks where nothing is compared. */
export const ChangeMarksContext = createContext<ChangeMarks>(NONE)

/** The mark of a node. */
export function useNodeMark(id: string): Mark | undefined {
  return useContext(ChangeMarksContext).nodes.get(id)
}

/** The mark of a wire. */
export function useWireMark(id: string): Mark | undefined {
  return useContext(ChangeMarksContext).wires.get(id)
}
