import { z } from 'zod'
import { ID_PATTERN } from '../flow/flow.ts'

/** The steps of the first-run tour, in order. */
export const tourSteps = ['gallery', 'template', 'node', 'test', 'publish', 'message'] as const
/** One step of the tour by its name. */
export type TourStep = (typeof tourSteps)[number]

/** Where an account stands in the first-run tour. `new`: never begun · `left`: put aside, can be taken up · `skipped`: not wanted. */
export const tourSchema = z.strictObject({
  state: z.enum(['new', 'open', 'left', 'skipped', 'done']),
  done: z.array(z.enum(tourSteps)).max(tourSteps.length),
  /** The flow that was made on the way. */
  flow: z.string().regex(ID_PATTERN).optional(),
})
export type Tour = z.infer<typeof tourSchema>
