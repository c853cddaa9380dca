import { z } from 'zod'

const claimSchema = z.strictObject({ name: z.string(), size: z.number(), modified: z.number() })
const cursorSchema = z.strictObject({
  claims: z.array(claimSchema).default([]),
  newest: z.number().default(0),
})

/** A file that is about to be moved aside and handed over; its name in the folder, and what it was. */
export type Claim = z.infer<typeof claimSchema>

/** What survives a stop: claims under way, and the time of the newest file that was taken and left there. */
export type Cursor = z.infer<typeof cursorSchema>

/** Reads a cursor; what is not one counts as none. */
export function readCursor(text: string | undefined): Cursor {
  if (text === undefined) return cursorSchema.parse({})
  try {
    return cursorSchema.parse(JSON.parse(text))
  } catch {
    return cursorSchema.parse({})
  }
}

/** A stored cursor has at most 4 KB. */
const MOST_CHARACTERS = 3000

/** Puts claims into groups that a cursor has room for. */
export function claimGroups(claims: readonly Claim[]): readonly (readonly Claim[])[] {
  const groups: Claim[][] = []
  let room = 0
  for (const claim of claims) {
    const length = Buffer.byteLength(JSON.stringify(claim)) + 1
    const last = groups.at(-1)
    if (last && length <= room) last.push(claim)
    else {
      groups.push([claim])
      room = MOST_CHARACTERS
    }
    room -= length
  }
  return groups
}
