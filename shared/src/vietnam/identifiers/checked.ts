import type { Text } from '../../text/text.ts'

/** The outcome of a check: `code` is for conditions, `reason` and `reasonEn` are for people. */
export type Checked =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: string; readonly reason: string; readonly reasonEn: string }

/** A passed check. */
export const good: Checked = { ok: true }

/** A failed check. */
export function bad(code: string, reason: Text): Checked {
  return { ok: false, code, reason: reason.vi, reasonEn: reason.en }
}
