import { type FlowError, permanent } from '#shared/errors/flow-error.ts'
import type { Instant } from '../engine.ts'
import type { RunRecord } from './run-record.ts'

/** Where a page of the run list ended: runs come by acceptance, the newest first. */
export interface ListPlace {
  readonly at: Instant
  readonly seq: number
}

/** The cursor behind this run. */
export function placeOf({ accepted_at, seq }: Pick<RunRecord, 'accepted_at' | 'seq'>): string {
  return `${accepted_at}.${seq}`
}

/** Reads a cursor. Throws `api.invalid` for one that this list did not give. */
export function parsePlace(cursor: string): ListPlace {
  const found = /^(\d{1,16})\.(\d{1,16})$/.exec(cursor)
  if (!found) throw noCursor()
  return { at: Number(found[1]), seq: Number(found[2]) }
}

/** What a cursor is refused with that no list has given. */
export function noCursor(): FlowError {
  return permanent('api.invalid', {
    place: 'cursor',
    reason: { vi: 'không phải con trỏ mà API đã đưa', en: 'is no cursor that the API gave' },
  })
}

/** The highest code point, so that `value + LAST` is above every text that begins with `value`. */
const LAST = '\u{10FFFF}'

/** The range of texts that begin with this one: from the first to below the second. */
export function beginningOf(text: string): [string, string] {
  return [text, text + LAST]
}
