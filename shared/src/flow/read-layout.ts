import { z } from 'zod'
import { ID_PATTERN, type Layout } from './flow.ts'
import { boxColours, type Group, MAX_BOXES, MAX_DESCRIPTION, MAX_GROUP_TITLE, MAX_NOTE, type Note } from './layout.ts'

const id = z.string().regex(ID_PATTERN)
const colour = z.enum(boxColours)
const lines = (most: number) =>
  z
    .union([z.string(), z.array(z.string().max(most)).max(most)])
    .transform((text) => (Array.isArray(text) ? text.join('\n') : text))
    .pipe(z.string().max(most))
const whole = z.number().transform(Math.round)
const pixels = whole.pipe(z.number().min(-1e7).max(1e7))

const groupSchema = z.object({
  title: z.string().trim().min(1).max(MAX_GROUP_TITLE),
  description: lines(MAX_DESCRIPTION).optional(),
  colour: colour.optional(),
  collapsed: z.boolean().optional(),
  in: id.optional(),
  nodes: z.array(id).max(5000),
})

const noteSchema = z.object({
  text: lines(MAX_NOTE),
  colour: colour.optional(),
  at: z.tuple([pixels, pixels]),
  size: z.tuple([whole.pipe(z.number().min(80).max(4000)), whole.pipe(z.number().min(40).max(4000))]),
})

const layoutSchema = z.object({
  format: z.literal(1),
  at: z.record(id, z.tuple([z.number(), z.number()])),
  groups: z.record(z.string(), z.unknown()).optional().catch(undefined),
  notes: z.record(z.string(), z.unknown()).optional().catch(undefined),
})

/** Reads the parsed value of a layout file and keeps what makes sense of it; never throws. */
export function readLayout(value: unknown): Layout {
  const parsed = layoutSchema.safeParse(value)
  if (!parsed.success) return { format: 1, at: {} }
  const { format, at } = parsed.data
  const groups = soundGroups(readAll(parsed.data.groups, groupSchema))
  const notes = readAll<Note>(parsed.data.notes, noteSchema)
  return { format, at, ...(isEmpty(groups) ? {} : { groups }), ...(isEmpty(notes) ? {} : { notes }) }
}

/**
 * Groups as they may be: each node in one group (the first by id), each group in a group that exists and itself lies in
 * none, and none without anything in it. `exists` says which nodes there are.
 */
export function soundGroups(
  groups: Readonly<Record<string, Group>>,
  exists: (node: string) => boolean = () => true,
): Readonly<Record<string, Group>> {
  const taken = new Set<string>()
  const ids = Object.keys(groups).sort()
  const sound: Record<string, Group> = {}
  for (const it of ids) {
    const group = groups[it]
    if (!group) continue
    const nodes = group.nodes.filter((node) => exists(node) && !taken.has(node) && taken.add(node))
    sound[it] = nodes.length === group.nodes.length ? group : { ...group, nodes }
  }
  for (const it of ids) {
    const group = sound[it]
    if (group?.in === undefined) continue
    const outer = Object.hasOwn(sound, group.in) ? sound[group.in] : undefined
    if (group.in === it || !outer || outer.in !== undefined) sound[it] = withoutOuter(group)
  }
  // A group with nothing in it is not drawn; what lies in no group any more stands alone.
  const full = new Set(ids.filter((it) => sound[it]?.nodes.length))
  for (const it of full) {
    const outer = sound[it]?.in
    if (outer !== undefined) full.add(outer)
  }
  return Object.fromEntries(ids.flatMap((it) => (full.has(it) && sound[it] ? [[it, sound[it]]] : [])))
}

function withoutOuter({ in: _outer, ...group }: Group): Group {
  return group
}

function readAll<T>(record: Readonly<Record<string, unknown>> | undefined, schema: z.ZodType): Record<string, T> {
  const read: Record<string, T> = {}
  for (const [key, value] of Object.entries(record ?? {}).slice(0, MAX_BOXES)) {
    const parsed = ID_PATTERN.test(key) ? schema.safeParse(value) : undefined
    // The border: the schema has checked the shape; zod writes `undefined` for absent parts, which are dropped here.
    if (parsed?.success) read[key] = withoutAbsent(parsed.data) as T
  }
  return read
}

function withoutAbsent(value: unknown): unknown {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, part]) => part !== undefined))
}

function isEmpty(record: object): boolean {
  return Object.keys(record).length === 0
}
