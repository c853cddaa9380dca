import { noCursor } from './rows/list-place.ts'

/** Where a page of the task list ended: tasks come by deadline, then by number. */
export interface Urgency {
  readonly until: number
  readonly id: number
}

/** The cursor behind this task. */
export function taskCursor({ until, id }: Urgency): string {
  return `${until}.${id}`
}

/** Reads a cursor; without one the list begins. Throws `api.invalid` for a cursor that this list did not give. */
export function parseUrgency(cursor: string | undefined): Urgency {
  if (cursor === undefined) return { until: -1, id: -1 }
  const found = /^(\d{1,16})\.(\d{1,16})$/.exec(cursor)
  if (!found) throw noCursor()
  return { until: Number(found[1]), id: Number(found[2]) }
}
