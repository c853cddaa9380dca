import { z } from 'zod'
import { ID_PATTERN } from '../flow/flow.ts'
import { textSchema } from './runs.ts'

const id = z.string().regex(ID_PATTERN)

/** `flows/<id>/template.json`: what the template gallery says about a flow in the box. */
export const templateFrontSchema = z.strictObject({
  /** Place in the gallery; the easiest come first. */
  order: z.number().int().min(1),
  /** The title in English; the Vietnamese one is the flow's. */
  title: z.string().min(1).max(200),
  /** When to use it. */
  use: textSchema,
  /** What it links. */
  systems: z.array(textSchema).min(1).max(10),
  /** Published in the demo from the start. */
  demo: z.boolean().default(false),
})
export type TemplateFront = z.infer<typeof templateFrontSchema>

const needSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** `present`: there already, and kept as it is · `create`: made together with the flow · `missing`: to be made by hand. */
  state: z.enum(['present', 'create', 'missing']),
})

/** A template as the gallery shows it. */
export const templateSchema = z.object({
  id: z.string(),
  title: textSchema,
  use: textSchema,
  summary: z.string(),
  systems: z.array(textSchema),
  cases: z.number(),
  connections: z.array(needSchema),
  tables: z.array(needSchema),
  /** The flow in small, from its layout: corners of boxes in pixels, wires by places in `boxes`. */
  picture: z.object({
    boxes: z.array(z.object({ x: z.number(), y: z.number(), kind: z.string(), title: z.string() })),
    wires: z.array(z.tuple([z.number(), z.number()])),
  }),
  /** An id that is free here: the template's own, or with a number behind it. */
  freeId: z.string(),
})
export type Template = z.infer<typeof templateSchema>

/** `POST /templates/{id}/use`: the id and title of the new flow. Nothing that exists is written over. */
export const useTemplateSchema = z.strictObject({ id, title: z.string().trim().min(1).max(200) })
/** What was made. */
export const usedTemplateSchema = z.object({
  flow: z.string(),
  cases: z.number(),
  connections: z.array(z.string()),
  tables: z.array(z.string()),
})
