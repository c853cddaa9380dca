import type { Dynamic } from '../node/dynamic.ts'

/**
 * A mapping is the tree of the *target* (design §7); wires on screen are computed from it. Each item makes one field.
 * `as` on a leaf converts the value: codes stay text unless a number is asked for.
 */
export type Mapping = readonly MappingItem[]

/** The type that a leaf must have; `any` keeps the value as it is. */
export type LeafType = 'text' | 'number' | 'boolean' | 'any'

/** One field of the target. Exactly one of `value`, `fields`, `each` says where its content comes from. */
export interface MappingItem {
  /** Name of the target field. */
  readonly target: string
  /** A leaf: literal, `{ field }` or `{ expr }`. */
  readonly value?: Dynamic
  /** An object with these fields. */
  readonly fields?: Mapping
  /** For-each: always an array, even of one or none. Inside, the root is the item; `$parent` the message body, `$index` from 0. */
  readonly each?: { readonly over: string; readonly fields?: Mapping; readonly value?: Dynamic }
  /** The field is left out unless this holds. */
  readonly when?: string
  readonly as?: LeafType
  /** What to do when the value is missing: `error` (default), `omit`, or take `default`. */
  readonly missing?: 'error' | 'omit' | 'null'
  readonly default?: Dynamic
}
