import { z } from 'zod'

const cursorSchema = z.strictObject({
  /** UIDs count only together with it. */
  validity: z.string(),
  /** Every letter up to this UID has been taken or was there before the watching began. */
  last: z.number(),
  /** When the newest letter that was taken came in, or the watching began; ms since the epoch. */
  newest: z.number(),
  /** After the mailbox was numbered anew: letters that came in before are known already. */
  since: z.number().optional(),
  /** UIDs that are stored and still have to be moved or marked. */
  taken: z.array(z.number()).max(200),
})

/** What survives a stop. */
export type Cursor = z.infer<typeof cursorSchema>

/** Reads a cursor; what is not one counts as none. */
export function readCursor(text: string | undefined): Cursor | undefined {
  try {
    return cursorSchema.safeParse(JSON.parse(text ?? 'null')).data
  } catch {
    return undefined
  }
}
