/** The data type under which the palette drags a node type's name; only our own canvas takes it. */
export const DRAGGED_TYPE = 'application/x-lienthong-node'
