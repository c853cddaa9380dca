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
  readonly each?: ForEach
  /** The field is left out unless this holds. */
  readonly when?: string
  readonly as?: LeafType
  /** What to do when the value is missing: `error` (default), `omit`, or take `default`. */
  readonly missing?: 'error' | 'omit' | 'null'
  readonly default?: Dynamic
}

/**
 * A for-each: always an array, even of one or none. Inside, the root is the item; `$parent` the message body, `$index` from 0.
 * The list is filtered, then grouped, then sorted; `where`, `groupBy` and without groups also `sort` see one item as their root.
 */
export interface ForEach {
  readonly over: string
  /** Only items for which this holds. */
  readonly where?: string
  /**
   * Items with an equal value make one group, in the order of their first items. Inside, the root is the first item of the group, `$group` the
   * list of its items and `$key` the value; items without a value make one group whose `$key` is null.
   */
  readonly groupBy?: string
  /** The order of the items or groups, the first key being the most important one; equal ones keep their order. */
  readonly sort?: readonly SortKey[]
  readonly fields?: Mapping
  readonly value?: Dynamic
}

/** What a for-each runs over and in what order, without what it makes. */
export type Turns = Omit<ForEach, 'fields' | 'value'>

/** One key of an order. Texts are ordered by the Vietnamese alphabet; what has no value comes last in both directions. */
export interface SortKey {
  readonly by: string
  readonly order?: 'asc' | 'desc'
  /** `number`: texts of digits are ordered by their size. */
  readonly as?: 'number'
}
