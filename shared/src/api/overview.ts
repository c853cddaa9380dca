import { z } from 'zod'
import { searchPlaces } from '../flow/search.ts'
import { textSchema } from './runs.ts'

/** Query of `GET /search`. */
export const searchQuerySchema = z.object({ q: z.string().max(100).default('') })

/** A place in one of the flows that the caller may see. */
export const flowHitSchema = z.object({
  flow: z.string(),
  flowTitle: z.string(),
  place: z.enum(searchPlaces),
  node: z.string().optional(),
  nodeTitle: textSchema.optional(),
  path: z.string().optional(),
  /** The setting as its form calls it. */
  where: textSchema.optional(),
  box: z.string().optional(),
  text: z.string(),
})
export type FlowHit = z.infer<typeof flowHitSchema>

/** The answer to `GET /search`; `more`: there were more hits than are given. */
export const searchAnswerSchema = z.object({ hits: z.array(flowHitSchema), more: z.boolean() })

/** What a flow leads to, by node: another flow that it calls, a connection, a code table; or the kind of callback that it awaits or delivers. */
export const flowLinkSchema = z.object({
  node: z.string(),
  nodeTitle: textSchema,
  is: z.enum(['flow', 'connection', 'code-table', 'awaits', 'delivers']),
  to: z.string(),
})
export type FlowLink = z.infer<typeof flowLinkSchema>

/** `GET /map`: the flows that the caller may see with everything that they lead to. */
export const systemMapSchema = z.object({
  flows: z.array(z.object({ id: z.string(), title: z.string(), links: z.array(flowLinkSchema) })),
})
export type SystemMap = z.infer<typeof systemMapSchema>
