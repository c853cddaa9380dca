/** The type under which a dragged field of the source tree carries its path; it is also carried as plain text. */
export const FIELD_DRAG = 'application/x-lienthong-field'
