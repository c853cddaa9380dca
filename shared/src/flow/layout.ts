/** Colours of groups and notes, by name: the screen decides what they look like in light and dark. */
export const boxColours = ['grey', 'blue', 'green', 'amber', 'violet', 'red'] as const
export type BoxColour = (typeof boxColours)[number]

/** Most groups and most notes of a flow. */
export const MAX_BOXES = 500
/** Longest words on a group and on a note. */
export const MAX_GROUP_TITLE = 100
export const MAX_DESCRIPTION = 200
export const MAX_NOTE = 4000
/** Groups may lie in groups, so many deep. */
export const MAX_DEPTH = 2

/** Nodes that belong together (nhóm). It has no place of its own: it lies around its nodes, which are in no other group. */
export interface Group {
  readonly title: string
  readonly description?: string
  readonly colour?: BoxColour
  /** Drawn as one box. */
  readonly collapsed?: boolean
  /** The group that this one lies in. */
  readonly in?: string
  /** The nodes that lie in this group directly, not those of groups inside it. */
  readonly nodes: readonly string[]
}

/** Words on the canvas (ghi chú), in pixels. */
export interface Note {
  readonly text: string
  readonly colour?: BoxColour
  readonly at: readonly [x: number, y: number]
  readonly size: readonly [width: number, height: number]
}
