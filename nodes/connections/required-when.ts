import type { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'

/** Which fields must be filled for each value of a choice: `{ basic: ['username'] }`. */
export type RequiredByChoice = Readonly<Record<string, readonly string[]>>

/** A check for `superRefine`: with this value of `setting`, these other fields must have been entered. */
export function requiredWhen(setting: string, fields: RequiredByChoice) {
  return (values: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void => {
    const chosen = String(values[setting])
    const wanted = Object.hasOwn(fields, chosen) ? (fields[chosen] ?? []) : []
    for (const name of wanted) {
      if (values[name] !== undefined && values[name] !== '') continue
      context.addIssue({ code: 'custom', path: [name], ...complaint('chưa nhập', 'is missing') })
    }
  }
}
