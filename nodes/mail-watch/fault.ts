import { z } from 'zod'

/** Why a letter could not be taken whole, as its message says it. Sizes in bytes. */
export const faultSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('mail.too-large'), size: z.number(), limit: z.number() }),
  z.object({ code: z.literal('mail.unreadable'), reason: z.string() }),
])
export type Fault = z.infer<typeof faultSchema>
