import type { z } from 'zod'
import type { Text } from '../text/text.ts'

/** What a node is for; told apart in the palette by icon, colour and shape of the header. */
export type NodeKind = 'trigger' | 'connector' | 'transform' | 'router' | 'control'

/** What a node works with: the part of its kind's group that it stands in. In the order of the palette. */
export const NODE_FAMILIES = [
  'national',
  'web',
  'database',
  'files',
  'messaging',
  'timing',
  'fields',
  'formats',
  'security',
] as const
export type NodeFamily = (typeof NODE_FAMILIES)[number]

/**
 * What repeating a step may do (design §6):
 * `none` pure, recomputed at will (never journalled) · `idempotent` touches the outside, repeated freely with the same key ·
 * `once` never repeated by itself: its intent is journalled first, and after a crash `probe` or a person decides.
 */
export type Effects = 'none' | 'idempotent' | 'once'

/**
 * Effects that depend on one setting, as data: `{ by: 'method', when: { GET: 'idempotent' }, otherwise: 'once' }`.
 * A branch may look at a second setting in the same way.
 */
export interface EffectsBySetting {
  readonly by: string
  readonly when: Readonly<Record<string, Effects | EffectsBySetting>>
  readonly otherwise: Effects | EffectsBySetting
}

/** A JSON Schema (2020-12) that describes the body at a port. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** An output port with a fixed name. */
export interface FixedPort {
  readonly name: string
  readonly title: Text
  readonly schema?: JsonSchema
  /** The schema for each value of one setting, where the body depends on what was chosen; a value that is not named has none. */
  readonly schemaBy?: { readonly setting: string; readonly when: Readonly<Record<string, JsonSchema>> }
  /** A flow that leaves it without a wire cannot be published: a message that leaves there must not be forgotten. */
  readonly mustWire?: boolean
}

/** One output port for each row of a list setting, as data: `{ each: 'branches', name: 'id', title: 'label' }`. */
export interface PortPerRow {
  readonly each: string
  readonly name: string
  readonly title: string
}

/** What a node may reach; everything else is refused. Shown to the administrator at publish. */
export type Need = 'http' | 'sql' | 'queue' | 'files' | 'script' | 'secrets' | 'tables' | 'flows'

/** How the body that leaves follows from the settings; the rules are in `schema/infer.ts`. */
export type Inference =
  | 'request'
  | 'mapping'
  | 'code-table'
  | 'edits'
  | 'checked'
  | 'picks'
  | 'entries'
  | 'items'
  | 'gathered'
  | 'group'
  | 'rows'
  | 'call'
  | 'text'
  | 'written-text'
  | 'masked'
  | 'soap-answer'
  | 'soap-request'
  | 'openapi-answer'

/** What may describe a request: an OpenAPI document, a curl command. */
export type RequestSource = 'openapi' | 'curl'

/** A body, or the part of it that a setting names, must be of this type. `unless`: a setting that, when true, lifts this. */
export interface TypeTaken {
  readonly from?: string
  readonly type: 'string' | 'array'
  readonly unless?: string
}

/** A node definition: pure data next to its zod settings, so that it can be served as the catalogue (see `catalogue.ts`). */
export interface NodeDefinition<S extends z.ZodObject = z.ZodObject> {
  readonly type: string
  readonly version: number
  readonly kind: NodeKind
  /** Kinds with few nodes need none. */
  readonly family?: NodeFamily
  readonly title: Text
  readonly summary: Text
  /** Words that the palette search also finds, both languages, without accents needed. */
  readonly keywords?: readonly string[]
  /** Descriptions of a request that its settings may be filled in from; `shared/src/request` reads them. */
  readonly imports?: readonly RequestSource[]
  readonly settings: S
  /** False for triggers: nothing is wired into them. */
  readonly input: boolean
  readonly inputSchema?: JsonSchema
  readonly out: readonly (FixedPort | PortPerRow)[]
  /** The body that leaves: same as came in, or as described by port schemas / a sample. */
  readonly output?: 'same' | 'described'
  /** How a described body follows from the settings; nothing is known of it when this is left out. */
  readonly infers?: Inference
  /** What the node needs of the body besides the fields that its settings read. */
  readonly takes?: TypeTaken
  /** An example of the body that leaves through the first port: shown as the declared output, and offered as a stub. */
  readonly sample?: unknown
  readonly effects: Effects | EffectsBySetting
  readonly needs?: readonly Need[]
  /** Set on the aggregator: the executor parks messages at it and runs it once with `context.parts`. */
  readonly gathers?: boolean
  /** Set on a node that may send out many messages in a frame of their own, which an aggregator behind it gathers. */
  readonly splits?: boolean
  /** Set on a node that keeps messages beyond their run, or sleeps for as long as it takes: flows that store nothing cannot have it. */
  readonly stores?: boolean
  /** Set on a trigger whose step does work of its own: it reads again what could not be read when it arrived. Other triggers pass through. */
  readonly readsAgain?: boolean
  /** Set on a node that ends a loop's cycle rule (a delay). */
  readonly breaksCycle?: boolean
}

/** Declares a node. The identity function with types: a misspelt part is a compile error. */
export function defineNode<S extends z.ZodObject>(definition: NodeDefinition<S>): NodeDefinition<S> {
  return definition
}

/** The settings of a definition after validation, with defaults filled in. */
export type SettingsOf<D> = D extends NodeDefinition<infer S> ? z.output<S> : never

/** The effects of a node with these settings. */
export function effectsOf(
  definition: Pick<NodeDefinition, 'effects'>,
  settings: Readonly<Record<string, unknown>>,
): Effects {
  let { effects } = definition
  while (typeof effects !== 'string') {
    const key = String(settings[effects.by])
    effects = Object.hasOwn(effects.when, key) ? (effects.when[key] ?? effects.otherwise) : effects.otherwise
  }
  return effects
}

/** Whether there may be something to undo: an effect of its own, or what a called flow did. */
export function actsOutside(
  definition: Pick<NodeDefinition, 'effects' | 'needs'>,
  settings: Readonly<Record<string, unknown>>,
): boolean {
  return effectsOf(definition, settings) !== 'none' || definition.needs?.includes('flows') === true
}

function withSchema(port: FixedPort, settings: Readonly<Record<string, unknown>>): FixedPort {
  const { schemaBy, ...fixed } = port
  if (!schemaBy) return port
  const chosen = String(settings[schemaBy.setting])
  const schema = Object.hasOwn(schemaBy.when, chosen) ? schemaBy.when[chosen] : undefined
  return schema ? { ...fixed, schema } : fixed
}

/** The output ports of a node with these settings, in order; the titles of row ports are the officer's own words. */
export function portsOf(
  definition: Pick<NodeDefinition, 'out'>,
  settings: Readonly<Record<string, unknown>>,
): readonly FixedPort[] {
  return definition.out.flatMap((port): FixedPort[] => {
    if (!('each' in port)) return [withSchema(port, settings)]
    const rows: unknown = settings[port.each]
    if (!Array.isArray(rows)) return []
    return rows.flatMap((row: Record<string, unknown>) => {
      const name = row?.[port.name]
      if (typeof name !== 'string' || name === '') return []
      const title = typeof row[port.title] === 'string' && row[port.title] !== '' ? String(row[port.title]) : name
      return [{ name, title: { vi: title, en: title } }]
    })
  })
}
