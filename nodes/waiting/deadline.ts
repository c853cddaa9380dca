import { complaint } from '#shared/node/complaint.ts'
import { isDurationWithin } from '#shared/node/fields.ts'

/** Longest wait: a slip of the keyboard in a year must not park a message for ever. */
const MAX_WAIT_MS = 366 * 86_400_000

/** For `refine`: whether a duration is a wait that ends within a year. */
export const isWait = (duration: string): boolean => isDurationWithin(duration, 1, MAX_WAIT_MS)

/** What a setting says that is no such wait. */
export const notAWait = complaint('phải lớn hơn 0 và không quá 366 ngày', 'must be more than 0 and at most 366 days')

/** A topic tells callbacks of one kind from those of another: lower-case letters, digits and hyphens. */
export const TOPIC = /^[a-z][a-z0-9-]{0,63}$/
